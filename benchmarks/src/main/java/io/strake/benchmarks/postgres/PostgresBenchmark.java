/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.benchmarks.postgres;

import io.strake.benchmarks.BenchmarkCommand;
import io.strake.benchmarks.Readings;
import io.strake.benchmarks.Timing;
import java.io.PrintStream;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * The measurement of reading PostgreSQL: all rows of a table of eight columns of eight types,
 * taking turns, through {@code psql}, through our adapter over one and two connections, and through
 * a result set of the JDBC driver.
 *
 * <pre>
 *   ./strake bench postgres
 *   ./strake bench postgres --memory
 * </pre>
 *
 * <p>CPU time is that of this process; neither the server nor {@code psql} is part of it. Ends with
 * 1 if rows are wrong or a limit is missed. That two connections are faster than one is required
 * where there are four cores for them and for the server.
 */
@Command(
    name = "strake bench postgres",
    sortOptions = false,
    description = "Measures how fast and in how much memory tables of PostgreSQL are read.")
public final class PostgresBenchmark implements Callable<Integer> {
  private static final double MAX_OF_PSQL = 1.2;
  private static final double MIN_OF_CURSOR = 2.5;
  private static final double MAX_OF_CPU = 0.5;
  private static final int CORES_FOR_TWO = 4;
  private static final int MAX_PERCENT_BEFORE_FIRST_BATCH = 5;

  @Option(
      names = "--rows",
      paramLabel = "N",
      description = "Rows of the table; 5000000 by default, with --memory 10000000.")
  private long rows;

  @Option(names = "--runs", paramLabel = "N", description = "Measured runs; 5 by default.")
  private int runs = 5;

