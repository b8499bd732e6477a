/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.benchmarks.concurrency;

import io.strake.benchmarks.BenchmarkCommand;
import io.strake.benchmarks.ProcessMemory;
import io.strake.benchmarks.SpillWatch;
import io.strake.benchmarks.TemporaryDirectory;
import io.strake.benchmarks.generated.GeneratedSchemaFactory;
import io.strake.engine.EngineOptions;
import io.strake.engine.FederationEngine;
import io.strake.engine.MemorySize;
import io.strake.engine.QueryResult;
import io.strake.engine.Session;
import io.strake.planner.ErrorCode;
import io.strake.planner.StrakeException;
import java.io.PrintStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import org.apache.arrow.vector.BigIntVector;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * The measurement of many queries at once in little memory: each must end with its right rows or
 * with a clear error of resources, none may hang, and nothing may be held at the end. They are
 * planned before, since many of a kind would wait for one plan.
 *
 * <pre>
 *   STRAKE_JAVA_OPTS=-Xmx256m ./strake bench concurrency --queries 200 --memory 1GB
 * </pre>
 */
@Command(
    name = "strake bench concurrency",
    sortOptions = false,
    description = "Runs many queries at once in little memory.")
public final class ConcurrencyBenchmark implements Callable<Integer> {
  @Option(
      names = "--queries",
      paramLabel = "N",
      description = "Queries that start at once; 200 by default.")
  private int queries = 200;

  @Option(
      names = "--memory",
      paramLabel = "SIZE",
      description = "Memory of heap, batches and local engine; 1GB by default.")
  private String memory = "1GB";

  @Option(
      names = "--bits",
      paramLabel = "N",
      description = "Logarithm of the rows of the large table; 21 by default, which are 294 MB.")
  private int bits = 21;

