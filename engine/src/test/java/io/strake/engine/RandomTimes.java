/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.engine;

import static io.strake.engine.Expression.column;
import static io.strake.engine.Expression.literal;
import static io.strake.engine.Expression.of;
import static io.strake.engine.RandomExpressions.BIGINT;
import static io.strake.engine.RandomExpressions.DATE;
import static io.strake.engine.RandomExpressions.INTEGER;
import static io.strake.engine.RandomExpressions.TIME;
import static io.strake.engine.RandomExpressions.TIMESTAMP;
import static io.strake.engine.RandomExpressions.VARCHAR;

/** Random expressions of dates and times. */
final class RandomTimes {
  private final RandomExpressions all;
  private final RandomInstants instants;

  RandomTimes(RandomExpressions all) {
    this.all = all;
    this.instants = new RandomInstants(all, this);
  }

  RandomInstants instants() {
    return instants;
  }

  Expression date(int depth) {
    if (depth <= 0) {
      return all.nextInt(4) > 0
          ? column("d", DATE)
          : literal(
              "DATE '" + all.pick("2024-02-29", "1999-12-31", "2000-01-01", "1582-10-04") + "'",
              DATE);
    }
    int next = depth - 1;
    return switch (all.nextInt(8)) {
      case 0 -> of("CAST(%s AS DATE)", DATE, timestamp(next));
      case 6 -> of("CAST(%s AS DATE)", DATE, instants.instant(next));
      case 1, 2 -> {
        String sign = all.pick("+", "-");
        String interval =
            "INTERVAL '" + all.pick("1", "30", "11") + "' " + all.pick("DAY", "MONTH", "YEAR");
        yield of(
            "(%s " + sign + " " + interval + ")",
            "CAST(%s " + sign + " " + interval + " AS DATE)",
            DATE,
            date(next));
      }
      case 3 -> {
        String unit = all.pick("DAY", "WEEK", "MONTH", "QUARTER", "YEAR");
        yield of(
            "FLOOR(%s TO " + unit + ")",
            "CAST(date_trunc('" + unit + "', CAST(%s AS TIMESTAMP)) AS DATE)",
            DATE,
            date(next));
      }
      case 4 ->
          of("CAST(%s AS DATE)", "finite(CAST(%s AS DATE))", DATE, column("k", VARCHAR)).failing();
      case 5 -> of("CAST(CAST(%s AS VARCHAR) AS DATE)", DATE, date(next)).failing();
      default -> {
        Expression left = all.branch(this::date, next);
        yield all.choice(left, all.branch(this::date, next), next);
      }
    };
  }

  Expression timestamp(int depth) {
    if (depth <= 0) {
      return all.nextInt(4) > 0
          ? column("ts", TIMESTAMP)
          : literal(
              "TIMESTAMP '"
                  + all.pick(
                      "2024-02-29 23:59:59.999999",
                      "1969-12-31 23:59:59.5",
                      "2024-03-31 02:30:00",
                      "2000-01-01 00:00:00")
                  + "'",
              TIMESTAMP);
    }
    int next = depth - 1;
    return switch (all.nextInt(11)) {
      case 0 -> of("CAST(%s AS TIMESTAMP)", TIMESTAMP, date(next));
      case 8 -> of("CAST(%s AS TIMESTAMP)", TIMESTAMP, instants.instant(next));
      case 9 -> of("TIMEZONE('" + instants.zone() + "', %s)", TIMESTAMP, instants.instant(next));
      case 1, 2 -> shifted(timestamp(next));
      case 3 -> {
        String unit =
            all.pick("SECOND", "MINUTE", "HOUR", "DAY", "WEEK", "MONTH", "QUARTER", "YEAR");
        yield started(unit, timestamp(next));
      }
      case 4 ->
          of(
              "DATE_TRUNC('"
                  + all.pick("second", "hour", "day", "week", "quarter", "year")
                  + "', %s)",
              TIMESTAMP,
              timestamp(next));
      case 5 -> {
        String precision = all.pick("0", "1", "3", "5");
        yield of(
            "CAST(CAST(%s AS TIMESTAMP(" + precision + ")) AS TIMESTAMP)",
            TIMESTAMP,
            timestamp(next));
      }
      case 6 ->
          of(
                  "CAST(%s AS TIMESTAMP)",
                  "finite(CAST(%s AS TIMESTAMP))", TIMESTAMP, column("k", VARCHAR))
              .failing();
      case 7 -> of("CAST(CAST(%s AS VARCHAR) AS TIMESTAMP)", TIMESTAMP, timestamp(next)).failing();
      default -> {
        Expression left = all.branch(this::timestamp, next);
        yield all.choice(left, all.branch(this::timestamp, next), next);
      }
    };
  }

