/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.engine.local;

import static io.strake.engine.local.LocalArithmetic.castTo;
import static io.strake.engine.local.MacroExpansion.bounded;

import io.strake.planner.sql.OperandTypes;
import io.strake.planner.sql.OperatorAllowList;
import io.strake.planner.sql.ScalarFunctions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.sql.SqlOperator;
import org.apache.calcite.sql.fun.SqlLibraryOperators;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.type.SqlTypeName;

/** Text functions of the local engine, which counts code points as PostgreSQL does. */
final class LocalText {
  private static final Predicate<RexCall> TEXTS = OperandTypes::texts;

  private LocalText() {}

  static void addTo(OperatorAllowList.Builder list) {
    addLengths(list);
    addParts(list);
    addChanges(list);
    addPatterns(list);
    list.infix(
        SqlStdOperatorTable.CONCAT, "||", OperandTypes.all(LocalText::isBinary), "binary strings");
  }

  private static void addLengths(OperatorAllowList.Builder list) {
    integer(list, SqlStdOperatorTable.CHAR_LENGTH, "length(%s)");
    integer(list, SqlStdOperatorTable.CHARACTER_LENGTH, "length(%s)");
    integer(list, ScalarFunctions.OCTET_LENGTH, "strlen(%s)");
    integer(list, ScalarFunctions.BIT_LENGTH, "(8 * strlen(%s))");
    integer(list, ScalarFunctions.ASCII, "ascii(%s)");
    list.allow(
        SqlStdOperatorTable.POSITION,
        call -> call.getOperands().size() == 2 && TEXTS.test(call),
        "texts",
        (call, sql) -> castTo(call, "position(" + sql.get(0) + " IN " + sql.get(1) + ")"));
    list.function(ScalarFunctions.STARTS_WITH, "starts_with", TEXTS, "texts");
  }

  private static void addParts(OperatorAllowList.Builder list) {
    list.allow(
        SqlStdOperatorTable.SUBSTRING,
        call -> isTextWithIntegers(call, 1),
        "a text, integers as start and length",
        bounded(
            (call, sql) ->
                (sql.size() == 2 ? "strake_tail(" : "strake_substring(")
                    + String.join(", ", sql)
                    + ")"));
    list.function(
        ScalarFunctions.LEFT, "left", call -> isTextWithIntegers(call, 1), "a text, an integer");
    list.function(
        ScalarFunctions.RIGHT, "right", call -> isTextWithIntegers(call, 1), "a text, an integer");
    list.allow(
        ScalarFunctions.SPLIT_PART,
        call -> isTextWithIntegers(call, 2),
        "texts, an integer",
        bounded((call, sql) -> "strake_split_part(" + String.join(", ", sql) + ")"));
    list.allow(
        SqlStdOperatorTable.TRIM,
        call -> OperandTypes.isText(type(call, 1)) && OperandTypes.isText(type(call, 2)),
        "texts",
        (call, sql) -> "trim(" + sql.get(0) + " " + sql.get(1) + " FROM " + sql.get(2) + ")");
  }

  private static void addChanges(OperatorAllowList.Builder list) {
    list.function(SqlStdOperatorTable.UPPER, "upper", TEXTS, "a text");
    list.function(SqlStdOperatorTable.LOWER, "lower", TEXTS, "a text");
    list.function(SqlStdOperatorTable.REPLACE, "replace", TEXTS, "texts");
    list.function(ScalarFunctions.TRANSLATE, "translate", TEXTS, "texts");
    list.function(ScalarFunctions.REVERSE, "strake_reverse", TEXTS, "a text");
    list.function(ScalarFunctions.MD5, "md5", TEXTS, "a text");
    list.function(ScalarFunctions.CONCAT, "concat", TEXTS, "texts");
    list.function(ScalarFunctions.CONCAT_WS, "concat_ws", TEXTS, "texts");
    list.allow(
        SqlStdOperatorTable.OVERLAY,
        call -> isTextWithIntegers(call, 2),
        "texts, integers as start and length",
        bounded((call, sql) -> overlay(sql)));
    list.allow(
        ScalarFunctions.LPAD,
        LocalText::isPadding,
        "a text, an integer, a text",
        bounded((call, sql) -> padded("strake_lpad", sql)));
    list.allow(
        ScalarFunctions.RPAD,
        LocalText::isPadding,
        "a text, an integer, a text",
        bounded((call, sql) -> padded("strake_rpad", sql)));
    list.allow(
        ScalarFunctions.REPEAT,
        call -> isTextWithIntegers(call, 1),
        "a text, an integer",
        bounded((call, sql) -> "strake_repeat(" + String.join(", ", sql) + ")"));
    Predicate<RexCall> integers = OperandTypes.all(OperandTypes::isInteger);
    list.function(ScalarFunctions.CHR, "strake_chr", integers, "an integer");
    list.allow(ScalarFunctions.TO_HEX, integers, "an integer", LocalText::hexadecimal);
  }

