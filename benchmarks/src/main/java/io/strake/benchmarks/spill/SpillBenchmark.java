/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.benchmarks.spill;

import io.strake.benchmarks.BenchmarkCommand;
import io.strake.benchmarks.JavaProcess;
import io.strake.benchmarks.TemporaryDirectory;
import io.strake.benchmarks.generated.GeneratedRows;
import io.strake.engine.MemorySize;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * The measurement of queries that are larger than the memory: a join, a group-by, a sort and a
 * window over tables several times as large, each in a process of its own, and once more in a
 * process that has memory enough, to compare the rows.
 *
 * <pre>
 *   ./strake bench spill --memory 512MB --factor 8
 * </pre>
 *
 * <p>The rows are computed while they are read and checked one by one while they come back, so the
 * times include both. Ends with 1 if a row is missing or wrong, a file is left behind, or a process
 * took more than the memory and {@code --overhead}.
 */
@Command(
    name = "strake bench spill",
    sortOptions = false,
    description = "Runs queries over data that are larger than the memory.")
public final class SpillBenchmark implements Callable<Integer> {
  /** The share of the heap; enough for planning and the objects around the batches. */
  private static final int HEAP_SHARE = 4;

  private static final String NO_REFERENCE = "0";

  @Option(
      names = "--memory",
      paramLabel = "SIZE",
      description = "Memory of heap, batches and local engine; 512MB by default.")
  private String memory = "512MB";

  @Option(
      names = "--factor",
      paramLabel = "N",
      description = "Size of the input as a multiple of the memory, at least; 8 by default.")
  private int factor = 8;

  @Option(
      names = "--reference",
      paramLabel = "SIZE",
      description =
          "Memory of a second run of each query, which must not spill and yield the same rows; 12GB"
              + " by default, "
              + NO_REFERENCE
              + " for none.")
  private String reference = "12GB";

  @Option(
      names = "--overhead",
      paramLabel = "SIZE",
      description =
          "What a process may take beyond the memory, for code of the JVM and libraries; 400MB by"
              + " default.")
  private String overhead = "400MB";

  @Option(
      names = "--threads",
      paramLabel = "N",
      description = "Threads of the local engine; all processors by default.")
  private int threads = Runtime.getRuntime().availableProcessors();

  @Option(
      names = "--query",
      paramLabel = "NAME",
      description = "One of join, bigjoin, group, sort, window; all by default. May be repeated.")
  private List<String> names = Stream.of(SpillQuery.values()).map(SpillQuery::title).toList();

