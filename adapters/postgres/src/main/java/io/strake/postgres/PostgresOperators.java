/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.postgres;

import static org.apache.calcite.sql.fun.SqlStdOperatorTable.EQUALS;
import static org.apache.calcite.sql.fun.SqlStdOperatorTable.NOT_EQUALS;

import io.strake.planner.sql.CommonOperators;
import io.strake.planner.sql.OperandTypes;
import io.strake.planner.sql.OperatorAllowList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BinaryOperator;
import java.util.function.Predicate;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.sql.SqlOperator;
import org.apache.calcite.sql.fun.SqlLibraryOperators;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.type.SqlTypeName;

/** The scalar operators that PostgreSQL evaluates as we do, beyond the common ones. */
final class PostgresOperators {
  private PostgresOperators() {}

  /**
   * Returns the list.
   *
   * @param strake whether types and rules are Strake's; stock Calcite rounds, counts and casts some
   *     values otherwise
   */
  static OperatorAllowList list(boolean strake) {
    OperatorAllowList.Builder list = CommonOperators.builder();
    CommonOperators.addTextComparisons(list, textComparisons());
    PostgresArithmetic.addTo(list);
    PostgresTimeOperators.addTo(list);
    PostgresTextOperators.addTo(list);
    PostgresCasts.addTo(list);
    if (strake) {
      addComparisons(list);
      addExtremes(list);
      PostgresArithmetic.addStrakeTo(list);
      PostgresTimeOperators.addStrakeTo(list);
      PostgresTextOperators.addStrakeTo(list);
      PostgresCasts.addStrakeTo(list);
    }
    return list.build();
  }

  private static Map<String, BinaryOperator<String>> textComparisons() {
    Map<String, BinaryOperator<String>> comparisons = new LinkedHashMap<>();
    comparisons.put("=", PostgresCollations::equality);
    for (String symbol : List.of("<", "<=", ">", ">=")) {
      comparisons.put(
          symbol, (a, b) -> "(" + PostgresCollations.codePoints(a) + " " + symbol + " " + b + ")");
    }
    return comparisons;
  }

  /** An exact and an approximate number are compared as doubles, which casts say. */
  private static void addComparisons(OperatorAllowList.Builder list) {
    Map<SqlOperator, String> symbols = new LinkedHashMap<>();
    symbols.put(EQUALS, "=");
    symbols.put(NOT_EQUALS, "<>");
    symbols.put(SqlStdOperatorTable.LESS_THAN, "<");
    symbols.put(SqlStdOperatorTable.LESS_THAN_OR_EQUAL, "<=");
    symbols.put(SqlStdOperatorTable.GREATER_THAN, ">");
    symbols.put(SqlStdOperatorTable.GREATER_THAN_OR_EQUAL, ">=");
    symbols.forEach(
        (operator, symbol) -> {
          list.allow(
              operator,
              OperandTypes.all(PostgresOperators::isNumber),
              "an exact and an approximate number, as doubles",
              (call, sql) ->
                  "(" + asDouble(sql.get(0)) + " " + symbol + " " + asDouble(sql.get(1)) + ")");
          list.infix(
              operator,
              symbol,
              OperandTypes.all(type -> SqlTypeName.BINARY_TYPES.contains(type.getSqlTypeName())),
              "binary strings");
        });
  }

  /** Both ignore NULL, and keep the first of equal values. */
  private static void addExtremes(OperatorAllowList.Builder list) {
    Map<SqlOperator, String> functions = new LinkedHashMap<>();
    functions.put(SqlLibraryOperators.GREATEST_PG, "greatest");
    functions.put(SqlLibraryOperators.LEAST_PG, "least");
    functions.forEach(
        (operator, name) -> {
          list.function(
              operator, name, PostgresOperators::ofOneKind, "exact numbers, or values of one type");
          list.allow(
              operator,
              OperandTypes::texts,
              "texts, by code point",
              (call, sql) ->
                  name + "(" + PostgresCollations.codePoints(String.join(", ", sql)) + ")");
        });
  }

  private static boolean ofOneKind(RexCall call) {
    SqlTypeName first = call.getOperands().get(0).getType().getSqlTypeName();
    Predicate<RelDataType> same =
        type ->
            type.getSqlTypeName() == first
                && (isNumber(type)
                    || OperandTypes.isTemporal(type)
                    || OperandTypes.isBoolean(type));
    return OperandTypes.all(OperandTypes::isExact).test(call) || OperandTypes.all(same).test(call);
  }

  static boolean isNumber(RelDataType type) {
    return OperandTypes.isExact(type) || OperandTypes.isApproximate(type);
  }

  static boolean isDouble(RelDataType type) {
    return type.getSqlTypeName() == SqlTypeName.DOUBLE
        || type.getSqlTypeName() == SqlTypeName.FLOAT;
  }

  static String asDouble(String sql) {
    return "CAST(" + sql + " AS double precision)";
  }

  static RelDataType type(RexCall call, int operand) {
    return call.getOperands().get(operand).getType();
  }

  static int scale(RelDataType type) {
    return OperandTypes.isDecimal(type) ? type.getScale() : 0;
  }

  /** Returns an expression cast to the type of a call. */
  static String castTo(RexCall call, String sql) {
    return "CAST("
        + sql
        + " AS "
        + PostgresBackend.INSTANCE
            .typeName(call.getType())
            .orElseThrow(() -> new AssertionError("no type " + call.getType()))
        + ")";
  }
}
