/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.postgres;

import static io.strake.postgres.PostgresOperators.castTo;
import static io.strake.postgres.PostgresOperators.isDouble;
import static io.strake.postgres.PostgresOperators.scale;
import static io.strake.postgres.PostgresOperators.type;
import static org.apache.calcite.sql.fun.SqlStdOperatorTable.ABS;
import static org.apache.calcite.sql.fun.SqlStdOperatorTable.CEIL;
import static org.apache.calcite.sql.fun.SqlStdOperatorTable.DIVIDE;
import static org.apache.calcite.sql.fun.SqlStdOperatorTable.DIVIDE_INTEGER;
import static org.apache.calcite.sql.fun.SqlStdOperatorTable.FLOOR;
import static org.apache.calcite.sql.fun.SqlStdOperatorTable.MINUS;
import static org.apache.calcite.sql.fun.SqlStdOperatorTable.MOD;
import static org.apache.calcite.sql.fun.SqlStdOperatorTable.MULTIPLY;
import static org.apache.calcite.sql.fun.SqlStdOperatorTable.PERCENT_REMAINDER;
import static org.apache.calcite.sql.fun.SqlStdOperatorTable.PLUS;
import static org.apache.calcite.sql.fun.SqlStdOperatorTable.ROUND;
import static org.apache.calcite.sql.fun.SqlStdOperatorTable.SIGN;
import static org.apache.calcite.sql.fun.SqlStdOperatorTable.SQRT;
import static org.apache.calcite.sql.fun.SqlStdOperatorTable.TRUNCATE;
import static org.apache.calcite.sql.fun.SqlStdOperatorTable.UNARY_MINUS;
import static org.apache.calcite.sql.fun.SqlStdOperatorTable.UNARY_PLUS;

import io.strake.planner.sql.OperandTypes;
import io.strake.planner.sql.OperatorAllowList;
import io.strake.planner.type.StrakeTypeSystem;
import java.util.List;
import java.util.function.Predicate;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.rex.RexLiteral;
import org.apache.calcite.sql.SqlOperator;

/**
 * Arithmetic and numeric functions.
 *
 * <p>Left out: sums, products and quotients of approximate numbers, because the server makes errors
 * of those that IEEE 754 rounds to infinity or to zero; powers, logarithms and trigonometry, whose
 * last digits depend on the mathematical library.
 */
final class PostgresArithmetic {
  private static final Predicate<RexCall> INTEGERS = OperandTypes.all(OperandTypes::isInteger);
  private static final Predicate<RexCall> EXACTS = OperandTypes.all(OperandTypes::isExact);
  private static final Predicate<RexCall> WHOLE =
      INTEGERS.and(call -> OperandTypes.isInteger(call.getType()));
  private static final Predicate<RexCall> NUMBERS =
      OperandTypes.all(type -> OperandTypes.isExact(type) || isDouble(type));
  private static final Predicate<RexCall> SIGNED =
      OperandTypes.all(type -> OperandTypes.isDecimal(type) || isDouble(type));

  private PostgresArithmetic() {}

  static void addTo(OperatorAllowList.Builder list) {
    list.infix(PLUS, "+", call -> isExactDecimal(call, maxScale(call)), "exact numbers");
    list.infix(MINUS, "-", call -> isExactDecimal(call, maxScale(call)), "exact numbers");
    list.infix(MULTIPLY, "*", call -> isExactDecimal(call, sumOfScales(call)), "exact numbers");
    list.infix(DIVIDE, "/", WHOLE, "integers");
    list.infix(DIVIDE_INTEGER, "/", WHOLE, "integers");
    list.function(MOD, "mod", WHOLE, "integers");
    list.function(PERCENT_REMAINDER, "mod", WHOLE, "integers");
    list.allow(UNARY_MINUS, SIGNED, "a decimal or double", (call, sql) -> "(- " + sql.get(0) + ")");
    list.function(ABS, "abs", NUMBERS, "exact numbers or doubles");
    Predicate<RexCall> roundable = call -> call.getOperands().size() == 1 && SIGNED.test(call);
    list.function(FLOOR, "floor", roundable, "a decimal or double");
    list.function(CEIL, "ceil", roundable, "a decimal or double");
  }