  private static void addPatterns(OperatorAllowList.Builder list) {
    Map<SqlOperator, String> operators =
        Map.of(
            SqlStdOperatorTable.LIKE, "LIKE",
            SqlStdOperatorTable.NOT_LIKE, "NOT LIKE",
            SqlLibraryOperators.ILIKE, "ILIKE",
            SqlLibraryOperators.NOT_ILIKE, "NOT ILIKE");
    operators.forEach(
        (operator, name) ->
            list.allow(
                operator,
                TEXTS,
                "texts; no escape character but one given",
                (call, sql) -> like(sql, name)));
    for (SqlOperator operator :
        List.of(SqlStdOperatorTable.SIMILAR_TO, SqlStdOperatorTable.NOT_SIMILAR_TO)) {
      String not = operator == SqlStdOperatorTable.NOT_SIMILAR_TO ? "NOT " : "";
      list.allow(
          operator,
          call -> TEXTS.test(call) && SimilarPattern.of(call).isPresent(),
          "a text, a pattern of SQL:1999 as a literal; no escape character but one given",
          (call, sql) ->
              "("
                  + not
                  + "regexp_full_match("
                  + sql.get(0)
                  + ", "
                  + SimilarPattern.of(call).orElseThrow()
                  + "))");
    }
  }

  private static void integer(
      OperatorAllowList.Builder list, SqlOperator operator, String template) {
    list.allow(
        operator, TEXTS, "a text", (call, sql) -> castTo(call, template.formatted(sql.get(0))));
  }

  private static String like(List<String> sql, String operator) {
    String escape = sql.size() > 2 ? " ESCAPE " + sql.get(2) : "";
    return "(" + sql.get(0) + " " + operator + " " + sql.get(1) + escape + ")";
  }

  private static String overlay(List<String> sql) {
    List<String> operands = new ArrayList<>(sql);
    if (operands.size() == 3) {
      operands.add("length(" + sql.get(1) + ")");
    }
    return "strake_overlay(" + String.join(", ", operands) + ")";
  }

  private static String padded(String macro, List<String> sql) {
    return macro + "(" + String.join(", ", sql) + (sql.size() == 2 ? ", ' ')" : ")");
  }

  /** A negative number is its two's complement of 32 or 64 bits. */
  private static String hexadecimal(RexCall call, List<String> sql) {
    String number = sql.get(0);
    if (type(call, 0).getSqlTypeName() != SqlTypeName.BIGINT) {
      number = "(CAST(" + number + " AS BIGINT) & 4294967295)";
    }
    return "lower(to_hex(" + number + "))";
  }

  private static boolean isPadding(RexCall call) {
    return OperandTypes.isText(type(call, 0))
        && OperandTypes.isInteger(type(call, 1))
        && (call.getOperands().size() == 2 || OperandTypes.isText(type(call, 2)));
  }

  /** Returns whether so many texts come first and only integers after them. */
  private static boolean isTextWithIntegers(RexCall call, int texts) {
    for (int i = 0; i < call.getOperands().size(); i++) {
      RelDataType type = type(call, i);
      if (i < texts ? !OperandTypes.isText(type) : !OperandTypes.isInteger(type)) {
        return false;
      }
    }
    return true;
  }

  private static boolean isBinary(RelDataType type) {
    return SqlTypeName.BINARY_TYPES.contains(type.getSqlTypeName());
  }

  private static RelDataType type(RexCall call, int operand) {
    return call.getOperands().get(operand).getType();
  }
}
