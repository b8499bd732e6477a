/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.engine.local;

import static io.strake.engine.local.MacroExpansion.bounded;

import io.strake.planner.sql.OperandTypes;
import io.strake.planner.sql.OperatorAllowList;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Predicate;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.rex.RexLiteral;
import org.apache.calcite.sql.SqlOperator;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.type.SqlTypeName;

/** Arithmetic and numeric functions of the local engine. */
final class LocalArithmetic {
  /** Most digits that DuckDB multiplies in 64 bits. */
  private static final int NARROW_DECIMAL = 18;

  private static final int MAX_DIGITS = 38;

  private static final Predicate<RexCall> INTEGERS = OperandTypes.all(OperandTypes::isInteger);
  private static final Predicate<RexCall> EXACTS = OperandTypes.all(OperandTypes::isExact);
  private static final Predicate<RexCall> NUMBERS = OperandTypes.all(LocalArithmetic::isNumber);
  private static final Predicate<RexCall> DOUBLES =
      NUMBERS.and(call -> OperandTypes.isApproximate(call.getType()));

  private static final String ONE_APPROXIMATE = "numbers, one of them approximate";

  private static final String TOO_LARGE =
      LocalFunctions.outOfRange("a rounded number has more than 38 digits");

  private LocalArithmetic() {}

  static void addTo(OperatorAllowList.Builder list) {
    addSums(list);
    addQuotients(list);
    addRounding(list);
    addFunctions(list);
  }

  static boolean isNumber(RelDataType type) {
    return OperandTypes.isExact(type) || OperandTypes.isApproximate(type);
  }

  private static void addSums(OperatorAllowList.Builder list) {
    for (SqlOperator operator : List.of(SqlStdOperatorTable.PLUS, SqlStdOperatorTable.MINUS)) {
      String symbol = operator.getName();
      list.allow(operator, EXACTS, "exact numbers", (call, sql) -> decimal(call, sql, symbol));
      list.allow(operator, DOUBLES, ONE_APPROXIMATE, (call, sql) -> approximate(call, sql, symbol));
    }
    list.allow(
        SqlStdOperatorTable.MULTIPLY,
        EXACTS.and(LocalArithmetic::scaleFits),
        "exact numbers whose product has at most 38 digits behind the point",
        LocalArithmetic::multiply);
    list.allow(
        SqlStdOperatorTable.MULTIPLY,
        DOUBLES,
        ONE_APPROXIMATE,
        (call, sql) -> approximate(call, sql, "*"));
    list.allow(SqlStdOperatorTable.UNARY_PLUS, NUMBERS, "a number", (call, sql) -> sql.get(0));
    list.allow(
        SqlStdOperatorTable.UNARY_MINUS,
        NUMBERS,
        "a number",
        (call, sql) -> "(- " + sql.get(0) + ")");
  }

  private static void addQuotients(OperatorAllowList.Builder list) {
    list.allow(
        SqlStdOperatorTable.DIVIDE,
        INTEGERS,
        "integers",
        bounded((call, sql) -> "strake_idiv(" + String.join(", ", sql) + ")"));
    list.allow(
        SqlStdOperatorTable.DIVIDE,
        EXACTS.and(LocalArithmetic::canUnscale),
        "exact numbers with at most 18 digits behind the point",
        bounded(DecimalDivision::write));
    list.allow(
        SqlStdOperatorTable.DIVIDE,
        DOUBLES,
        ONE_APPROXIMATE,
        bounded(
            (call, sql) ->
                sameType(call)
                    ? "strake_fdiv(" + String.join(", ", sql) + ")"
                    : castTo(call, "strake_fdiv(" + String.join(", ", doubles(call, sql)) + ")")));
    for (SqlOperator operator :
        List.of(SqlStdOperatorTable.MOD, SqlStdOperatorTable.PERCENT_REMAINDER)) {
      list.allow(
          operator,
          EXACTS.and(LocalArithmetic::hasCommonType),
          "exact numbers that have a type of 38 digits in common",
          bounded((call, sql) -> castTo(call, "strake_mod(" + String.join(", ", sql) + ")")));
    }
  }

