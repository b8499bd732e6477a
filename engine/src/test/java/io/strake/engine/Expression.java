/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.engine;

import io.strake.planner.type.StrakeTypeFactory;
import java.util.List;
import java.util.Set;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rel.type.RelDataTypeFactory;
import org.apache.calcite.sql.type.SqlTypeName;

/**
 * An expression as we write it and as PostgreSQL writes it.
 *
 * @param strake our text
 * @param postgres its text, with casts where our result type is bounded
 * @param type our type; null for an operand such as an interval
 * @param constant whether there is no column in it
 * @param mayFail whether some value of a column may make it fail
 * @param doubtful whether it depends on the order of evaluation whether it fails, since a part
 *     without columns may fail before there is a row
 * @param inexact whether the last digits depend on the mathematical library
 */
record Expression(
    String strake,
    String postgres,
    RelDataType type,
    boolean constant,
    boolean mayFail,
    boolean inexact,
    boolean doubtful) {
  static final RelDataTypeFactory TYPES = new StrakeTypeFactory();

  static Expression column(String name, RelDataType type) {
    return new Expression(name, name, type, false, false, false, false);
  }

  static Expression literal(String text, RelDataType type) {
    return new Expression(text, text, type, true, false, false, false);
  }

  static Expression literal(String strake, String postgres, RelDataType type) {
    return new Expression(strake, postgres, type, true, false, false, false);
  }

  /** Returns an expression over others; a {@code %s} stands for each of them. */
  static Expression of(String template, RelDataType type, Expression... operands) {
    return of(template, template, type, operands);
  }

  static Expression of(String strake, String postgres, RelDataType type, Expression... operands) {
    boolean constant = true;
    boolean mayFail = false;
    boolean inexact = false;
    boolean constantFails = false;
    boolean doubtful = false;
    for (Expression operand : operands) {
      constant &= operand.constant;
      mayFail |= operand.mayFail;
      inexact |= operand.inexact;
      constantFails |= operand.constant && operand.mayFail;
      doubtful |= operand.doubtful;
    }
    Object[] ours = List.of(operands).stream().map(Expression::strake).toArray();
    Object[] theirs = List.of(operands).stream().map(Expression::postgres).toArray();
    return new Expression(
        strake.formatted(ours),
        postgres.formatted(theirs),
        type,
        constant,
        mayFail,
        inexact,
        doubtful || (constantFails && !constant));
  }

  Expression failing() {
    return new Expression(strake, postgres, type, constant, true, inexact, doubtful);
  }

  Expression approximately() {
    return new Expression(strake, postgres, type, constant, mayFail, true, doubtful);
  }

  /** Returns this with PostgreSQL's result cast to our type. */
  Expression bounded() {
    String cast = "CAST(" + postgres + " AS " + postgresType(type) + ")";
    return new Expression(strake, cast, type, constant, true, inexact, doubtful);
  }

  /** Returns the digits of its values that have to agree. */
  CanonicalText.Digits digits() {
    return inexact && type.getSqlTypeName() != SqlTypeName.DECIMAL
        ? CanonicalText.Digits.LIBRARY
        : CanonicalText.Digits.ALL;
  }

  /** Returns this with NULL in some rows. */
  Expression without(Set<Integer> rows) {
    if (rows.isEmpty()) {
      return this;
    }
    String ids = String.join(", ", rows.stream().map(String::valueOf).toList());
    String text = "CASE WHEN id IN (" + ids + ") THEN NULL ELSE " + strake + " END";
    return new Expression(text, postgres, type, constant, mayFail, inexact, doubtful);
  }

  static String postgresType(RelDataType type) {
    return switch (type.getSqlTypeName()) {
      case DECIMAL -> "numeric(" + type.getPrecision() + ", " + type.getScale() + ")";
      case DOUBLE -> "double precision";
      case VARBINARY -> "bytea";
      case TIMESTAMP_WITH_LOCAL_TIME_ZONE -> "timestamp with time zone";
      default -> type.getSqlTypeName().getName();
    };
  }

  static String strakeType(RelDataType type) {
    return type.getSqlTypeName() == SqlTypeName.DECIMAL
        ? "DECIMAL(" + type.getPrecision() + ", " + type.getScale() + ")"
        : type.getSqlTypeName().getName();
  }

  static RelDataType type(SqlTypeName name) {
    return TYPES.createSqlType(name);
  }

  static RelDataType decimal(int precision, int scale) {
    return TYPES.createSqlType(SqlTypeName.DECIMAL, precision, scale);
  }
}
