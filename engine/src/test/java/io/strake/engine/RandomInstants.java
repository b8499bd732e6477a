/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.engine;

import static io.strake.engine.Expression.column;
import static io.strake.engine.Expression.literal;
import static io.strake.engine.Expression.of;
import static io.strake.engine.RandomExpressions.INSTANT;

/** Random expressions whose values are instants, in the session's zone and others. */
final class RandomInstants {
  private final RandomExpressions all;
  private final RandomTimes times;

  RandomInstants(RandomExpressions all, RandomTimes times) {
    this.all = all;
    this.times = times;
  }

  String zone() {
    return all.pick("Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "UTC");
  }

  Expression instant(int depth) {
    if (depth <= 0) {
      return all.nextInt(4) > 0
          ? column("tz", INSTANT)
          : literal(
              "CAST('"
                  + all.pick(
                      "2024-03-31 02:30:00",
                      "2024-10-27 02:30:00.5",
                      "2024-04-07 01:45:00+10:30",
                      "1969-12-31 23:59:59.999999-03",
                      "0044-03-15 12:00:00Z")
                  + "' AS TIMESTAMP WITH TIME ZONE)",
              INSTANT);
    }
    int next = depth - 1;
    return switch (all.nextInt(10)) {
      case 0 -> of("CAST(%s AS TIMESTAMP WITH TIME ZONE)", INSTANT, times.timestamp(next));
      case 1 -> of("CAST(%s AS TIMESTAMP WITH TIME ZONE)", INSTANT, times.date(next));
      case 2, 3 -> times.shifted(instant(next));
      case 4 -> {
        String unit = all.pick("SECOND", "MINUTE", "HOUR", "DAY", "WEEK", "MONTH", "YEAR");
        yield of(
            "FLOOR(%s TO " + unit + ")", "date_trunc('" + unit + "', %s)", INSTANT, instant(next));
      }
      case 5 ->
          of(
              "DATE_TRUNC('" + all.pick("minute", "hour", "day", "quarter") + "', %s)",
              INSTANT,
              instant(next));
      case 6 -> of("TIMEZONE('" + zone() + "', %s)", INSTANT, times.timestamp(next));
      case 7 ->
          of("CAST(CAST(%s AS VARCHAR) AS TIMESTAMP WITH TIME ZONE)", INSTANT, instant(next))
              .failing();
      case 8 ->
          of(
              "CAST(CAST(%s AS TIMESTAMP("
                  + all.pick("0", "3")
                  + ") WITH TIME ZONE) AS TIMESTAMP WITH TIME ZONE)",
              INSTANT,
              instant(next));
      default -> {
        Expression left = all.branch(this::instant, next);
        yield all.choice(left, all.branch(this::instant, next), next);
      }
    };
  }
}
