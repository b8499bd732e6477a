/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.benchmarks;

import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * The measurement of large results: every row of a table in PostgreSQL and of the same rows in
 * Parquet, through Flight SQL, from a gateway process with bounded memory.
 *
 * <pre>
 *   ./strake bench export --rows 5000000
 * </pre>
 *
 * <p>Each source has a gateway of its own, so that the peaks of memory are told apart. The servers
 * of the sources and the client share the machine with it, and the client's process with each
 * other: the times are those of everything together.
 *
 * <p>The first run has a gateway that has just started; {@code --runs 3} shows a warm one, and that
 * its memory stays where it is. {@code --pause 20} makes a client that is slower than the sources,
 * for which the gateway must wait instead of keeping rows.
 *
 * <p>Ends with 1 if rows are missing or wrong, if a gateway died, or if it took more memory than
 * {@code --max-memory}.
 */
@Command(
    name = "strake bench export",
    sortOptions = false,
    description = "Reads all rows of a table through a gateway with bounded memory.")
public final class ExportBenchmark implements Callable<Integer> {
  /** Heap, direct buffers of the JDK and of Netty, and the same as the heap for the JVM itself. */
  private static final int MAX_MEMORY_MIB =
      2 * GatewayProcess.HEAP_MIB + 2 * GatewayProcess.DIRECT_MIB;

  private static final int KIB_PER_MIB = 1024;

  @Option(
      names = "--rows",
      paramLabel = "N",
      description = "Rows of each table; 5000000 by default.")
  private long rows = 5_000_000;

  @Option(
      names = "--runs",
      paramLabel = "N",
      description = "Exports from each gateway, one after the other; 1 by default.")
  private int runs = 1;

  @Option(
      names = "--pause",
      paramLabel = "MS",
      description = "Time that the client waits after each batch; 0 by default.")
  private int pauseMillis;

  @Option(
      names = "--max-memory",
      paramLabel = "MIB",
      description = "Resident memory that a gateway may reach; 1536 by default.")
  private int maxMemoryMib = MAX_MEMORY_MIB;

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "Show this help and end.")
  private boolean help;

  private final PrintStream out;

  ExportBenchmark(PrintStream out) {
    this.out = out;
  }

  /** Runs the measurement and ends the process: with 0, 1 for a failure or 2 for wrong options. */
  public static void main(String[] args) {
    BenchmarkCommand.run(new ExportBenchmark(System.out), args);
  }

  @Override
  public Integer call() throws Exception {
    if (rows < 1 || runs < 1 || pauseMillis < 0) {
      out.println("strake bench export: --rows and --runs must be at least 1, --pause at least 0");
      return CommandLine.ExitCode.USAGE;
    }
    out.printf(
        Locale.ROOT,
        "gateway: -Xmx%dm -XX:MaxDirectMemorySize=%dm; loading %,d rows into each source%n",
        GatewayProcess.HEAP_MIB,
        GatewayProcess.DIRECT_MIB,
        rows);
    Readings readings = new Readings(rows);
    Path model = Files.createTempFile("strake-bench-", ".json");
    try (ReadingsSources sources = ReadingsSources.start(readings)) {
      Files.writeString(model, sources.model());
      boolean isRight = true;
      for (String table : List.of("pg.readings", "lake.readings")) {
        isRight &= measure(model, table, readings);
      }
      return isRight ? CommandLine.ExitCode.OK : CommandLine.ExitCode.SOFTWARE;
    } finally {
      Files.deleteIfExists(model);
    }
  }

  private boolean measure(Path model, String table, Readings expected) throws Exception {
    try (GatewayProcess gateway = GatewayProcess.start(model);
        ExportClient client = new ExportClient(gateway.address(), Duration.ofMillis(pauseMillis))) {
      boolean isRight = true;
      for (int run = 0; run < runs; run++) {
        ExportResult result = client.run("SELECT * FROM " + table);
        boolean isAlive = gateway.isAlive();
        OptionalLong peakKib = isAlive ? gateway.peakMemoryKib() : OptionalLong.empty();
        print(table, result, peakKib);
        isRight &=
            check(isAlive, table + ": the gateway died")
                & check(result.rows() == expected.rows(), table + ": the number of rows is wrong")
                & check(result.amount() == expected.totalAmount(), table + ": the sum is wrong")
                & check(
                    peakKib.orElse(0) <= (long) maxMemoryMib * KIB_PER_MIB,
                    table + ": the gateway took more memory than " + maxMemoryMib + " MiB");
      }
      return isRight;
    }
  }

  private void print(String table, ExportResult result, OptionalLong peakKib) {
    out.printf(
        Locale.ROOT,
        "%-14s %,12d rows in %,6d batches, %7.2f s, %,11.0f rows/s, first batch %6.0f ms,"
            + " sum %,.2f, peak memory %s%n",
        table,
        result.rows(),
        result.batches(),
        result.total().toMillis() / 1e3,
        result.rowsPerSecond(),
        result.firstBatch().toNanos() / 1e6,
        result.amount() / 100.0,
        peakKib.isPresent() ? peakKib.getAsLong() / KIB_PER_MIB + " MiB" : "not known here");
  }

  private boolean check(boolean isRight, String complaint) {
    if (!isRight) {
      out.println("wrong: " + complaint);
    }
    return isRight;
  }
}