  private static void addRounding(OperatorAllowList.Builder list) {
    Map<SqlOperator, String> functions = new LinkedHashMap<>();
    functions.put(SqlStdOperatorTable.ROUND, "round");
    functions.put(SqlStdOperatorTable.TRUNCATE, "trunc");
    functions.put(SqlStdOperatorTable.FLOOR, "floor");
    functions.put(SqlStdOperatorTable.CEIL, "ceil");
    functions.forEach(
        (operator, name) -> {
          list.allow(
              operator,
              INTEGERS.and(call -> call.getOperands().size() == 1),
              "an integer",
              (call, sql) -> sql.get(0));
          list.allow(
              operator,
              call -> call.getOperands().size() == 1 && OperandTypes.isDecimal(type(call, 0)),
              "a decimal",
              (call, sql) -> castTo(call, name + "(" + sql.get(0) + ")"));
          list.allow(
              operator,
              call -> call.getOperands().size() == 1 && OperandTypes.isApproximate(type(call, 0)),
              "an approximate number; ROUND to the even neighbour",
              bounded((call, sql) -> castTo(call, rounded(name, sql.get(0)))));
        });
    for (SqlOperator operator : List.of(SqlStdOperatorTable.ROUND, SqlStdOperatorTable.TRUNCATE)) {
      list.allow(
          operator,
          call -> OperandTypes.isDecimal(type(call, 0)) && hasLiteralDigits(call),
          "a decimal, and digits as a literal",
          (call, sql) -> toDigits(call, functions.get(operator), sql.get(0)));
    }
  }

  /** DuckDB makes 0 of NULL, and of 7, where the digits that go are as many as there are. */
  private static String toDigits(RexCall call, String function, String operand) {
    int digits = digits(call);
    int whole = wholeDigits(type(call, 0));
    if (-digits > whole) {
      return castTo(call, "CASE WHEN " + operand + " IS NULL THEN NULL ELSE 0 END");
    } else if (digits == 0) {
      return castTo(call, function + "(" + operand + ")");
    } else if (-digits == whole && type(call, 0).getPrecision() == MAX_DIGITS) {
      String large = "abs(" + operand + ") >= CAST('5e" + (whole - 1) + "' AS HUGEINT)";
      return castTo(
          call,
          "CASE WHEN "
              + operand
              + " IS NULL THEN NULL"
              + (function.equals("round") ? " WHEN " + large + " THEN " + TOO_LARGE : "")
              + " ELSE 0 END");
    }
    String wide =
        "CAST("
            + operand
            + " AS DECIMAL("
            + Math.min(type(call, 0).getPrecision() + 1, MAX_DIGITS)
            + ", "
            + scale(type(call, 0))
            + "))";
    return castTo(call, function + "(" + (digits < 0 ? wide : operand) + ", " + digits + ")");
  }

  private static String rounded(String function, String operand) {
    return function.equals("round")
        ? "strake_round(" + operand + ")"
        : function + "(" + operand + ")";
  }

  private static void addFunctions(OperatorAllowList.Builder list) {
    list.function(SqlStdOperatorTable.ABS, "abs", NUMBERS, "a number");
    list.allow(
        SqlStdOperatorTable.SIGN,
        NUMBERS,
        "a number",
        (call, sql) -> castTo(call, "sign(" + sql.get(0) + ")"));
    list.allow(
        SqlStdOperatorTable.POWER,
        NUMBERS,
        "numbers, in doubles",
        bounded((call, sql) -> "strake_power(" + String.join(", ", doubles(call, sql)) + ")"));
    for (SqlOperator operator :
        List.of(
            SqlStdOperatorTable.SQRT,
            SqlStdOperatorTable.CBRT,
            SqlStdOperatorTable.EXP,
            SqlStdOperatorTable.LN,
            SqlStdOperatorTable.LOG10,
            SqlStdOperatorTable.SIN,
            SqlStdOperatorTable.COS,
            SqlStdOperatorTable.TAN,
            SqlStdOperatorTable.ASIN,
            SqlStdOperatorTable.ACOS,
            SqlStdOperatorTable.ATAN,
            SqlStdOperatorTable.ATAN2,
            SqlStdOperatorTable.DEGREES,
            SqlStdOperatorTable.RADIANS)) {
      String name = operator.getName().toLowerCase(Locale.ROOT);
      list.allow(
          operator,
          NUMBERS,
          "a number, in doubles",
          (call, sql) -> name + "(" + String.join(", ", doubles(call, sql)) + ")");
    }
    list.allow(SqlStdOperatorTable.PI, OperandTypes::any, "nothing", (call, sql) -> "pi()");
  }