  @Option(
      names = "--memory",
      description = "Read in a process with a heap of " + MemoryRun.HEAP_MIB + " MiB instead.")
  private boolean memory;

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "Show this help and end.")
  private boolean help;

  private final PrintStream out;
  private final Map<String, Timing> timings = new LinkedHashMap<>();

  PostgresBenchmark(PrintStream out) {
    this.out = out;
  }

  /** Runs the measurement and ends the process: with 0, 1 for a failure or 2 for wrong options. */
  public static void main(String[] args) {
    BenchmarkCommand.run(new PostgresBenchmark(System.out), args);
  }

  @Override
  public Integer call() throws Exception {
    Readings readings = new Readings(rows > 0 ? rows : memory ? 10_000_000 : 5_000_000);
    out.printf("loading %,d rows%n", readings.rows());
    try (ReadingsTable table = ReadingsTable.load(readings)) {
      boolean isRight = memory ? readInLittleMemory(table, readings) : measure(table, readings);
      return isRight ? CommandLine.ExitCode.OK : CommandLine.ExitCode.SOFTWARE;
    }
  }

  private boolean readInLittleMemory(ReadingsTable table, Readings readings) throws Exception {
    ReadResult expected = new ReadResult(readings.rows(), readings.totalAmount());
    boolean isRight = true;
    for (int connections = 1; connections <= 2; connections++) {
      Optional<MemoryResult> result =
          MemoryRun.inItsOwnProcess(table.server().jdbcUrl(), table.server().user(), connections);
      isRight &= result.isPresent() && report(connections, result.get(), expected);
    }
    return isRight;
  }

  private boolean report(int connections, MemoryResult result, ReadResult expected) {
    double percentBefore = 100.0 * result.rowsBefore() / expected.rows();
    boolean isRight =
        result.read().equals(expected)
            && result.rowsBefore() > 0
            && percentBefore < MAX_PERCENT_BEFORE_FIRST_BATCH;
    out.printf(
        Locale.ROOT,
        "%d connections, -Xmx%dm: %,d rows, %.2f %% read at the server when the first batch came"
            + " (less than %d), peak memory of the process %d MiB%s%n",
        connections,
        MemoryRun.HEAP_MIB,
        result.read().rows(),
        percentBefore,
        MAX_PERCENT_BEFORE_FIRST_BATCH,
        result.peakKib() / 1024,
        isRight ? "" : ": MISSED");
    return isRight;
  }

  private boolean measure(ReadingsTable table, Readings readings) throws Exception {
    String url = table.server().jdbcUrl();
    String user = table.server().user();
    ReadResult expected = new ReadResult(readings.rows(), readings.totalAmount());
    try (StrakeRead one = new StrakeRead(url, user, 1);
        StrakeRead two = new StrakeRead(url, user, 2);
        CursorRead cursor = new CursorRead(url, user, one.pushed())) {
      CopyDrain drain = CopyDrain.of(table.server(), one.pushed());
      for (int run = -1; run < runs; run++) {
        boolean counts = run >= 0; // the first one warms up
        measure(drain.title(), counts, ReadResult.NONE, drain::run);
        measure("Strake, 1 connection", counts, expected, one::run);
        measure("Strake, 2 connections", counts, expected, two::run);
        measure("JDBC result set, cursor", counts, expected, cursor::run);
      }
      return report(drain.title());
    }
  }

  private void measure(
      String title, boolean counts, ReadResult expected, Callable<ReadResult> reader)
      throws Exception {
    Timing timing = counts ? timings.computeIfAbsent(title, t -> new Timing()) : new Timing();
    ReadResult read = timing.measure(reader);
    if (!read.equals(expected)) {
      throw new IllegalStateException(title + ": read " + read + " instead of " + expected);
    }
  }

  private boolean report(String drain) {
    out.println("| Reader | wall ms, least (median) | CPU ms, least (median) |");
    out.println("| --- | --- | --- |");
    timings.forEach(
        (title, timing) ->
            out.printf(
                "| %s | %d (%d) | %s |%n",
                title,
                millis(timing.minWall()),
                millis(timing.medianWall()),
                title.equals(drain)
                    ? "-"
                    : millis(timing.minCpu()) + " (" + millis(timing.medianCpu()) + ")"));
    Timing copy = timing(drain);
    Timing one = timing("Strake, 1 connection");
    Timing two = timing("Strake, 2 connections");
    Timing cursor = timing("JDBC result set, cursor");
    boolean cores = Runtime.getRuntime().availableProcessors() >= CORES_FOR_TWO;
    print(
        "wall, cursor / 1 connection",
        ratio(cursor.minWall(), one.minWall()),
        ", without a limit: COPY alone has %.2f".formatted(ratio(cursor.minWall(), copy.minWall())),
        true);
    double second = ratio(two.minWall(), one.minWall());
    return atMost("wall, 1 connection / COPY", ratio(one.minWall(), copy.minWall()), MAX_OF_PSQL)
        & atMost("wall, 2 connections / COPY", ratio(two.minWall(), copy.minWall()), MAX_OF_PSQL)
        & atLeast(
            "wall, cursor / 2 connections (the default)",
            ratio(cursor.minWall(), two.minWall()),
            MIN_OF_CURSOR)
        & atMost("CPU, 1 connection / cursor", ratio(one.minCpu(), cursor.minCpu()), MAX_OF_CPU)
        & atMost("CPU, 2 connections / cursor", ratio(two.minCpu(), cursor.minCpu()), MAX_OF_CPU)
        & (cores
            ? atMost("wall, 2 connections / 1", second, 1)
            : print("wall, 2 connections / 1", second, ", too few cores for a limit", true));
  }

  private boolean atMost(String what, double ratio, double limit) {
    return print(what, ratio, ", at most " + limit, ratio <= limit);
  }

  private boolean atLeast(String what, double ratio, double limit) {
    return print(what, ratio, ", at least " + limit, ratio >= limit);
  }

  private boolean print(String what, double ratio, String limit, boolean isRight) {
    out.printf(Locale.ROOT, "%s: %.2f%s%s%n", what, ratio, limit, isRight ? "" : ": MISSED");
    return isRight;
  }

  private Timing timing(String title) {
    return timings.getOrDefault(title, new Timing());
  }

  private static double ratio(long one, long other) {
    return (double) one / other;
  }

  private static long millis(long nanos) {
    return nanos / 1_000_000;
  }
}