  /** Adds what stock Calcite has other rules or types of. */
  static void addStrakeTo(OperatorAllowList.Builder list) {
    addQuotients(list);
    addRounding(list);
    list.allow(
        UNARY_PLUS,
        OperandTypes.all(PostgresOperators::isNumber),
        "a number",
        (call, sql) -> sql.get(0));
    list.allow(
        SIGN,
        NUMBERS,
        "exact numbers or doubles",
        (call, sql) ->
            OperandTypes.isDecimal(call.getType())
                ? "sign(" + sql.get(0) + ")"
                : castTo(call, "sign(" + sql.get(0) + ")"));
    list.allow(
        SQRT,
        call -> isDouble(type(call, 0)) && isDouble(call.getType()),
        "a double", // IEEE 754 says every digit of it
        (call, sql) -> "sqrt(" + sql.get(0) + ")");
  }

  private static void addQuotients(OperatorAllowList.Builder list) {
    list.allow(
        DIVIDE,
        EXACTS.and(PostgresArithmetic::isQuotient),
        "exact numbers, not both integers",
        (call, sql) -> quotient(call, sql));
    for (SqlOperator operator : List.of(MOD, PERCENT_REMAINDER)) {
      list.function(operator, "mod", call -> isExactDecimal(call, maxScale(call)), "exact numbers");
    }
  }

  private static void addRounding(OperatorAllowList.Builder list) {
    // The server's functions of an integer give a double
    for (SqlOperator operator : List.of(FLOOR, CEIL, ROUND, TRUNCATE)) {
      list.allow(
          operator,
          INTEGERS.and(call -> call.getOperands().size() == 1),
          "an integer",
          (call, sql) -> sql.get(0));
    }
    Predicate<RexCall> ofDouble = call -> call.getOperands().size() == 1 && isDouble(type(call, 0));
    list.function(TRUNCATE, "trunc", ofDouble, "a double");
    list.function(ROUND, "round", ofDouble, "a double, half to even");
    list.allow(
        TRUNCATE,
        PostgresArithmetic::isDigits,
        "a decimal, and digits as a literal",
        (call, sql) -> "trunc(" + String.join(", ", sql) + ")");
    // A rounded number may have a digit more than its type
    list.allow(
        ROUND,
        PostgresArithmetic::isDigits,
        "a decimal, and digits as a literal",
        (call, sql) -> castTo(call, "round(" + String.join(", ", sql) + ")"));
  }

  /**
   * The server divides to as many digits as the dividend has behind the point, so that rounding
   * twice is rounding once: a quotient is as far away from the middle between two results as the
   * digits of the divisor allow.
   */
  private static String quotient(RexCall call, List<String> sql) {
    RelDataType dividend = type(call, 0);
    RelDataType divisor = type(call, 1);
    int digits = call.getType().getScale() + divisor.getPrecision() + scale(dividend) + 2;
    return castTo(
        call, "CAST(" + sql.get(0) + " AS numeric(1000, " + digits + ")) / " + sql.get(1));
  }

  /** Whether a quotient has the digits that Strake's types give it. */
  private static boolean isQuotient(RexCall call) {
    return OperandTypes.isDecimal(call.getType())
        && call.getType().getPrecision() == StrakeTypeSystem.MAX_DECIMAL_PRECISION
        && call.getType().getScale() >= StrakeTypeSystem.MIN_QUOTIENT_SCALE;
  }

  /** Digits may be left out. */
  private static boolean isDigits(RexCall call) {
    return OperandTypes.isDecimal(type(call, 0))
        && OperandTypes.isDecimal(call.getType())
        && (call.getOperands().size() == 1
            || (call.getOperands().get(1) instanceof RexLiteral literal
                && !literal.isNull()
                && OperandTypes.isInteger(literal.getType())));
  }

  /** Whether the declared type keeps every digit of the result; the server always does. */
  private static boolean isExactDecimal(RexCall call, int scale) {
    return EXACTS.test(call)
        && OperandTypes.isDecimal(call.getType())
        && call.getOperands().size() == 2
        && call.getType().getScale() >= scale;
  }

  private static int maxScale(RexCall call) {
    return call.getOperands().stream().mapToInt(node -> scale(node.getType())).max().orElse(0);
  }

  private static int sumOfScales(RexCall call) {
    return call.getOperands().stream().mapToInt(node -> scale(node.getType())).sum();
  }
}