  /** Returns a timestamp or instant with an interval added or subtracted. */
  Expression shifted(Expression time) {
    String sign = all.pick("+", "-");
    String unit = all.pick("SECOND", "MINUTE", "HOUR", "DAY", "MONTH", "YEAR");
    if (all.nextInt(3) == 0) {
      Expression count = of("CAST(%s %% 100 AS INTEGER)", INTEGER, column("i", INTEGER));
      return all.nextInt(2) == 0
          ? of("(%s " + sign + " INTERVAL '1' " + unit + " * %s)", time.type(), time, count)
          : of(
              "TIMESTAMPADD(" + unit + ", %s, %s)",
              "(%s * INTERVAL '1' " + unit + " + %s)",
              time.type(),
              count,
              time);
    }
    String interval =
        switch (all.nextInt(4)) {
          case 0 -> "INTERVAL '1 02:03:04.567' DAY TO SECOND(3)";
          case 1 -> "INTERVAL '1-2' YEAR TO MONTH";
          default -> "INTERVAL '" + all.pick("1", "13", "59") + "' " + unit;
        };
    return of("(%s " + sign + " " + interval + ")", time.type(), time);
  }

  Expression other(int depth) {
    return switch (all.nextInt(5)) {
      case 0 ->
          of("COALESCE(%s, %s)", TIME, column("tm", TIME), literal("TIME '12:34:56.789'", TIME));
      case 1 -> of("CAST(%s AS TIME)", TIME, timestamp(depth));
      case 2 -> of("CAST(%s AS TIME)", TIME, column("k", VARCHAR)).failing();
      case 3 ->
          all.nextInt(3) == 0
              ? of("CAST(%s AS TIME)", TIME, instants.instant(depth))
              : instants.instant(depth);
      default ->
          of(
              "COALESCE(%s, %s)",
              RandomExpressions.BINARY, all.texts().binary(1), all.texts().binary(1));
    };
  }

  Expression comparison(int depth) {
    return switch (all.nextInt(5)) {
      case 0 -> all.compared(date(depth), date(depth));
      case 4 ->
          all.compared(
              started(all.pick("SECOND", "HOUR", "WEEK", "YEAR"), timestamp(0)), timestamp(0));
      case 1 -> all.compared(timestamp(depth), timestamp(depth));
      case 2 -> all.compared(column("tm", TIME), literal("TIME '12:34:56.789'", TIME));
      default ->
          all.compared(
              instants.instant(depth),
              switch (all.nextInt(3)) {
                case 0 -> timestamp(depth);
                case 1 -> date(depth);
                default -> instants.instant(depth);
              });
    };
  }

  private static Expression started(String unit, Expression time) {
    return of("FLOOR(%s TO " + unit + ")", "date_trunc('" + unit + "', %s)", TIMESTAMP, time);
  }

  /** A part that is an integer. */
  Expression part(int depth) {
    String day =
        all.pick(
            "YEAR",
            "QUARTER",
            "MONTH",
            "WEEK",
            "DAY",
            "DOW",
            "ISODOW",
            "DOY",
            "ISOYEAR",
            "CENTURY",
            "DECADE",
            "MILLENNIUM");
    String clock = all.pick("HOUR", "MINUTE", "MICROSECOND");
    return switch (all.nextInt(5)) {
      case 0 -> extracted(day, date(depth));
      case 4 -> extracted(all.pick(day, clock), instants.instant(depth));
      case 1 -> extracted(day, timestamp(depth));
      case 2 -> extracted(clock, timestamp(depth));
      default -> extracted(clock, column("tm", TIME));
    };
  }

  private static Expression extracted(String unit, Expression operand) {
    return of(
        "EXTRACT(" + unit + " FROM %s)",
        "CAST(EXTRACT(" + unit + " FROM %s) AS BIGINT)",
        BIGINT,
        operand);
  }

  /** A part with a fraction. */
  Expression fraction(int depth) {
    Expression operand =
        switch (all.nextInt(4)) {
          case 0 -> column("tm", TIME);
          case 1 -> instants.instant(depth);
          default -> timestamp(depth);
        };
    return switch (all.nextInt(4)) {
      case 0 -> of("EXTRACT(SECOND FROM %s)", Expression.decimal(8, 6), operand).bounded();
      case 1 -> of("EXTRACT(MILLISECOND FROM %s)", Expression.decimal(8, 3), operand).bounded();
      case 2 -> of("EXTRACT(EPOCH FROM %s)", Expression.decimal(20, 6), date(depth)).bounded();
      default ->
          of(
                  "EXTRACT(EPOCH FROM %s)",
                  Expression.decimal(20, 6),
                  all.nextInt(2) == 0 ? timestamp(depth) : instants.instant(depth))
              .bounded();
    };
  }
}
