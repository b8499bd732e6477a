/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.postgres;

import static org.apache.calcite.sql.fun.SqlStdOperatorTable.ABS;
import static org.apache.calcite.sql.fun.SqlStdOperatorTable.CEIL;
import static org.apache.calcite.sql.fun.SqlStdOperatorTable.DIVIDE;
import static org.apache.calcite.sql.fun.SqlStdOperatorTable.DIVIDE_INTEGER;
import static org.apache.calcite.sql.fun.SqlStdOperatorTable.EXTRACT;
import static org.apache.calcite.sql.fun.SqlStdOperatorTable.FLOOR;
import static org.apache.calcite.sql.fun.SqlStdOperatorTable.MINUS;
import static org.apache.calcite.sql.fun.SqlStdOperatorTable.MOD;
import static org.apache.calcite.sql.fun.SqlStdOperatorTable.MULTIPLY;
import static org.apache.calcite.sql.fun.SqlStdOperatorTable.PERCENT_REMAINDER;
import static org.apache.calcite.sql.fun.SqlStdOperatorTable.PLUS;
import static org.apache.calcite.sql.fun.SqlStdOperatorTable.UNARY_MINUS;

import io.strake.planner.sql.CommonOperators;
import io.strake.planner.sql.OperandTypes;
import io.strake.planner.sql.OperatorAllowList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BinaryOperator;
import java.util.function.Predicate;
import org.apache.calcite.avatica.util.TimeUnitRange;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.rex.RexLiteral;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.sql.type.SqlTypeName;
import org.jspecify.annotations.Nullable;

/** The scalar operators that PostgreSQL evaluates as we do, beyond the common ones. */
final class PostgresOperators {
  private static final Set<TimeUnitRange> DATE_UNITS =
      EnumSet.of(TimeUnitRange.YEAR, TimeUnitRange.QUARTER, TimeUnitRange.MONTH, TimeUnitRange.DAY);

  private static final Set<TimeUnitRange> TIME_UNITS =
      EnumSet.of(TimeUnitRange.HOUR, TimeUnitRange.MINUTE);

  private PostgresOperators() {}

  /** Returns the list. */
  static OperatorAllowList list() {
    OperatorAllowList.Builder list = CommonOperators.builder();
    CommonOperators.addTextComparisons(list, textOrder());
    addArithmetic(list);
    addTime(list);
    PostgresTextOperators.addTo(list);
    PostgresCasts.addTo(list);
    return list.build();
  }

  private static Map<String, BinaryOperator<String>> textOrder() {
    Map<String, BinaryOperator<String>> order = new LinkedHashMap<>();
    for (String symbol : List.of("<", "<=", ">", ">=")) {
      order.put(symbol, (a, b) -> "(" + a + " COLLATE \"C\" " + symbol + " " + b + ")");
    }
    return order;
  }

  private static void addArithmetic(OperatorAllowList.Builder list) {
    list.infix(PLUS, "+", call -> isExactDecimal(call, sumScale(call)), "exact numbers");
    list.infix(MINUS, "-", call -> isExactDecimal(call, sumScale(call)), "exact numbers");
    list.infix(MULTIPLY, "*", call -> isExactDecimal(call, productScale(call)), "exact numbers");
    // Sums and products of doubles are left out: those that IEEE 754 rounds to infinity or to zero
    // are errors of the server
    Predicate<RexCall> signed =
        OperandTypes.all(type -> OperandTypes.isDecimal(type) || isDouble(type));
    list.allow(UNARY_MINUS, signed, "a decimal or double", (call, sql) -> "(- " + sql.get(0) + ")");

    // Quotients of decimals are left out: the server gives them 16 significant digits
    Predicate<RexCall> integers =
        call ->
            OperandTypes.all(OperandTypes::isInteger).test(call)
                && OperandTypes.isInteger(call.getType());
    list.infix(DIVIDE, "/", integers, "integers");
    list.infix(DIVIDE_INTEGER, "/", integers, "integers");
    list.function(MOD, "mod", integers, "integers");
    list.function(PERCENT_REMAINDER, "mod", integers, "integers");
    list.function(
        ABS,
        "abs",
        OperandTypes.all(type -> OperandTypes.isExact(type) || isDouble(type)),
        "exact numbers or doubles");
    // The server's floor of an integer is a double
    Predicate<RexCall> roundable = call -> call.getOperands().size() == 1 && signed.test(call);
    list.function(FLOOR, "floor", roundable, "a decimal or double");
    list.function(CEIL, "ceil", roundable, "a decimal or double");
  }

