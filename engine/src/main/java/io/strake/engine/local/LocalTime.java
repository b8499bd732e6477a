/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.engine.local;

import static io.strake.engine.local.LocalArithmetic.castTo;

import io.strake.planner.sql.OperandTypes;
import io.strake.planner.sql.OperatorAllowList;
import io.strake.planner.sql.ScalarFunctions;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Predicate;
import org.apache.calcite.avatica.util.TimeUnitRange;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.rex.RexLiteral;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.type.SqlTypeName;
import org.jspecify.annotations.Nullable;

/** Parts of dates and times, and arithmetic with intervals, of the local engine. */
final class LocalTime {
  private static final Set<TimeUnitRange> DATE_UNITS =
      EnumSet.of(
          TimeUnitRange.MILLENNIUM,
          TimeUnitRange.CENTURY,
          TimeUnitRange.DECADE,
          TimeUnitRange.YEAR,
          TimeUnitRange.ISOYEAR,
          TimeUnitRange.QUARTER,
          TimeUnitRange.MONTH,
          TimeUnitRange.WEEK,
          TimeUnitRange.DAY,
          TimeUnitRange.DOW,
          TimeUnitRange.ISODOW,
          TimeUnitRange.DOY);

  private static final Set<TimeUnitRange> CLOCK_UNITS =
      EnumSet.of(TimeUnitRange.HOUR, TimeUnitRange.MINUTE, TimeUnitRange.MICROSECOND);

  private static final Set<TimeUnitRange> FRACTION_UNITS =
      EnumSet.of(TimeUnitRange.SECOND, TimeUnitRange.MILLISECOND, TimeUnitRange.EPOCH);

  private static final Set<TimeUnitRange> DATE_STARTS =
      EnumSet.of(
          TimeUnitRange.YEAR,
          TimeUnitRange.QUARTER,
          TimeUnitRange.MONTH,
          TimeUnitRange.WEEK,
          TimeUnitRange.DAY);

  private static final Set<TimeUnitRange> CLOCK_STARTS =
      EnumSet.of(TimeUnitRange.HOUR, TimeUnitRange.MINUTE, TimeUnitRange.SECOND);

  private static final Set<String> TRUNCATIONS =
      Set.of("year", "quarter", "month", "week", "day", "hour", "minute", "second");

  private LocalTime() {}

  static void addTo(OperatorAllowList.Builder list) {
    addParts(list);
    addTruncation(list);
    addShifts(list);
  }

  private static void addParts(OperatorAllowList.Builder list) {
    list.allow(
        SqlStdOperatorTable.EXTRACT,
        LocalTime::isPart,
        "MILLENNIUM, CENTURY, DECADE, YEAR, ISOYEAR, QUARTER, MONTH, WEEK, DAY, DOW, ISODOW, DOY of"
            + " a date or timestamp; HOUR, MINUTE, MICROSECOND of a timestamp or time",
        (call, sql) -> castTo(call, part(call, sql)));
    list.allow(
        ScalarFunctions.EXTRACT,
        LocalTime::isFraction,
        "SECOND, MILLISECOND of a timestamp or time; EPOCH of a date, timestamp or time",
        (call, sql) -> fraction(call, sql.get(1)));
  }

  private static String part(RexCall call, List<String> sql) {
    TimeUnitRange unit = unit(call, 0);
    return "extract(" + (unit == null ? "" : unit.name()) + " FROM " + sql.get(1) + ")";
  }

  /** Whole microseconds, scaled exactly. */
  private static String fraction(RexCall call, String operand) {
    RelDataType type = type(call, 1);
    TimeUnitRange unit = unit(call, 0);
    if (unit == TimeUnitRange.EPOCH) {
      return castTo(
          call,
          type.getSqlTypeName() == SqlTypeName.DATE
              ? "(CAST(" + operand + " AS DATE) - DATE '1970-01-01') * 86400"
              : scaled(epochMicros(type, operand), "0.000001", 6));
    }
    String micros = "extract(microseconds FROM " + operand + ")";
    return castTo(
        call,
        unit == TimeUnitRange.SECOND ? scaled(micros, "0.000001", 6) : scaled(micros, "0.001", 3));
  }

  private static String epochMicros(RelDataType type, String operand) {
    return type.getSqlTypeName() == SqlTypeName.TIME
        ? "epoch_us(DATE '1970-01-01' + " + operand + ")"
        : "epoch_us(" + operand + ")";
  }

  private static String scaled(String micros, String unit, int scale) {
    return "CAST("
        + micros
        + " AS DECIMAL(20, 0)) * CAST('"
        + unit
        + "' AS DECIMAL(7, "
        + scale
        + "))";
  }

  private static boolean isPart(RexCall call) {
    TimeUnitRange unit = unit(call, 0);
    return switch (type(call, 1).getSqlTypeName()) {
      case DATE -> DATE_UNITS.contains(unit);
      case TIMESTAMP -> DATE_UNITS.contains(unit) || CLOCK_UNITS.contains(unit);
      case TIME -> CLOCK_UNITS.contains(unit);
      default -> false;
    };
  }

  private static boolean isFraction(RexCall call) {
    TimeUnitRange unit = unit(call, 0);
    return switch (type(call, 1).getSqlTypeName()) {
      case DATE -> unit == TimeUnitRange.EPOCH;
      case TIMESTAMP, TIME -> FRACTION_UNITS.contains(unit);
      case TIMESTAMP_WITH_LOCAL_TIME_ZONE -> unit == TimeUnitRange.EPOCH;
      default -> false;
    };
  }

