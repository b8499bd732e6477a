/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.benchmarks.s3;

import io.strake.benchmarks.BenchmarkCommand;
import io.strake.benchmarks.TemporaryDirectory;
import io.strake.benchmarks.Timing;
import io.strake.embedded.EmbeddedS3;
import io.strake.embedded.ServedRequests;
import java.io.PrintStream;
import java.nio.file.Files;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * The measurement of reading Parquet: TPC-H's line items into Arrow, taking turns, by DuckDB and by
 * our adapter from a local file, and by our adapter from an S3 server on loopback.
 *
 * <pre>
 *   ./strake bench s3
 *   ./strake bench s3 --memory
 * </pre>
 *
 * <p>CPU time is that of this process with one reading thread; the S3 server is part of the
 * process, so its runs are compared by the clock alone. Ends with 1 if rows are wrong or a limit is
 * missed.
 */
@Command(
    name = "strake bench s3",
    sortOptions = false,
    description = "Measures how fast Parquet objects are read.")
public final class S3Benchmark implements Callable<Integer> {
  private static final double MAX_OF_DUCKDB = 1.2;
  private static final double MAX_OF_LOCAL = 1.3;
  private static final double MAX_SHARE = 0.05;
  private static final long ORDERS = 1_500_000;
  private static final int COPIES = 14;
  private static final int WARM_UP_RUNS = 20;
  private static final int CORES = Runtime.getRuntime().availableProcessors();
  private static final List<Map.Entry<String, String>> COLUMNS =
      List.of(
          Map.entry("16 columns", "*"),
          Map.entry("3 columns", "\"l_orderkey\", \"l_extendedprice\", \"l_shipdate\""));

  @Option(names = "--scale", paramLabel = "N", description = "Scale factor; 1 by default.")
  private double scale = 1;

  @Option(names = "--runs", paramLabel = "N", description = "Measured runs; 5 by default.")
  private int runs = 5;

