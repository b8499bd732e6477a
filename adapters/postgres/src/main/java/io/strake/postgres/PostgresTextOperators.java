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
import io.strake.planner.sql.ScalarFunctions;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.rex.RexLiteral;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.fun.SqlTrimFunction;
import org.apache.calcite.sql.type.SqlTypeName;
import org.jspecify.annotations.Nullable;

/**
 * The text functions that PostgreSQL evaluates as we do.
 *
 * <p>Left out: upper and lower case, and patterns that ignore it, which depend on the locale; MD5,
 * which servers may forbid; CHR and REPEAT, whose limits are others there; SIMILAR TO and the
 * fields of SPLIT_PART from the end, which versions of the server read in different ways.
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

  /** Adds the functions that count code points, where stock Calcite counts UTF-16 units. */
  static void addStrakeTo(OperatorAllowList.Builder list) {
    addLengths(list);
    addParts(list);
    list.function(SqlStdOperatorTable.REPLACE, "replace", OperandTypes::texts, "texts");
    list.function(ScalarFunctions.TRANSLATE, "translate", OperandTypes::texts, "texts");
    list.function(ScalarFunctions.REVERSE, "reverse", OperandTypes::texts, "a text");
    list.function(ScalarFunctions.CONCAT, "concat", OperandTypes::texts, "texts");
    list.function(ScalarFunctions.CONCAT_WS, "concat_ws", OperandTypes::texts, "texts");
    list.allow(
        SqlStdOperatorTable.OVERLAY,
        call -> areTextsWithIntegers(call, 2),
        "texts, integers as start and length",
        (call, sql) -> "overlay(" + overlay(sql) + ")");
    Map.of(ScalarFunctions.LPAD, "lpad", ScalarFunctions.RPAD, "rpad")
        .forEach(
            (operator, name) ->
                list.function(
                    operator,
                    name,
                    PostgresTextOperators::isPadding,
                    "a text, an integer up to INTEGER, a text"));
    list.allow(
        ScalarFunctions.TO_HEX,
        OperandTypes.all(OperandTypes::isInteger),
        "an integer",
        (call, sql) ->
            type(call, 0) == SqlTypeName.SMALLINT
                ? "to_hex(CAST(" + sql.get(0) + " AS integer))"
                : "to_hex(" + sql.get(0) + ")");
    list.allow(
        LIKE,
        call -> call.getOperands().size() == 2 && OperandTypes.texts(call),
        "texts",
        (call, sql) -> like(sql));
    list.infix(
        SqlStdOperatorTable.CONCAT,
        "||",
        OperandTypes.all(type -> SqlTypeName.BINARY_TYPES.contains(type.getSqlTypeName())),
        "binary strings");
  }

  private static void addLengths(OperatorAllowList.Builder list) {
    list.function(ScalarFunctions.OCTET_LENGTH, "octet_length", OperandTypes::texts, "a text");
    list.function(ScalarFunctions.BIT_LENGTH, "bit_length", OperandTypes::texts, "a text");
    list.function(ScalarFunctions.ASCII, "ascii", OperandTypes::texts, "a text");
    list.function(ScalarFunctions.STARTS_WITH, "starts_with", OperandTypes::texts, "texts");
    list.allow(
        SqlStdOperatorTable.POSITION,
        call -> call.getOperands().size() == 2 && OperandTypes.texts(call),
        "texts",
        (call, sql) -> "position(" + sql.get(0) + " IN " + sql.get(1) + ")");
  }

  private static void addParts(OperatorAllowList.Builder list) {
    Predicate<RexCall> parts = call -> areTextsWithIntegers(call, 1);
    list.function(SUBSTRING, "substr", parts, "a text, integers as start and length");
    list.function(ScalarFunctions.LEFT, "left", parts, "a text, an integer");
    list.function(ScalarFunctions.RIGHT, "right", parts, "a text, an integer");
    list.function(
        ScalarFunctions.SPLIT_PART,
        "split_part",
        PostgresTextOperators::isFieldFromStart,
        "texts, an integer from 1 on as a literal");
    list.allow(
        TRIM,
        call ->
            trimFunction(call) != null
                && OperandTypes.isText(call.getOperands().get(1).getType())
                && OperandTypes.isText(call.getOperands().get(2).getType()),
        "texts",
        (call, sql) -> trimFunction(call) + "(" + sql.get(2) + ", " + sql.get(1) + ")");
  }

  private static String overlay(List<String> sql) {
    return sql.get(0)
        + " PLACING "
        + sql.get(1)
        + " FROM "
        + sql.get(2)
        + (sql.size() == 3 ? "" : " FOR " + sql.get(3));
  }

  private static boolean isPadding(RexCall call) {
    return OperandTypes.isText(call.getOperands().get(0).getType())
        && isShortInteger(type(call, 1))
        && (call.getOperands().size() == 2
            || OperandTypes.isText(call.getOperands().get(2).getType()));
  }

  private static boolean isFieldFromStart(RexCall call) {
    Integer field =
        call.getOperands().get(2) instanceof RexLiteral literal
                && literal.getType().getSqlTypeName() == SqlTypeName.INTEGER
            ? literal.getValueAs(Integer.class)
            : null;
    return field != null && field > 0;
  }

  /** The server's functions take no BIGINT. */
  private static boolean areTextsWithIntegers(RexCall call, int texts) {
    for (int i = 0; i < call.getOperands().size(); i++) {
      if (i < texts
          ? !OperandTypes.isText(call.getOperands().get(i).getType())
          : !isShortInteger(type(call, i))) {
        return false;
      }
    }
    return true;
  }

  private static boolean isShortInteger(SqlTypeName type) {
    return type == SqlTypeName.SMALLINT || type == SqlTypeName.INTEGER;
  }

  private static SqlTypeName type(RexCall call, int operand) {
    return call.getOperands().get(operand).getType().getSqlTypeName();
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
