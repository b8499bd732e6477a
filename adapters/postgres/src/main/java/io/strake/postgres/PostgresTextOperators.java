/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.postgres;

import static org.apache.calcite.sql.fun.SqlStdOperatorTable.CHARACTER_LENGTH;
import static org.apache.calcite.sql.fun.SqlStdOperatorTable.CHAR_LENGTH;
import static org.apache.calcite.sql.fun.SqlStdOperatorTable.LIKE;
import static org.apache.calcite.sql.fun.SqlStdOperatorTable.SUBSTRING;
import static org.apache.calcite.sql.fun.SqlStdOperatorTable.TRIM;

import io.strake.planner.sql.OperandTypes;
import io.strake.planner.sql.OperatorAllowList;
import java.util.List;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.rex.RexLiteral;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.sql.fun.SqlTrimFunction;
import org.apache.calcite.sql.type.SqlTypeName;
import org.jspecify.annotations.Nullable;

/**
 * The text functions that PostgreSQL evaluates as we do. Upper and lower case are not among them:
 * they depend on the locale.
 */
final class PostgresTextOperators {
  private PostgresTextOperators() {}

  static void addTo(OperatorAllowList.Builder list) {
    list.function(CHAR_LENGTH, "char_length", OperandTypes::texts, "a text");
    list.function(CHARACTER_LENGTH, "char_length", OperandTypes::texts, "a text");
    list.allow(
        LIKE,
        PostgresTextOperators::isPlainLike,
        "a text and a constant pattern",
        (call, sql) -> like(sql));
    list.function(
        SUBSTRING,
        "substr",
        PostgresTextOperators::isPlainSubstring,
        "a text, a constant start from 1 on, a constant length");
    list.allow(
        TRIM,
        PostgresTextOperators::trimsBlanks,
        "a text, of blanks",
        (call, sql) -> trimFunction(call) + "(" + sql.get(2) + ", ' ')");
  }

  /** The server's default escape character is the backslash, ours is none. */
  private static String like(List<String> sql) {
    String escape = sql.size() == 3 ? sql.get(2) : "''";
    return "(" + sql.get(0) + " LIKE " + sql.get(1) + " ESCAPE " + escape + ")";
  }

  private static boolean isPlainLike(RexCall call) {
    String pattern = constant(call, 1);
    if (!OperandTypes.texts(call) || pattern == null) {
      return false;
    }
    if (call.getOperands().size() == 2) {
      return true;
    }
    String escape = constant(call, 2);
    return escape != null && escape.length() == 1 && escapesAreValid(pattern, escape.charAt(0));
  }

  /** An escape character before an ordinary one is an error to us and nothing to the server. */
  private static boolean escapesAreValid(String pattern, char escape) {
    for (int i = 0; i < pattern.length(); i++) {
      if (pattern.charAt(i) == escape) {
        i++;
        boolean special =
            i < pattern.length()
                && (pattern.charAt(i) == '%'
                    || pattern.charAt(i) == '_'
                    || pattern.charAt(i) == escape);
        if (!special) {
          return false;
        }
      }
    }
    return true;
  }

  private static boolean isPlainSubstring(RexCall call) {
    if (!OperandTypes.isText(call.getOperands().get(0).getType())) {
      return false;
    }
    for (int i = 1; i < call.getOperands().size(); i++) {
      RexNode node = call.getOperands().get(i);
      Integer value =
          node instanceof RexLiteral literal
                  && literal.getType().getSqlTypeName() == SqlTypeName.INTEGER
              ? literal.getValueAs(Integer.class)
              : null;
      if (value == null || value < 2 - i) {
        return false;
      }
    }
    return true;
  }

  private static boolean trimsBlanks(RexCall call) {
    return trimFunction(call) != null
        && " ".equals(constant(call, 1))
        && OperandTypes.isText(call.getOperands().get(2).getType());
  }

  private static @Nullable String trimFunction(RexCall call) {
    if (!(call.getOperands().get(0) instanceof RexLiteral literal)
        || !(literal.getValueAs(Enum.class) instanceof SqlTrimFunction.Flag flag)) {
      return null;
    }
    return switch (flag) {
      case BOTH -> "btrim";
      case LEADING -> "ltrim";
      case TRAILING -> "rtrim";
    };
  }

  private static @Nullable String constant(RexCall call, int operand) {
    return call.getOperands().get(operand) instanceof RexLiteral literal && !literal.isNull()
        ? literal.getValueAs(String.class)
        : null;
  }
}