  @Option(
      names = "--spill-directory",
      paramLabel = "DIRECTORY",
      description = "Where the queries spill; below that of temporary files by default.")
  private Optional<Path> spillDirectory = Optional.empty();

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "Show this help and end.")
  private boolean help;

  private final PrintStream out;

  SpillBenchmark(PrintStream out) {
    this.out = out;
  }

  /** Runs the measurement and ends the process: with 0, 1 for a failure or 2 for wrong options. */
  public static void main(String[] args) {
    BenchmarkCommand.run(new SpillBenchmark(System.out), args);
  }

  @Override
  public Integer call() throws Exception {
    long memoryBytes = MemorySize.parse(memory);
    int bits = bits(memoryBytes * factor / GeneratedRows.ROW_BYTES);
    long rows = 1L << bits;
    out.printf(
        Locale.ROOT,
        "memory %s: -Xmx%dm -XX:MaxDirectMemorySize=%dm, %d threads; input of %,d rows, %s%n%n",
        MemorySize.format(memoryBytes),
        heapMib(memoryBytes),
        heapMib(memoryBytes),
        threads,
        rows,
        MemorySize.format(rows * GeneratedRows.ROW_BYTES));
    out.println(
        "| query  | plan     | rows       | time     | peak RSS   | peak spill   | rows  | left behind   | checksum         | as with "
            + reference
            + " |");
    out.println(
        "|--------|----------|------------|----------|------------|--------------|-------|---------------|------------------|---|");
    boolean isRight = true;
    try (TemporaryDirectory own = TemporaryDirectory.create("strake-bench-spill-")) {
      Path spill = Files.createDirectories(spillDirectory.orElse(own.path()));
      for (String name : names) {
        SpillQuery query = SpillQuery.valueOf(name.toUpperCase(Locale.ROOT));
        isRight &= measure(query, bits(rows * query.times() / query.inputs()), memoryBytes, spill);
      }
    }
    return isRight ? CommandLine.ExitCode.OK : CommandLine.ExitCode.SOFTWARE;
  }

  private boolean measure(SpillQuery query, int bits, long memoryBytes, Path spill)
      throws IOException, InterruptedException {
    Optional<SpillResult> result = run(query, bits, memoryBytes, spill);
    if (result.isEmpty()) {
      return check(false, query, "the process failed, see its own words above");
    }
    String equal = compare(query, bits, result.get(), spill);
    out.println(result.get().toRow(query, equal));
    long maxKib = memoryBytes + MemorySize.parse(overhead) >> 10;
    return check(result.get().isRight(), query, "rows are missing or wrong")
        & check(result.get().leftBytes() == 0, query, "spill files or batches are left behind")
        & check(isEmpty(spill), query, "the process left spill files behind")
        & check(!equal.startsWith("not"), query, "the run with more memory: " + equal)
        & check(
            result.get().peakKib() <= maxKib,
            query,
            "took more memory than " + MemorySize.format(maxKib << 10));
  }

  /** Runs the query in plenty of memory and returns how the rows compare. */
  private String compare(SpillQuery query, int bits, SpillResult result, Path spill)
      throws IOException, InterruptedException {
    if (reference.equals(NO_REFERENCE)) {
      return "untried";
    }
    Optional<SpillResult> unlimited = run(query, bits, MemorySize.parse(reference), spill);
    if (unlimited.isEmpty() || unlimited.get().peakSpill() > 0) {
      return "not unlimited";
    }
    return unlimited.get().hasRowsOf(result)
        ? String.format(Locale.ROOT, "equal, %.1f s", unlimited.get().millis() / 1e3)
        : "not equal";
  }

  private Optional<SpillResult> run(SpillQuery query, int bits, long memoryBytes, Path spill)
      throws IOException, InterruptedException {
    return JavaProcess.resultOf(command(query, bits, memoryBytes, spill), SpillResult.WORD)
        .map(SpillResult::parse);
  }

  private List<String> command(SpillQuery query, int bits, long memoryBytes, Path spill) {
    long heapMib = heapMib(MemorySize.parse(memory));
    return JavaProcess.command(
        heapMib,
        List.of(
            "-XX:MaxDirectMemorySize=" + heapMib + "m",
            "-Dorg.slf4j.simpleLogger.log.io.strake.engine=info"),
        SpillRun.class,
        List.of(
            query.name(),
            Integer.toString(bits),
            Long.toString(memoryBytes),
            spill.toString(),
            Integer.toString(threads)));
  }

  private boolean check(boolean isRight, SpillQuery query, String complaint) {
    if (!isRight) {
      out.println("wrong: " + query.title() + ": " + complaint);
    }
    return isRight;
  }

  /** Returns whether no engine has a directory left in the spill directory. */
  private static boolean isEmpty(Path spill) throws IOException {
    try (Stream<Path> entries = Files.list(spill)) {
      return entries.noneMatch(Files::isDirectory);
    }
  }

  private static long heapMib(long memoryBytes) {
    return memoryBytes / HEAP_SHARE >> 20;
  }

  /** Returns the logarithm of the next power of two. */
  private static int bits(long rows) {
    return Long.SIZE - Long.numberOfLeadingZeros(Math.max(1, rows - 1));
  }
}
