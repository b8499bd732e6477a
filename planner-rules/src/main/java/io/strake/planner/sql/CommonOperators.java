/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.planner.sql;

import static org.apache.calcite.sql.fun.SqlStdOperatorTable.AND;
import static org.apache.calcite.sql.fun.SqlStdOperatorTable.CASE;
import static org.apache.calcite.sql.fun.SqlStdOperatorTable.CONCAT;
import static org.apache.calcite.sql.fun.SqlStdOperatorTable.EQUALS;
import static org.apache.calcite.sql.fun.SqlStdOperatorTable.GREATER_THAN;
import static org.apache.calcite.sql.fun.SqlStdOperatorTable.GREATER_THAN_OR_EQUAL;
import static org.apache.calcite.sql.fun.SqlStdOperatorTable.IS_DISTINCT_FROM;
import static org.apache.calcite.sql.fun.SqlStdOperatorTable.IS_FALSE;
import static org.apache.calcite.sql.fun.SqlStdOperatorTable.IS_NOT_DISTINCT_FROM;
import static org.apache.calcite.sql.fun.SqlStdOperatorTable.IS_NOT_FALSE;
import static org.apache.calcite.sql.fun.SqlStdOperatorTable.IS_NOT_NULL;
import static org.apache.calcite.sql.fun.SqlStdOperatorTable.IS_NOT_TRUE;
import static org.apache.calcite.sql.fun.SqlStdOperatorTable.IS_NULL;
import static org.apache.calcite.sql.fun.SqlStdOperatorTable.IS_TRUE;
import static org.apache.calcite.sql.fun.SqlStdOperatorTable.LESS_THAN;
import static org.apache.calcite.sql.fun.SqlStdOperatorTable.LESS_THAN_OR_EQUAL;
import static org.apache.calcite.sql.fun.SqlStdOperatorTable.MINUS;
import static org.apache.calcite.sql.fun.SqlStdOperatorTable.MULTIPLY;
import static org.apache.calcite.sql.fun.SqlStdOperatorTable.NOT;
import static org.apache.calcite.sql.fun.SqlStdOperatorTable.NOT_EQUALS;
import static org.apache.calcite.sql.fun.SqlStdOperatorTable.OR;
import static org.apache.calcite.sql.fun.SqlStdOperatorTable.PLUS;
import static org.apache.calcite.sql.fun.SqlStdOperatorTable.UNARY_MINUS;

import java.util.List;
import java.util.Map;
import java.util.function.BinaryOperator;
import java.util.function.Predicate;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.sql.SqlOperator;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;

/**
 * The operators whose text and answer are the same in PostgreSQL and in engines made after it:
 * logic, null tests, comparison, integer arithmetic with overflow as an error, CASE, concatenation.
 */
public final class CommonOperators {
  private static final Map<SqlOperator, String> COMPARISONS =
      Map.of(
          EQUALS, "=",
          NOT_EQUALS, "<>",
          LESS_THAN, "<",
          LESS_THAN_OR_EQUAL, "<=",
          GREATER_THAN, ">",
          GREATER_THAN_OR_EQUAL, ">=",
          IS_DISTINCT_FROM, "IS DISTINCT FROM",
          IS_NOT_DISTINCT_FROM, "IS NOT DISTINCT FROM");

  private CommonOperators() {}

  /** Returns a builder that holds all of them, except comparisons of texts. */
  public static OperatorAllowList.Builder builder() {
    OperatorAllowList.Builder list = OperatorAllowList.builder();
    addLogic(list);
    COMPARISONS.forEach(
        (operator, symbol) ->
            list.infix(
                operator,
                symbol,
                OperandTypes::comparable,
                "exact numbers, approximate numbers, booleans, or one temporal type"));
    addIntegerArithmetic(list);
    list.allow(CASE, OperandTypes::any, "any", CommonOperators::caseExpression);
    list.infix(CONCAT, "||", OperandTypes::texts, "texts");
    list.allow(ScalarFunctions.KEEP, OperandTypes::any, "any", (call, sql) -> sql.get(0));
    return list;
  }

  /**
   * Adds the comparisons of texts.
   *
   * @param list list to add to
   * @param inOrder how a comparison other than equality is written, given the operator's symbol
   *     between two operands, so that texts compare by code point
   */
  public static void addTextComparisons(
      OperatorAllowList.Builder list, Map<String, BinaryOperator<String>> inOrder) {
    COMPARISONS.forEach(
        (operator, symbol) -> {
          BinaryOperator<String> ordered = inOrder.get(symbol);
          if (ordered == null) {
            list.infix(operator, symbol, OperandTypes::texts, "texts");
          } else {
            list.allow(
                operator,
                OperandTypes::texts,
                "texts, by code point",
                (call, sql) -> ordered.apply(sql.get(0), sql.get(1)));
          }
        });
  }

  private static void addLogic(OperatorAllowList.Builder list) {
    list.infix(AND, "AND", OperandTypes::any, "booleans");
    list.infix(OR, "OR", OperandTypes::any, "booleans");
    list.allow(NOT, OperandTypes::any, "a boolean", (call, sql) -> "(NOT " + sql.get(0) + ")");
    list.postfix(IS_NULL, "IS NULL", OperandTypes::any, "any");
    list.postfix(IS_NOT_NULL, "IS NOT NULL", OperandTypes::any, "any");
    list.postfix(IS_TRUE, "IS TRUE", OperandTypes::any, "a boolean");
    list.postfix(IS_FALSE, "IS FALSE", OperandTypes::any, "a boolean");
    list.postfix(IS_NOT_TRUE, "IS NOT TRUE", OperandTypes::any, "a boolean");
    list.postfix(IS_NOT_FALSE, "IS NOT FALSE", OperandTypes::any, "a boolean");
    list.postfix(SqlStdOperatorTable.IS_UNKNOWN, "IS NULL", OperandTypes::any, "a boolean");
    list.postfix(SqlStdOperatorTable.IS_NOT_UNKNOWN, "IS NOT NULL", OperandTypes::any, "a boolean");
  }

  private static void addIntegerArithmetic(OperatorAllowList.Builder list) {
    Predicate<RexCall> integers = OperandTypes.all(OperandTypes::isInteger);
    list.infix(PLUS, "+", integers, "integers");
    list.infix(MINUS, "-", integers, "integers");
    list.infix(MULTIPLY, "*", integers, "integers");
    list.allow(UNARY_MINUS, integers, "an integer", (call, sql) -> "(- " + sql.get(0) + ")");
  }

  private static String caseExpression(RexCall call, List<String> sql) {
    StringBuilder text = new StringBuilder("CASE");
    for (int i = 0; i + 1 < sql.size(); i += 2) {
      text.append(" WHEN ").append(sql.get(i)).append(" THEN ").append(sql.get(i + 1));
    }
    return text.append(" ELSE ").append(sql.get(sql.size() - 1)).append(" END").toString();
  }
}