  private static void addTruncation(OperatorAllowList.Builder list) {
    list.allow(
        SqlStdOperatorTable.FLOOR,
        LocalTime::isStart,
        "a date to YEAR, QUARTER, MONTH, WEEK, DAY; a timestamp also to HOUR, MINUTE, SECOND",
        (call, sql) -> castTo(call, start("'" + unit(call, 1) + "'", type(call, 0), sql.get(0))));
    list.allow(
        SqlStdOperatorTable.CEIL,
        LocalTime::isStart,
        "as FLOOR",
        MacroExpansion.bounded(LocalTime::ceiling));
    list.allow(
        ScalarFunctions.DATE_TRUNC,
        call ->
            type(call, 1).getSqlTypeName() == SqlTypeName.TIMESTAMP
                && call.getOperands().get(0) instanceof RexLiteral literal
                && TRUNCATIONS.contains(
                    String.valueOf(literal.getValueAs(String.class)).toLowerCase(Locale.ROOT)),
        "a unit of FLOOR as a literal, a timestamp",
        (call, sql) -> start(sql.get(0), type(call, 1), sql.get(1)));
  }

  /**
   * Returns the beginning of the unit that a time is in. The time gets a zero added, since DuckDB
   * 1.5 rewrites comparisons of {@code date_trunc} of a bare column with a constant, some of which
   * are then true where the column is NULL.
   */
  private static String start(String unit, RelDataType type, String time) {
    String zero = type.getSqlTypeName() == SqlTypeName.DATE ? "0" : "INTERVAL '0' SECOND";
    return "date_trunc(" + unit + ", (" + time + " + " + zero + "))";
  }

  private static String ceiling(RexCall call, List<String> sql) {
    String floor = "date_trunc('" + unit(call, 1) + "', " + sql.get(0) + ")";
    String next = floor + " + INTERVAL '1' " + unit(call, 1);
    return castTo(
        call,
        "CASE WHEN " + floor + " = " + sql.get(0) + " THEN " + floor + " ELSE " + next + " END");
  }

  private static boolean isStart(RexCall call) {
    if (call.getOperands().size() != 2) {
      return false;
    }
    TimeUnitRange unit = unit(call, 1);
    return switch (type(call, 0).getSqlTypeName()) {
      case DATE -> DATE_STARTS.contains(unit);
      case TIMESTAMP -> DATE_STARTS.contains(unit) || CLOCK_STARTS.contains(unit);
      default -> false;
    };
  }

  private static void addShifts(OperatorAllowList.Builder list) {
    Predicate<RexCall> shift = LocalTime::isShift;
    String operands = "a date or timestamp and an interval; an instant and one of hours or less";
    list.allow(
        SqlStdOperatorTable.DATETIME_PLUS,
        shift,
        operands,
        (call, sql) -> castTo(call, "(" + sql.get(0) + " + " + sql.get(1) + ")"));
    list.allow(
        SqlStdOperatorTable.MINUS_DATE,
        shift,
        operands,
        (call, sql) -> castTo(call, "(" + sql.get(0) + " - " + sql.get(1) + ")"));
    list.allow(
        SqlStdOperatorTable.MULTIPLY,
        call -> isInterval(call, 0) && OperandTypes.isInteger(type(call, 1)),
        "an interval literal and an integer",
        (call, sql) -> "(" + sql.get(0) + " * CAST(" + sql.get(1) + " AS BIGINT))");
    list.allow(
        SqlStdOperatorTable.MULTIPLY,
        call -> isInterval(call, 1) && OperandTypes.isInteger(type(call, 0)),
        "an integer and an interval literal",
        (call, sql) -> "(" + sql.get(1) + " * CAST(" + sql.get(0) + " AS BIGINT))");
  }

  private static boolean isInterval(RexCall call, int operand) {
    return call.getOperands().get(operand) instanceof RexLiteral
        && type(call, operand).getIntervalQualifier() != null;
  }

  private static boolean isShift(RexCall call) {
    if (call.getOperands().size() != 2 || type(call, 1).getIntervalQualifier() == null) {
      return false;
    }
    return switch (type(call, 0).getSqlTypeName()) {
      case TIMESTAMP -> true;
      case TIMESTAMP_WITH_LOCAL_TIME_ZONE ->
          switch (type(call, 1).getSqlTypeName()) {
            case INTERVAL_HOUR,
                INTERVAL_HOUR_MINUTE,
                INTERVAL_HOUR_SECOND,
                INTERVAL_MINUTE,
                INTERVAL_MINUTE_SECOND,
                INTERVAL_SECOND ->
                true;
            default -> false; // days and months are those of a zone, and written with it
          };
      case DATE ->
          switch (type(call, 1).getSqlTypeName()) {
            case INTERVAL_DAY, INTERVAL_MONTH, INTERVAL_YEAR, INTERVAL_YEAR_MONTH -> true;
            default -> false; // a shift by hours would leave the type DATE
          };
      default -> false;
    };
  }

  private static @Nullable TimeUnitRange unit(RexCall call, int operand) {
    RexNode node = call.getOperands().get(operand);
    return node instanceof RexLiteral literal && literal.getTypeName() == SqlTypeName.SYMBOL
        ? literal.getValueAs(TimeUnitRange.class)
        : null;
  }

  private static RelDataType type(RexCall call, int operand) {
    return call.getOperands().get(operand).getType();
  }
}