  @Option(
      names = "--queue-timeout",
      paramLabel = "SECONDS",
      description = "How long a query waits for memory; 1800 by default.")
  private int queueSeconds = 1800;

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "Show this help and end.")
  private boolean help;

  private final PrintStream out;

  ConcurrencyBenchmark(PrintStream out) {
    this.out = out;
  }

  /** How a query ended: right, with an error of resources, or in a way that is a mistake. */
  private enum Ending {
    RIGHT,
    NO_RESOURCES,
    WRONG
  }

  /**
   * How a query ended.
   *
   * @param millis from the request to the last row
   * @param waitedMillis of them, how long it waited for memory
   * @param words of the failure; null if there was none
   */
  private record Outcome(
      MixedQuery query, Ending ending, long millis, long waitedMillis, @Nullable String words) {}

  /** Runs the measurement and ends the process: with 0, 1 for a failure or 2 for wrong options. */
  public static void main(String[] args) {
    BenchmarkCommand.run(new ConcurrencyBenchmark(System.out), args);
  }

  @Override
  public Integer call() throws Exception {
    Duration patience = Duration.ofSeconds(queueSeconds);
    boolean isRight;
    try (TemporaryDirectory spill = TemporaryDirectory.create("strake-bench-concurrency-");
        FederationEngine engine = FederationEngine.open(options(spill, patience));
        SpillWatch watch = SpillWatch.of(engine)) {
      for (MixedQuery query : MixedQuery.values()) {
        engine.queries().prepare(query.sql(), Session.ANONYMOUS);
      }
      long start = System.nanoTime();
      List<Outcome> outcomes = runAll(engine, patience.multipliedBy(2));
      double seconds = (System.nanoTime() - start) / 1e9;
      isRight = report(outcomes, seconds);
      isRight &= reportLeft(engine, watch.peakBytes());
    }
    return isRight ? CommandLine.ExitCode.OK : CommandLine.ExitCode.SOFTWARE;
  }

  private EngineOptions options(TemporaryDirectory spill, Duration patience) {
    return EngineOptions.builder(GeneratedSchemaFactory.model(bits))
        .memoryBytes(MemorySize.parse(memory))
        .queueTimeout(patience)
        .statementTimeout(patience.multipliedBy(2))
        .spillDirectory(spill.path())
        .build();
  }

  private List<Outcome> runAll(FederationEngine engine, Duration limit) throws Exception {
    ExecutorService clients = Executors.newFixedThreadPool(queries);
    try {
      List<Future<Outcome>> runs = new ArrayList<>();
      for (int i = 0; i < queries; i++) {
        MixedQuery query = MixedQuery.values()[i % MixedQuery.values().length];
        runs.add(clients.submit(() -> run(engine, query)));
      }
      List<Outcome> outcomes = new ArrayList<>();
      for (Future<Outcome> run : runs) {
        outcomes.add(run.get(limit.toSeconds(), TimeUnit.SECONDS));
      }
      return outcomes;
    } finally {
      clients.shutdownNow();
    }
  }

  private Outcome run(FederationEngine engine, MixedQuery query) {
    long start = System.nanoTime();
    long rows = 0;
    long sum = 0;
    long waitedMillis = 0;
    @Nullable StrakeException failure = null;
    try (QueryResult result = engine.queries().execute(query.sql(), Session.ANONYMOUS)) {
      while (result.next()) {
        BigIntVector first = (BigIntVector) result.batch().getVector(0);
        for (int i = 0; i < first.getValueCount(); i++) {
          sum += first.get(i);
        }
        rows += first.getValueCount();
      }
      waitedMillis = result.waited().toMillis();
    } catch (StrakeException e) {
      failure = e;
    }
    long millis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start);
    return new Outcome(
        query,
        ending(query, rows, sum, failure),
        millis,
        waitedMillis,
        failure == null ? null : failure.getMessage());
  }

  private Ending ending(MixedQuery query, long rows, long sum, @Nullable StrakeException failure) {
    if (failure == null) {
      return query.isRight(rows, sum, bits) ? Ending.RIGHT : Ending.WRONG;
    }
    return failure.code() == ErrorCode.RESOURCE_EXHAUSTED ? Ending.NO_RESOURCES : Ending.WRONG;
  }

  private boolean report(List<Outcome> outcomes, double seconds) {
    out.printf(
        Locale.ROOT,
        "memory %s, -Xmx%dm, %d queries at once, large table of %,d rows: %.1f s%n",
        memory,
        Runtime.getRuntime().maxMemory() >> 20,
        queries,
        1L << bits,
        seconds);
    out.println(
        "| query     | right | no resources | wrong | wait p50   | wait p99   | all p50    | all p99    |");
    out.println(
        "|-----------|-------|--------------|-------|------------|------------|------------|------------|");
    for (MixedQuery query : MixedQuery.values()) {
      print(query, outcomes.stream().filter(outcome -> outcome.query() == query).toList());
    }
    outcomes.stream()
        .filter(outcome -> outcome.ending() != Ending.RIGHT)
        .map(outcome -> "  " + outcome.query().title() + ": " + outcome.words())
        .distinct()
        .forEach(out::println);
    return outcomes.stream().noneMatch(outcome -> outcome.ending() == Ending.WRONG);
  }

  private void print(MixedQuery query, List<Outcome> outcomes) {
    Map<Ending, Integer> counts = new EnumMap<>(Ending.class);
    outcomes.forEach(outcome -> counts.merge(outcome.ending(), 1, Integer::sum));
    long[] waited = sorted(outcomes.stream().mapToLong(Outcome::waitedMillis));
    long[] millis = sorted(outcomes.stream().mapToLong(Outcome::millis));
    out.printf(
        Locale.ROOT,
        "| %-9s | %5d | %12d | %5d | %8.2f s | %8.2f s | %8.2f s | %8.2f s |%n",
        query.title(),
        counts.getOrDefault(Ending.RIGHT, 0),
        counts.getOrDefault(Ending.NO_RESOURCES, 0),
        counts.getOrDefault(Ending.WRONG, 0),
        BenchmarkCommand.percentile(waited, 50) / 1e3,
        BenchmarkCommand.percentile(waited, 99) / 1e3,
        BenchmarkCommand.percentile(millis, 50) / 1e3,
        BenchmarkCommand.percentile(millis, 99) / 1e3);
  }

  private static long[] sorted(LongStream values) {
    return values.sorted().toArray();
  }

  private boolean reportLeft(FederationEngine engine, long peakSpill) {
    out.printf(
        Locale.ROOT,
        "peak spill %d MiB, peak RSS %d MiB; left: %d bytes of batches, %d bytes of spill,"
            + " %d waiting%n",
        peakSpill >> 20,
        ProcessMemory.peakKib(ProcessHandle.current().pid()).orElse(0) >> 10,
        engine.allocatedBytes(),
        engine.spilledBytes(),
        engine.waitingQueries());
    return engine.allocatedBytes() == 0
        && engine.spilledBytes() == 0
        && engine.waitingQueries() == 0;
  }
}