  @Option(
      names = "--memory",
      description =
          "Read fourteen such objects in a process with a heap of "
              + S3MemoryRun.HEAP_MIB
              + " MiB instead.")
  private boolean memory;

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "Show this help and end.")
  private boolean help;

  private final PrintStream out;

  S3Benchmark(PrintStream out) {
    this.out = out;
  }

  /** Runs the measurement and ends the process: with 0, 1 for a failure or 2 for wrong options. */
  public static void main(String[] args) {
    BenchmarkCommand.run(new S3Benchmark(System.out), args);
  }

  @Override
  public Integer call() throws Exception {
    out.printf(Locale.ROOT, "writing line items of scale factor %s%n", scale);
    boolean isRight = true;
    try (TemporaryDirectory directory = TemporaryDirectory.create("strake-bench-s3");
        EmbeddedS3 server = EmbeddedS3.start()) {
      LineitemFile file = LineitemFile.write(directory.path(), scale);
      server.createBucket(LineitemFile.BUCKET);
      server.put(LineitemFile.BUCKET, LineitemFile.KEY, file.path());
      if (memory) {
        return readInLittleMemory(file, server)
            ? CommandLine.ExitCode.OK
            : CommandLine.ExitCode.SOFTWARE;
      }
      for (Map.Entry<String, String> columns : COLUMNS) {
        isRight &= measure(file, server, columns.getKey(), columns.getValue());
      }
      isRight &= readSelectively(file, server);
    }
    return isRight ? CommandLine.ExitCode.OK : CommandLine.ExitCode.SOFTWARE;
  }

  private boolean measure(LineitemFile file, EmbeddedS3 server, String title, String columns)
      throws Exception {
    String local = "\"endpoint\": \"" + file.directory().toUri() + "\"";
    String remote = operands(server);
    Map<String, Timing> timings = new LinkedHashMap<>();
    try (DuckDbRead duckOne = new DuckDbRead(file.path(), columns, 1);
        DuckDbRead duckAll = new DuckDbRead(file.path(), columns, CORES);
        StrakeRead localOne = new StrakeRead(local, LineitemFile.KEY, all(columns), 1);
        StrakeRead localAll = new StrakeRead(local, LineitemFile.KEY, all(columns), CORES);
        StrakeRead remoteAll = new StrakeRead(remote, LineitemFile.KEY, all(columns), CORES)) {
      BatchCount expected = duckOne.run();
      for (int run = -WARM_UP_RUNS; run < runs; run++) {
        Map<String, Timing> of = run < 0 ? new LinkedHashMap<>() : timings; // the first warm up
        measure(of, "DuckDB, 1 thread", expected, duckOne::run);
        measure(of, "Strake, file, 1 thread", expected, localOne::run);
        measure(of, "DuckDB, all cores", expected, duckAll::run);
        measure(of, "Strake, file, all cores", expected, localAll::run);
        measure(of, "Strake, S3, all cores", expected, remoteAll::run);
      }
    }
    return report(title, timings);
  }

  private static String all(String columns) {
    return "SELECT " + columns + " FROM s3.lineitem";
  }

  /** Counts at the server what a filter reads that one row in a thousand passes. */
  private boolean readSelectively(LineitemFile file, EmbeddedS3 server) throws Exception {
    long max = (long) (ORDERS * 4 * scale);
    String sql =
        "%s WHERE \"l_orderkey\" BETWEEN %d AND %d"
            .formatted(all("*"), max / 2, max / 2 + max / 1_000);
    ServedRequests before = server.served();
    long rows;
    try (StrakeRead filtered = new StrakeRead(operands(server), LineitemFile.KEY, sql, CORES)) {
      rows = filtered.run().rows();
    }
    ServedRequests read = server.served().since(before);
    double share = (double) read.bytes() / Files.size(file.path());
    boolean isRight = rows > 0 && share < MAX_SHARE;
    out.printf(
        Locale.ROOT,
        "%na filter that %,d rows pass: %d requests, %,d bytes of %,d, %.2f %%, less than %.0f %%%s%n",
        rows,
        read.gets() + read.lists(),
        read.bytes(),
        Files.size(file.path()),
        100 * share,
        100 * MAX_SHARE,
        isRight ? "" : ": MISSED");
    return isRight;
  }

  private static String operands(EmbeddedS3 server) {
    return "\"endpoint\": \"%s\", \"accessKey\": \"%s\", \"secretKey\": \"%s\""
        .formatted(server.endpoint(), server.accessKey(), server.secretKey());
  }

  private boolean readInLittleMemory(LineitemFile file, EmbeddedS3 server) throws Exception {
    List<String> copies =
        IntStream.range(0, COPIES).mapToObj(i -> "many/" + i + ".parquet").toList();
    server.replicate(LineitemFile.BUCKET, LineitemFile.KEY, copies);
    long rows;
    try (DuckDbRead duck = new DuckDbRead(file.path(), "\"l_orderkey\"", CORES)) {
      rows = COPIES * duck.run().rows();
    }
    Optional<S3MemoryRun.Result> result =
        S3MemoryRun.inItsOwnProcess(operands(server), "many/", all("*"));
    boolean isRight = result.isPresent() && result.get().rows() == rows;
    out.printf(
        Locale.ROOT,
        "-Xmx%dm: %s rows of %,d, %,d MB of objects, peak memory of the process %d MiB%s%n",
        S3MemoryRun.HEAP_MIB,
        result.map(r -> String.format(Locale.ROOT, "%,d", r.rows())).orElse("no"),
        rows,
        COPIES * Files.size(file.path()) / 1_000_000,
        result.map(r -> r.peakKib() / 1024).orElse(0L),
        isRight ? "" : ": MISSED");
    return isRight;
  }

  private static void measure(
      Map<String, Timing> timings, String reader, BatchCount expected, Callable<BatchCount> work)
      throws Exception {
    BatchCount read = timings.computeIfAbsent(reader, any -> new Timing()).measure(work);
    if (!read.equals(expected)) {
      throw new IllegalStateException(reader + ": read " + read + " instead of " + expected);
    }
  }

  private boolean report(String title, Map<String, Timing> timings) {
    out.printf("%n| %s | wall ms, least (median) | CPU ms, least (median) |%n", title);
    out.println("| --- | --- | --- |");
    timings.forEach(
        (reader, timing) ->
            out.printf(
                "| %s | %d (%d) | %d (%d) |%n",
                reader,
                millis(timing.minWall()),
                millis(timing.medianWall()),
                millis(timing.minCpu()),
                millis(timing.medianCpu())));
    Timing duckOne = timings.get("DuckDB, 1 thread");
    Timing localOne = timings.get("Strake, file, 1 thread");
    Timing duckAll = timings.get("DuckDB, all cores");
    Timing localAll = timings.get("Strake, file, all cores");
    Timing remoteAll = timings.get("Strake, S3, all cores");
    return atMost(
            "CPU, Strake / DuckDB, 1 thread", localOne.minCpu(), duckOne.minCpu(), MAX_OF_DUCKDB)
        & atMost(
            "wall, Strake / DuckDB, all cores",
            localAll.minWall(),
            duckAll.minWall(),
            MAX_OF_DUCKDB)
        & atMost("wall, S3 / file", remoteAll.minWall(), localAll.minWall(), MAX_OF_LOCAL);
  }

  private boolean atMost(String what, long one, long other, double limit) {
    double ratio = (double) one / other;
    boolean isRight = ratio <= limit;
    out.printf(
        Locale.ROOT, "%s: %.2f, at most %s%s%n", what, ratio, limit, isRight ? "" : ": MISSED");
    return isRight;
  }

  private static long millis(long nanos) {
    return nanos / 1_000_000;
  }
}
