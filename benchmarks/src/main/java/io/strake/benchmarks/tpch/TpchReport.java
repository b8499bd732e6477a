/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.benchmarks.tpch;

import io.strake.benchmarks.Timing;
import io.strake.benchmarks.tpch.TpchBenchmark.Engine;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToLongFunction;

/** The measured times as tables in Markdown. Not thread-safe. */
final class TpchReport {
  private static final double NANOS_PER_MILLI = 1e6;

  private final List<String> cpu = new ArrayList<>();
  private final List<String> wall = new ArrayList<>();

  /** Adds what was measured for a query. */
  void add(int number, Map<Engine, Timing> timings) {
    cpu.add(row(number, timings, Timing::minCpu, Timing::medianCpu));
    wall.add(row(number, timings, Timing::minWall, Timing::medianWall));
  }

  /** Returns the tables: minimum and median in milliseconds, ratios of the minima. */
  String text(double scale, int threads, int runs) {
    StringBuilder text = new StringBuilder();
    text.append(
        String.format(
            Locale.ROOT,
            "%nTPC-H scale factor %s, %d threads, %d processors, %d runs; milliseconds, minimum and"
                + " (median)%n",
            scale,
            threads,
            Runtime.getRuntime().availableProcessors(),
            runs));
    append(text, "CPU time", cpu);
    append(text, "Wall time", wall);
    return text.toString();
  }

  private static void append(StringBuilder text, String title, List<String> rows) {
    text.append(
        """

        %s

        | Query | LOCAL | Enumerable | DuckDB | streams | Enumerable / LOCAL | LOCAL / DuckDB |
        | --- | --- | --- | --- | --- | --- | --- |
        """
            .formatted(title));
    rows.forEach(row -> text.append(row).append('\n'));
  }

  private static String row(
      int number,
      Map<Engine, Timing> timings,
      ToLongFunction<Timing> min,
      ToLongFunction<Timing> median) {
    StringBuilder row = new StringBuilder("| Q" + number);
    for (Engine engine : Engine.values()) {
      Timing timing = timings.get(engine);
      row.append(" | ");
      if (timing != null) {
        row.append(
            String.format(
                Locale.ROOT,
                "%.0f (%.0f)",
                min.applyAsLong(timing) / NANOS_PER_MILLI,
                median.applyAsLong(timing) / NANOS_PER_MILLI));
      }
    }
    row.append(" | ").append(ratio(timings, Engine.ENUMERABLE, Engine.LOCAL, min));
    row.append(" | ").append(ratio(timings, Engine.LOCAL, Engine.DUCKDB, min));
    return row.append(" |").toString();
  }

  private static String ratio(
      Map<Engine, Timing> timings, Engine above, Engine below, ToLongFunction<Timing> value) {
    Timing dividend = timings.get(above);
    Timing divisor = timings.get(below);
    return dividend == null || divisor == null
        ? ""
        : String.format(
            Locale.ROOT, "%.2f", (double) value.applyAsLong(dividend) / value.applyAsLong(divisor));
  }
}
