/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.engine.local;

import io.strake.planner.sql.CommonOperators;
import io.strake.planner.sql.OperandTypes;
import io.strake.planner.sql.OperatorAllowList;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.rex.RexLiteral;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.sql.SqlOperator;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.type.SqlTypeName;

/** The scalar operators of the local engine, each with PostgreSQL's answer. */
final class LocalOperators {
  /** Most digits that DuckDB multiplies in 64 bits. */
  private static final int NARROW_DECIMAL = 18;

  /** Deepest nesting of divisions; each level triples the text. */
  private static final int MAX_DIVISIONS = 4;

  /** The same where decimals are divided; each level makes the text twelve times as long. */
  private static final int MAX_DECIMAL_DIVISIONS = 2;

  private static final Set<SqlOperator> DIVISIONS =
      Set.of(
          SqlStdOperatorTable.DIVIDE,
          SqlStdOperatorTable.MOD,
          SqlStdOperatorTable.PERCENT_REMAINDER);

  private static final Set<String> UNITS =
      Set.of("YEAR", "QUARTER", "MONTH", "DAY", "HOUR", "MINUTE");
  private static final Set<String> DATE_UNITS = Set.of("YEAR", "QUARTER", "MONTH", "DAY");

  private LocalOperators() {}

  static OperatorAllowList list() {
    OperatorAllowList.Builder list = CommonOperators.builder();
    CommonOperators.addTextComparisons(list, Map.of());
    addMixedComparisons(list);
    addArithmetic(list);
    addText(list);
    addTime(list);
    addArrays(list);
    list.allow(
        SqlStdOperatorTable.CAST, LocalCasts::isExact, "see the table of casts", LocalCasts::write);
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
        (operator, symbol) ->
            list.infix(
                operator, symbol, LocalOperators::isMixed, "an exact and an approximate number"));
  }

  private static boolean isMixed(RexCall call) {
    return OperandTypes.all(LocalOperators::isNumber).test(call);
  }

  private static boolean isNumber(RelDataType type) {
    return OperandTypes.isExact(type) || OperandTypes.isApproximate(type);
  }

  private static void addArithmetic(OperatorAllowList.Builder list) {
    Predicate<RexCall> integers = OperandTypes.all(OperandTypes::isInteger);
    Predicate<RexCall> decimals = OperandTypes.all(OperandTypes::isExact);
    Predicate<RexCall> doubles =
        OperandTypes.all(LocalOperators::isNumber)
            .and(call -> OperandTypes.isApproximate(call.getType()));
    Predicate<RexCall> divided = integers.and(call -> isShallow(call, MAX_DIVISIONS));
    list.function(SqlStdOperatorTable.DIVIDE, "strake_idiv", divided, "integers");
    list.function(SqlStdOperatorTable.MOD, "strake_mod", divided, "integers");
    list.function(SqlStdOperatorTable.PERCENT_REMAINDER, "strake_mod", divided, "integers");
    list.allow(
        SqlStdOperatorTable.DIVIDE,
        decimals.and(LocalOperators::canUnscale),
        "exact numbers with at most 18 digits behind the point",
        LocalOperators::divideDecimals);
    list.function(
        SqlStdOperatorTable.DIVIDE,
        "strake_fdiv",
        doubles.and(call -> isShallow(call, MAX_DIVISIONS)),
        "numbers, one of them approximate");
    for (SqlOperator operator : List.of(SqlStdOperatorTable.PLUS, SqlStdOperatorTable.MINUS)) {
      String symbol = operator.getName();
      list.allow(operator, decimals, "exact numbers", (call, sql) -> decimal(call, sql, symbol));
      list.infix(operator, symbol, doubles, "numbers, one of them approximate");
    }
    list.allow(
        SqlStdOperatorTable.MULTIPLY,
        decimals.and(LocalOperators::scaleFits),
        "exact numbers whose product has at most 38 digits behind the point",
        LocalOperators::multiply);
    list.infix(SqlStdOperatorTable.MULTIPLY, "*", doubles, "numbers, one of them approximate");
    Predicate<RexCall> number = OperandTypes.all(LocalOperators::isNumber);
    list.allow(
        SqlStdOperatorTable.UNARY_MINUS,
        number,
        "a number",
        (call, sql) -> "(- " + sql.get(0) + ")");
    list.function(SqlStdOperatorTable.ABS, "abs", number, "a number");
    list.allow(
        SqlStdOperatorTable.ROUND,
        call -> OperandTypes.isDecimal(type(call, 0)) && hasLiteralDigits(call),
        "a decimal, and digits as a literal",
        (call, sql) -> castTo(call, "round(" + String.join(", ", sql) + ")"));
    for (SqlOperator operator : List.of(SqlStdOperatorTable.FLOOR, SqlStdOperatorTable.CEIL)) {
      String name = operator.getName().toLowerCase(java.util.Locale.ROOT);
      list.allow(
          operator,
          call -> call.getOperands().size() == 1 && OperandTypes.isDecimal(type(call, 0)),
          "a decimal",
          (call, sql) -> castTo(call, name + "(" + sql.get(0) + ")"));
    }
  }

  /** Writes a sum, difference or product that cannot overflow before it has its own type. */
  private static String decimal(RexCall call, List<String> sql, String symbol) {
    String left = sql.get(0);
    if (call.getType().getPrecision() > NARROW_DECIMAL) {
      left = "CAST(" + left + " AS DECIMAL(38, " + scale(type(call, 0)) + "))";
    }
    return castTo(call, "(" + left + " " + symbol + " " + sql.get(1) + ")");
  }

  private static String multiply(RexCall call, List<String> sql) {
    return LocalProducts.isProduct(call) ? LocalProducts.write(call, sql) : decimal(call, sql, "*");
  }

  private static boolean scaleFits(RexCall call) {
    return scale(type(call, 0)) + scale(type(call, 1)) <= 38;
  }

  private static boolean canUnscale(RexCall call) {
    return scale(type(call, 0)) <= NARROW_DECIMAL
        && scale(type(call, 1)) <= NARROW_DECIMAL
        && isShallow(call, MAX_DECIMAL_DIVISIONS);
  }

  /**
   * Returns whether divisions are nested no deeper than a limit. Macros repeat their arguments as
   * text, so that each level multiplies the length of the statement.
   */
  private static boolean isShallow(RexCall call, int limit) {
    return divisionDepth(call) <= limit;
  }

  private static int divisionDepth(RexNode node) {
    if (!(node instanceof RexCall call)) {
      return 0;
    }
    int below = call.getOperands().stream().mapToInt(LocalOperators::divisionDepth).max().orElse(0);
    return DIVISIONS.contains(call.getOperator()) ? below + 1 : below;
  }

  /**
   * Writes a quotient exactly: both operands as unscaled integers of 128 bits, the dividend scaled
   * up so that the quotient has the digits of the result.
   */
  private static String divideDecimals(RexCall call, List<String> sql) {
    int leftScale = scale(type(call, 0));
    int rightScale = scale(type(call, 1));
    int resultScale = scale(call.getType());
    int shift = resultScale + rightScale - leftScale;
    String dividend = unscaled(sql.get(0), leftScale);
    String divisor = unscaled(sql.get(1), rightScale);
    if (shift >= 0) {
      dividend = "(" + dividend + " * " + powerOfTen(shift) + ")";
    } else {
      divisor = "(" + divisor + " * " + powerOfTen(-shift) + ")";
    }
    String quotient = "CAST(strake_ddiv(" + dividend + ", " + divisor + ") AS DECIMAL(38, 0))";
    String unit = "CAST('" + BigDecimal.ONE.movePointLeft(resultScale).toPlainString() + "' AS ";
    return castTo(call, "(" + quotient + " * " + unit + "DECIMAL(38, " + resultScale + ")))");
  }

  /** Writes a decimal as the integer that its digits make; whole part and fraction apart. */
  private static String unscaled(String sql, int scale) {
    if (scale == 0) {
      return "CAST(" + sql + " AS HUGEINT)";
    }
    return "strake_unscaled(CAST("
        + sql
        + " AS DECIMAL(38, "
        + scale
        + ")), "
        + powerOfTen(scale)
        + ")";
  }

  private static String powerOfTen(int exponent) {
    return "CAST('" + BigDecimal.ONE.movePointRight(exponent).toPlainString() + "' AS HUGEINT)";
  }

  private static void addText(OperatorAllowList.Builder list) {
    Predicate<RexCall> texts = OperandTypes::texts;
    list.function(SqlStdOperatorTable.UPPER, "upper", texts, "a text");
    list.function(SqlStdOperatorTable.LOWER, "lower", texts, "a text");
    list.function(SqlStdOperatorTable.CHAR_LENGTH, "length", texts, "a text");
    list.function(SqlStdOperatorTable.CHARACTER_LENGTH, "length", texts, "a text");
    list.allow(
        SqlStdOperatorTable.SUBSTRING,
        call -> OperandTypes.isText(type(call, 0)) && startsInside(call),
        "a text, and positive literals as start and length",
        (call, sql) -> "substring(" + String.join(", ", sql) + ")");
    list.allow(
        SqlStdOperatorTable.POSITION,
        call -> call.getOperands().size() == 2 && texts.test(call),
        "texts",
        (call, sql) -> castTo(call, "position(" + sql.get(0) + " IN " + sql.get(1) + ")"));
    list.allow(
        SqlStdOperatorTable.TRIM,
        call -> OperandTypes.isText(type(call, 2)),
        "a text",
        (call, sql) -> "trim(" + sql.get(0) + " " + sql.get(1) + " FROM " + sql.get(2) + ")");
    list.allow(SqlStdOperatorTable.LIKE, texts, "texts", (call, sql) -> like(sql, "LIKE"));
    list.allow(SqlStdOperatorTable.NOT_LIKE, texts, "texts", (call, sql) -> like(sql, "NOT LIKE"));
  }

  private static String like(List<String> sql, String operator) {
    String escape = sql.size() > 2 ? " ESCAPE " + sql.get(2) : "";
    return "(" + sql.get(0) + " " + operator + " " + sql.get(1) + escape + ")";
  }

  private static void addTime(OperatorAllowList.Builder list) {
    list.allow(
        SqlStdOperatorTable.EXTRACT,
        call -> hasUnit(call, 0, 1),
        "YEAR, QUARTER, MONTH, DAY of a date; also HOUR, MINUTE of a timestamp",
        (call, sql) -> castTo(call, "extract(" + sql.get(0) + " FROM " + sql.get(1) + ")"));
    list.allow(
        SqlStdOperatorTable.FLOOR,
        call -> call.getOperands().size() == 2 && hasUnit(call, 1, 0),
        "a date or timestamp to one of these units",
        (call, sql) -> castTo(call, "date_trunc('" + sql.get(1) + "', " + sql.get(0) + ")"));
    list.allow(
        SqlStdOperatorTable.DATETIME_PLUS,
        LocalOperators::isShift,
        "a date or timestamp and an interval literal",
        (call, sql) -> castTo(call, "(" + sql.get(0) + " + " + sql.get(1) + ")"));
    list.allow(
        SqlStdOperatorTable.MINUS_DATE,
        LocalOperators::isShift,
        "a date or timestamp and an interval literal",
        (call, sql) -> castTo(call, "(" + sql.get(0) + " - " + sql.get(1) + ")"));
  }

  private static void addArrays(OperatorAllowList.Builder list) {
    list.allow(
        SqlStdOperatorTable.ARRAY_VALUE_CONSTRUCTOR,
        call -> LocalBackend.nameOf(call.getType()) != null,
        "any",
        (call, sql) -> castTo(call, "[" + String.join(", ", sql) + "]"));
    list.allow(
        SqlStdOperatorTable.CARDINALITY,
        call -> type(call, 0).getSqlTypeName() == SqlTypeName.ARRAY,
        "an array",
        (call, sql) -> castTo(call, "len(" + sql.get(0) + ")"));
    list.allow(
        SqlStdOperatorTable.ITEM,
        call ->
            type(call, 0).getSqlTypeName() == SqlTypeName.ARRAY
                && OperandTypes.isInteger(type(call, 1)),
        "an array and an integer",
        // DuckDB counts a negative position from the end
        (call, sql) -> "CASE WHEN " + sql.get(1) + " > 0 THEN " + String.join("[", sql) + "] END");
  }

  private static boolean isShift(RexCall call) {
    if (call.getOperands().size() != 2 || !(call.getOperands().get(1) instanceof RexLiteral)) {
      return false;
    }
    return switch (type(call, 0).getSqlTypeName()) {
      case TIMESTAMP -> type(call, 1).getIntervalQualifier() != null;
      case DATE ->
          switch (type(call, 1).getSqlTypeName()) {
            case INTERVAL_DAY, INTERVAL_MONTH, INTERVAL_YEAR, INTERVAL_YEAR_MONTH -> true;
            default -> false; // a shift by hours would leave the type DATE
          };
      default -> false; // an instant is shifted in the session's zone
    };
  }

  private static boolean hasUnit(RexCall call, int unitOperand, int operand) {
    String unit = String.valueOf(((RexLiteral) call.getOperands().get(unitOperand)).getValue());
    return switch (type(call, operand).getSqlTypeName()) {
      case DATE -> DATE_UNITS.contains(unit);
      case TIMESTAMP -> UNITS.contains(unit);
      default -> false; // an instant has no year without the session's zone
    };
  }

  private static boolean hasLiteralDigits(RexCall call) {
    return call.getOperands().size() == 1 || call.getOperands().get(1) instanceof RexLiteral;
  }

  /** DuckDB counts a start below 1 from the end, PostgreSQL from before the text. */
  private static boolean startsInside(RexCall call) {
    List<RexNode> bounds = call.getOperands().subList(1, call.getOperands().size());
    for (int i = 0; i < bounds.size(); i++) {
      BigDecimal value =
          bounds.get(i) instanceof RexLiteral literal ? literal.getValueAs(BigDecimal.class) : null;
      if (value == null || value.signum() < 0 || (i == 0 && value.signum() == 0)) {
        return false;
      }
    }
    return true;
  }

  private static String castTo(RexCall call, String sql) {
    return "CAST(" + sql + " AS " + LocalBackend.nameOf(call.getType()) + ")";
  }

  private static int scale(RelDataType type) {
    return OperandTypes.isDecimal(type) ? type.getScale() : 0;
  }

  private static RelDataType type(RexCall call, int operand) {
    return call.getOperands().get(operand).getType();
  }
}
