/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.postgres;

import static io.strake.postgres.PostgresOperators.castTo;
import static io.strake.postgres.PostgresOperators.type;

import io.strake.planner.sql.OperandTypes;
import io.strake.planner.sql.OperatorAllowList;
import io.strake.planner.sql.ScalarFunctions;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
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

/**
 * Parts of dates and times, and arithmetic with intervals.
 *
 * <p>Left out: whatever depends on a time zone, since the server may have other rules of the zone
 * than we; years of weeks, decades and larger units, in which the server has no year 0.
 */
final class PostgresTimeOperators {
  private static final Set<TimeUnitRange> DATE_UNITS =
      EnumSet.of(TimeUnitRange.YEAR, TimeUnitRange.QUARTER, TimeUnitRange.MONTH, TimeUnitRange.DAY);

  private static final Set<TimeUnitRange> CLOCK_UNITS =
      EnumSet.of(TimeUnitRange.HOUR, TimeUnitRange.MINUTE);

  private static final Set<TimeUnitRange> DAY_PARTS =
      EnumSet.of(TimeUnitRange.WEEK, TimeUnitRange.DOY, TimeUnitRange.DOW, TimeUnitRange.ISODOW);

  private static final Set<String> TRUNCATIONS =
      Set.of("year", "quarter", "month", "week", "day", "hour", "minute", "second");

  private static final Map<TimeUnitRange, String> LENGTHS =
      Map.of(
          TimeUnitRange.YEAR, "1 year",
          TimeUnitRange.QUARTER, "3 months",
          TimeUnitRange.MONTH, "1 month",
          TimeUnitRange.WEEK, "7 days",
          TimeUnitRange.DAY, "1 day",
          TimeUnitRange.HOUR, "1 hour",
          TimeUnitRange.MINUTE, "1 minute",
          TimeUnitRange.SECOND, "1 second");

  private PostgresTimeOperators() {}

  static void addTo(OperatorAllowList.Builder list) {
    list.allow(
        SqlStdOperatorTable.EXTRACT,
        call -> isUnitOf(unit(call, 0), type(call, 1)),
        "YEAR, QUARTER, MONTH, DAY of a date or timestamp; HOUR, MINUTE of a timestamp or time",
        (call, sql) -> extract(unit(call, 0), type(call, 1), sql.get(1)));
    list.allow(
        SqlStdOperatorTable.FLOOR,
        call ->
            call.getOperands().size() == 2
                && isUnitOf(unit(call, 1), type(call, 0))
                && type(call, 0).getSqlTypeName() != SqlTypeName.TIME,
        "a date to YEAR, QUARTER, MONTH, DAY; a timestamp also to HOUR, MINUTE",
        (call, sql) -> start(type(call, 0), unit(call, 1), sql.get(0), ""));
  }

  /** Adds what stock Calcite counts otherwise, or in milliseconds. */
  static void addStrakeTo(OperatorAllowList.Builder list) {
    addParts(list);
    addStarts(list);
    addShifts(list);
  }

