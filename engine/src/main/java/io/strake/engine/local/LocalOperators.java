/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.engine.local;

import io.strake.planner.sql.CommonOperators;
import io.strake.planner.sql.OperandTypes;
import io.strake.planner.sql.OperatorAllowList;
import java.util.List;
import java.util.Map;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.sql.SqlOperator;
import org.apache.calcite.sql.fun.SqlLibraryOperators;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.type.SqlTypeName;

/** The scalar operators of the local engine, each with PostgreSQL's answer. */
final class LocalOperators {
  private LocalOperators() {}

  static OperatorAllowList list() {
    OperatorAllowList.Builder list = CommonOperators.builder();
    CommonOperators.addTextComparisons(list, Map.of());
    addMixedComparisons(list);
    addExtremes(list);
    LocalArithmetic.addTo(list);
    LocalText.addTo(list);
    LocalTime.addTo(list);
    LocalZones.addTo(list);
    LocalArrays.addTo(list);
    list.allow(
        SqlStdOperatorTable.CAST,
        LocalCasts::isExact,
        "see the table of casts",
        MacroExpansion.bounded(LocalCasts::write));
    return list.build();
  }

  private static void addMixedComparisons(OperatorAllowList.Builder list) {
    Map<SqlOperator, String> symbols =
        Map.of(
            SqlStdOperatorTable.EQUALS, "=",
            SqlStdOperatorTable.NOT_EQUALS, "<>",
            SqlStdOperatorTable.LESS_THAN, "<",
            SqlStdOperatorTable.LESS_THAN_OR_EQUAL, "<=",
            SqlStdOperatorTable.GREATER_THAN, ">",
            SqlStdOperatorTable.GREATER_THAN_OR_EQUAL, ">=");
    symbols.forEach(
        (operator, symbol) -> {
          list.allow(
              operator,
              LocalOperators::isMixed,
              "an exact and an approximate number, as doubles",
              (call, sql) ->
                  "(" + String.join(" " + symbol + " ", LocalArithmetic.doubles(call, sql)) + ")");
          list.infix(operator, symbol, LocalOperators::isBinary, "binary strings");
        });
  }

  /** Both ignore NULL, and keep the first of equal values. */
  private static void addExtremes(OperatorAllowList.Builder list) {
    Map<SqlOperator, String> functions =
        Map.of(SqlLibraryOperators.GREATEST_PG, "greatest", SqlLibraryOperators.LEAST_PG, "least");
    functions.forEach(
        (operator, name) ->
            list.allow(
                operator,
                call -> LocalBackend.nameOf(call.getType()) != null,
                "values of one type",
                (call, sql) -> name + "(" + String.join(", ", cast(call, sql)) + ")"));
  }

  private static List<String> cast(RexCall call, List<String> sql) {
    String type = LocalBackend.nameOf(call.getType());
    return sql.stream().map(operand -> "CAST(" + operand + " AS " + type + ")").toList();
  }

  private static boolean isBinary(RexCall call) {
    return OperandTypes.all(type -> SqlTypeName.BINARY_TYPES.contains(type.getSqlTypeName()))
        .test(call);
  }

  private static boolean isMixed(RexCall call) {
    return OperandTypes.all(LocalArithmetic::isNumber).test(call);
  }
}