  private static void addTime(OperatorAllowList.Builder list) {
    list.allow(
        EXTRACT,
        call -> isUnitOf(unit(call, 0), type(call, 1)),
        "year, quarter, month, day of a date or timestamp; hour, minute of a timestamp or time",
        (call, sql) -> extract(unit(call, 0), type(call, 1), sql.get(1)));
    list.allow(
        FLOOR,
        call ->
            call.getOperands().size() == 2
                && isUnitOf(unit(call, 1), type(call, 0))
                && type(call, 0).getSqlTypeName() != SqlTypeName.TIME,
        "a date to year, quarter, month, day; a timestamp also to hour, minute",
        (call, sql) -> truncate(type(call, 0), sql.get(1), sql.get(0)));
  }

  /** The server has no year 0: it counts the year before 1 as -1, and we as 0. */
  private static String extract(@Nullable TimeUnitRange unit, RelDataType type, String operand) {
    String value = "CAST(extract(" + unit + " FROM " + operand + ") AS bigint)";
    if (unit != TimeUnitRange.YEAR) {
      return value;
    }
    String year1 =
        type.getSqlTypeName() == SqlTypeName.DATE
            ? "'0001-01-01'::date"
            : "'0001-01-01 00:00:00'::timestamp";
    return "(" + value + " + CASE WHEN " + operand + " < " + year1 + " THEN 1 ELSE 0 END)";
  }

  private static String truncate(RelDataType type, String unit, String operand) {
    return type.getSqlTypeName() == SqlTypeName.DATE
        ? "CAST(date_trunc('" + unit + "', " + operand + "::timestamp) AS date)"
        : "date_trunc('" + unit + "', " + operand + ")";
  }

  /** Times with a zone are left out: their parts depend on the zone of the session. */
  private static boolean isUnitOf(@Nullable TimeUnitRange unit, RelDataType type) {
    return switch (type.getSqlTypeName()) {
      case DATE -> DATE_UNITS.contains(unit);
      case TIME -> TIME_UNITS.contains(unit);
      case TIMESTAMP -> DATE_UNITS.contains(unit) || TIME_UNITS.contains(unit);
      default -> false;
    };
  }

  private static @Nullable TimeUnitRange unit(RexCall call, int operand) {
    RexNode node = call.getOperands().get(operand);
    return node instanceof RexLiteral literal && literal.getTypeName() == SqlTypeName.SYMBOL
        ? asUnit(literal.getValueAs(Enum.class))
        : null;
  }

  private static @Nullable TimeUnitRange asUnit(@Nullable Enum<?> flag) {
    return flag instanceof TimeUnitRange unit ? unit : null;
  }

  /** Whether the declared type keeps every digit of the result; the server always does. */
  private static boolean isExactDecimal(RexCall call, int scale) {
    return OperandTypes.all(OperandTypes::isExact).test(call)
        && OperandTypes.isDecimal(call.getType())
        && call.getOperands().size() == 2
        && call.getType().getScale() >= scale;
  }

  private static int sumScale(RexCall call) {
    return call.getOperands().stream().mapToInt(node -> scale(node.getType())).max().orElse(0);
  }

  private static int productScale(RexCall call) {
    return call.getOperands().stream().mapToInt(node -> scale(node.getType())).sum();
  }

  private static int scale(RelDataType type) {
    return OperandTypes.isDecimal(type) ? type.getScale() : 0;
  }

  private static boolean isDouble(RelDataType type) {
    return type.getSqlTypeName() == SqlTypeName.DOUBLE
        || type.getSqlTypeName() == SqlTypeName.FLOAT;
  }

  private static RelDataType type(RexCall call, int operand) {
    return call.getOperands().get(operand).getType();
  }
}