  private static void addParts(OperatorAllowList.Builder list) {
    list.allow(
        SqlStdOperatorTable.EXTRACT,
        call -> isPartOf(unit(call, 0), type(call, 1)),
        "WEEK, DOY, DOW, ISODOW of a date or timestamp; MICROSECOND of a timestamp or time",
        (call, sql) -> extract(unit(call, 0), type(call, 1), sql.get(1)));
    list.allow(
        ScalarFunctions.EXTRACT,
        PostgresTimeOperators::isFraction,
        "SECOND, MILLISECOND of a timestamp or time; EPOCH of a date or timestamp",
        (call, sql) -> castTo(call, fraction(unit(call, 0), type(call, 1), sql.get(1))));
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

  /** Before PostgreSQL 14 parts are doubles, so the seconds since 1970 come in two parts. */
  private static String fraction(@Nullable TimeUnitRange unit, RelDataType type, String operand) {
    if (unit != TimeUnitRange.EPOCH) {
      return "extract(" + unit + " FROM " + operand + ")";
    } else if (type.getSqlTypeName() == SqlTypeName.DATE) {
      return "CAST(" + operand + " - '1970-01-01'::date AS bigint) * 86400";
    }
    return "CAST(extract(EPOCH FROM date_trunc('minute', "
        + operand
        + ")) AS numeric) + CAST(extract(MICROSECONDS FROM "
        + operand
        + ") AS numeric) / 1000000";
  }

  private static void addStarts(OperatorAllowList.Builder list) {
    String units =
        "a date to YEAR, QUARTER, MONTH, WEEK, DAY; a timestamp also to HOUR, MINUTE, SECOND";
    list.allow(
        SqlStdOperatorTable.FLOOR,
        PostgresTimeOperators::isStart,
        units,
        (call, sql) -> start(type(call, 0), unit(call, 1), sql.get(0), ""));
    list.allow(
        SqlStdOperatorTable.CEIL,
        PostgresTimeOperators::isStart,
        units,
        (call, sql) ->
            start(
                type(call, 0),
                unit(call, 1),
                sql.get(0),
                " + '" + LENGTHS.get(unit(call, 1)) + "'::interval - '1 microsecond'::interval"));
    list.allow(
        ScalarFunctions.DATE_TRUNC,
        call -> type(call, 1).getSqlTypeName() == SqlTypeName.TIMESTAMP && truncation(call) != null,
        "a unit of FLOOR as a literal, a timestamp",
        (call, sql) -> "date_trunc('" + truncation(call) + "', " + sql.get(1) + ")");
  }

  private static @Nullable String truncation(RexCall call) {
    String unit =
        call.getOperands().get(0) instanceof RexLiteral literal && !literal.isNull()
            ? String.valueOf(literal.getValueAs(String.class)).toLowerCase(Locale.ROOT)
            : "";
    return TRUNCATIONS.contains(unit) ? unit : null;
  }

  private static String start(
      RelDataType type, @Nullable TimeUnitRange unit, String operand, String shift) {
    String name = "'" + String.valueOf(unit).toLowerCase(Locale.ROOT) + "'";
    return type.getSqlTypeName() == SqlTypeName.DATE
        ? "CAST(date_trunc(" + name + ", " + operand + "::timestamp" + shift + ") AS date)"
        : "date_trunc(" + name + ", " + operand + shift + ")";
  }

  private static void addShifts(OperatorAllowList.Builder list) {
    String operands =
        "a date and days, months or years; a timestamp and any interval; an instant and hours or"
            + " less";
    Predicate<RexCall> shift = PostgresTimeOperators::isShift;
    list.allow(
        SqlStdOperatorTable.DATETIME_PLUS, shift, operands, (call, sql) -> shifted(call, sql, "+"));
    list.allow(
        SqlStdOperatorTable.MINUS_DATE, shift, operands, (call, sql) -> shifted(call, sql, "-"));
    list.allow(
        SqlStdOperatorTable.MULTIPLY,
        call -> isInterval(call, 0) && OperandTypes.isInteger(type(call, 1)),
        "an interval literal and an integer",
        (call, sql) -> "(" + sql.get(0) + " * " + sql.get(1) + ")");
    list.allow(
        SqlStdOperatorTable.MULTIPLY,
        call -> isInterval(call, 1) && OperandTypes.isInteger(type(call, 0)),
        "an integer and an interval literal",
        (call, sql) -> "(" + sql.get(1) + " * " + sql.get(0) + ")");
  }

  private static String shifted(RexCall call, List<String> sql, String sign) {
    String shifted = "(" + sql.get(0) + " " + sign + " " + sql.get(1) + ")";
    return type(call, 0).getSqlTypeName() == SqlTypeName.DATE
        ? "CAST(" + shifted + " AS date)"
        : shifted;
  }

  private static boolean isInterval(RexCall call, int operand) {
    return call.getOperands().get(operand) instanceof RexLiteral literal
        && !literal.isNull()
        && type(call, operand).getIntervalQualifier() != null;
  }

  private static boolean isShift(RexCall call) {
    if (call.getOperands().size() != 2 || type(call, 1).getIntervalQualifier() == null) {
      return false;
    }
    SqlTypeName interval = type(call, 1).getSqlTypeName();
    return switch (type(call, 0).getSqlTypeName()) {
      case TIMESTAMP -> call.getType().getSqlTypeName() == SqlTypeName.TIMESTAMP;
      case TIMESTAMP_WITH_LOCAL_TIME_ZONE ->
          switch (interval) {
            case INTERVAL_HOUR,
                INTERVAL_HOUR_MINUTE,
                INTERVAL_HOUR_SECOND,
                INTERVAL_MINUTE,
                INTERVAL_MINUTE_SECOND,
                INTERVAL_SECOND ->
                true;
            default -> false; // days and months are those of a zone
          };
      case DATE ->
          call.getType().getSqlTypeName() == SqlTypeName.DATE
              && switch (interval) {
                case INTERVAL_DAY, INTERVAL_MONTH, INTERVAL_YEAR, INTERVAL_YEAR_MONTH -> true;
                default -> false; // a shift by hours would leave the type DATE
              };
      default -> false;
    };
  }

  private static boolean isUnitOf(@Nullable TimeUnitRange unit, RelDataType type) {
    return switch (type.getSqlTypeName()) {
      case DATE -> DATE_UNITS.contains(unit);
      case TIME -> CLOCK_UNITS.contains(unit);
      case TIMESTAMP -> DATE_UNITS.contains(unit) || CLOCK_UNITS.contains(unit);
      default -> false;
    };
  }

  private static boolean isPartOf(@Nullable TimeUnitRange unit, RelDataType type) {
    return switch (type.getSqlTypeName()) {
      case DATE -> DAY_PARTS.contains(unit);
      case TIME -> unit == TimeUnitRange.MICROSECOND;
      case TIMESTAMP -> DAY_PARTS.contains(unit) || unit == TimeUnitRange.MICROSECOND;
      default -> false;
    };
  }

  private static boolean isFraction(RexCall call) {
    TimeUnitRange unit = unit(call, 0);
    boolean seconds = unit == TimeUnitRange.SECOND || unit == TimeUnitRange.MILLISECOND;
    return switch (type(call, 1).getSqlTypeName()) {
      case DATE -> unit == TimeUnitRange.EPOCH;
      case TIME -> seconds;
      case TIMESTAMP -> seconds || unit == TimeUnitRange.EPOCH;
      default -> false;
    };
  }

  private static boolean isStart(RexCall call) {
    if (call.getOperands().size() != 2) {
      return false;
    }
    TimeUnitRange unit = unit(call, 1);
    boolean days = DATE_UNITS.contains(unit) || unit == TimeUnitRange.WEEK;
    return switch (type(call, 0).getSqlTypeName()) {
      case DATE -> days;
      case TIMESTAMP -> days || CLOCK_UNITS.contains(unit) || unit == TimeUnitRange.SECOND;
      default -> false;
    };
  }

  private static @Nullable TimeUnitRange unit(RexCall call, int operand) {
    RexNode node = call.getOperands().get(operand);
    return node instanceof RexLiteral literal
            && literal.getTypeName() == SqlTypeName.SYMBOL
            && literal.getValueAs(Enum.class) instanceof TimeUnitRange unit
        ? unit
        : null;
  }
}