  static List<String> doubles(RexCall call, List<String> sql) {
    List<String> casts = new ArrayList<>();
    for (int i = 0; i < sql.size(); i++) {
      casts.add(LocalCasts.approximate(sql.get(i), type(call, i), "DOUBLE"));
    }
    return casts;
  }

  /** Writes a sum, difference or product that cannot overflow before it has its own type. */
  private static String decimal(RexCall call, List<String> sql, String symbol) {
    String left = sql.get(0);
    if (call.getType().getPrecision() > NARROW_DECIMAL) {
      left = "CAST(" + left + " AS DECIMAL(38, " + scale(type(call, 0)) + "))";
    }
    return castTo(call, "(" + left + " " + symbol + " " + sql.get(1) + ")");
  }

  /** Writes an operation on doubles; one of other types in doubles, then rounded to its type. */
  private static String approximate(RexCall call, List<String> sql, String symbol) {
    if (sameType(call)) {
      return "(" + String.join(" " + symbol + " ", sql) + ")";
    }
    return castTo(call, "(" + String.join(" " + symbol + " ", doubles(call, sql)) + ")");
  }

  private static boolean sameType(RexCall call) {
    SqlTypeName name = call.getType().getSqlTypeName();
    return OperandTypes.all(type -> type.getSqlTypeName() == name).test(call);
  }

  private static String multiply(RexCall call, List<String> sql) {
    return LocalProducts.isProduct(call) ? LocalProducts.write(call, sql) : decimal(call, sql, "*");
  }

  private static boolean scaleFits(RexCall call) {
    return scale(type(call, 0)) + scale(type(call, 1)) <= MAX_DIGITS;
  }

  private static boolean canUnscale(RexCall call) {
    return scale(type(call, 0)) <= NARROW_DECIMAL && scale(type(call, 1)) <= NARROW_DECIMAL;
  }

  private static boolean hasCommonType(RexCall call) {
    int whole = Math.max(wholeDigits(type(call, 0)), wholeDigits(type(call, 1)));
    return whole + Math.max(scale(type(call, 0)), scale(type(call, 1))) <= MAX_DIGITS;
  }

  private static int wholeDigits(RelDataType type) {
    return type.getPrecision() - scale(type);
  }

  private static boolean hasLiteralDigits(RexCall call) {
    return call.getOperands().size() == 2
        && call.getOperands().get(1) instanceof RexLiteral literal
        && !literal.isNull();
  }

  /** Digits behind the point, at most those that there are. */
  private static int digits(RexCall call) {
    BigDecimal digits = ((RexLiteral) call.getOperands().get(1)).getValueAs(BigDecimal.class);
    int scale = scale(type(call, 0));
    return digits == null
        ? scale
        : digits.min(BigDecimal.valueOf(scale)).max(BigDecimal.valueOf(-MAX_DIGITS)).intValue();
  }

  static String castTo(RexCall call, String sql) {
    return "CAST(" + sql + " AS " + LocalBackend.nameOf(call.getType()) + ")";
  }

  static int scale(RelDataType type) {
    return OperandTypes.isDecimal(type) ? type.getScale() : 0;
  }

  static RelDataType type(RexCall call, int operand) {
    return call.getOperands().get(operand).getType();
  }
}
