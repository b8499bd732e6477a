/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.jdbc;

import io.strake.planner.ErrorCode;
import java.lang.reflect.Method;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.sql.SQLType;
import java.sql.Types;
import java.util.BitSet;
import java.util.Calendar;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Setters of a prepared statement: keeps values as the client gave them, and knows which are
 * missing. Not thread-safe, like the statement.
 */
final class ParameterBinder {
  /** Setters of values that are not in memory, or of types that parameters cannot have. */
  private static final Set<String> UNSUPPORTED =
      Set.of(
          "setarray",
          "setref",
          "setrowid",
          "setsqlxml",
          "setclob",
          "setnclob",
          "setblob",
          "setasciistream",
          "setunicodestream",
          "setbinarystream",
          "setcharacterstream",
          "setncharacterstream",
          "seturl");

  private final PreparedStatement statement;
  private final BitSet bound = new BitSet();

  ParameterBinder(PreparedStatement statement) {
    this.statement = statement;
  }

  /** Returns whether a method is a setter of a parameter. */
  static boolean binds(Method method) {
    return method.getDeclaringClass() == PreparedStatement.class
        && method.getName().startsWith("set")
        && method.getParameterCount() > 1;
  }

  /** Does what a setter does. */
  void bind(Method method, @Nullable Object[] arguments) throws SQLException {
    if (UNSUPPORTED.contains(method.getName().toLowerCase(Locale.ROOT))) {
      throw new SQLFeatureNotSupportedException(
          "jdbc:strake: " + method.getName() + " is not supported; bind a text or bytes",
          ErrorCode.UNSUPPORTED.sqlState(),
          ErrorCode.UNSUPPORTED.number());
    }
    int index = (Integer) java.util.Objects.requireNonNull(arguments[0]);
    checkIndex(index);
    boolean isNull = method.getName().equals("setNull");
    Object value = isNull ? null : arguments[1];
    statement.setRowId(index, new BoundValue(value, sqlType(arguments), calendar(arguments)));
    bound.set(index);
  }

  /** Forgets all values. */
  void clear() {
    bound.clear();
  }

  /** Fails if a parameter has no value yet. */
  void checkComplete() throws SQLException {
    int count = statement.getParameterMetaData().getParameterCount();
    int missing = bound.nextClearBit(1);
    if (missing <= count) {
      throw wrong("parameter " + missing + " of " + count + " has no value; bind it first");
    }
  }

  private void checkIndex(int index) throws SQLException {
    int count = statement.getParameterMetaData().getParameterCount();
    if (index < 1 || index > count) {
      throw wrong("no parameter " + index + "; the statement has " + count);
    }
  }

  private static SQLException wrong(String message) {
    ErrorCode code = ErrorCode.WRONG_PARAMETERS;
    return new SQLException(
        code.id() + ": jdbc:strake: " + message, code.sqlState(), code.number());
  }

  private static int sqlType(@Nullable Object[] arguments) {
    Object type = arguments.length > 2 ? arguments[2] : null;
    if (type instanceof SQLType named) {
      Integer number = named.getVendorTypeNumber();
      return number == null ? Types.OTHER : number;
    }
    return type instanceof Integer number ? number : Types.OTHER;
  }

  private static @Nullable Calendar calendar(@Nullable Object[] arguments) {
    return arguments.length > 2 && arguments[2] instanceof Calendar calendar ? calendar : null;
  }
}
