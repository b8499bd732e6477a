/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.benchmarks.cancel;

import io.strake.benchmarks.BenchmarkCommand;
import io.strake.benchmarks.generated.GeneratedSchemaFactory;
import io.strake.engine.EngineOptions;
import io.strake.engine.FederationEngine;
import io.strake.engine.QueryResult;
import io.strake.engine.Session;
import io.strake.planner.ErrorCode;
import io.strake.planner.StrakeException;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.FutureTask;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * The measurement of cancel: the time from the signal until the failing call has returned and
 * everything that the statement held is released; for planning also until its thread has ended.
 *
 * <pre>
 *   ./strake bench cancel --samples 100
 * </pre>
 *
 * <p>Ends with 1 if a statement ended in another way, held something, or if the 99th percentile of
 * a phase is above {@code --limit}; how long the thread of planning goes on is only reported.
 */
@Command(
    name = "strake bench cancel",
    sortOptions = false,
    description = "Measures how soon cancelled statements end, in each phase.")
public final class CancelBenchmark implements Callable<Integer> {
  /** Rows that stream for longer than any sample waits. */
  private static final int STREAM_BITS = 30;

  private static final long[] BUCKETS_MILLIS = {5, 10, 20, 50, 100, 200, 500, 1000};

  @Option(
      names = "--samples",
      paramLabel = "N",
      description = "Statements of each phase; 100 by default.")
  private int samples = 100;

  @Option(
      names = "--limit",
      paramLabel = "MS",
      description = "What the 99th percentile may be; 200 by default.")
  private long limitMillis = 200;

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "Show this help and end.")
  private boolean help;

  private final PrintStream out;

  CancelBenchmark(PrintStream out) {
    this.out = out;
  }

  /** Runs the measurement and ends the process: with 0, 1 for a failure or 2 for wrong options. */
  public static void main(String[] args) {
    BenchmarkCommand.run(new CancelBenchmark(System.out), args);
  }

  @Override
  public Integer call() throws Exception {
    boolean isRight = true;
    EngineOptions options = EngineOptions.of(GeneratedSchemaFactory.model(STREAM_BITS));
    try (FederationEngine engine = FederationEngine.open(options)) {
      for (CancelPhase phase : CancelPhase.values()) {
        List<Sample> taken = new ArrayList<>();
        sample(engine, phase, samples); // loads classes
        for (int i = 0; i < samples; i++) {
          taken.add(sample(engine, phase, i));
        }
        isRight &= report(phase.title(), taken.stream().map(Sample::client).toList());
        if (phase == CancelPhase.PLANNING) {
          report(phase.title() + ", thread", taken.stream().map(Sample::all).toList());
        }
      }
    }
    return isRight ? CommandLine.ExitCode.OK : CommandLine.ExitCode.SOFTWARE;
  }

  /**
   * How long a cancelled statement took to end.
   *
   * @param client nanoseconds until its client had the failure; -1 if the statement did not fail as
   *     cancelled or held something
   * @param all nanoseconds until no thread planned it any more either; -1 likewise
   */
  private record Sample(long client, long all) {}

  private static Sample sample(FederationEngine engine, CancelPhase phase, int number)
      throws Exception {
    AtomicReference<@Nullable QueryResult> result = new AtomicReference<>();
    FutureTask<@Nullable ErrorCode> run =
        new FutureTask<>(() -> run(engine, phase.sql(number), result));
    Thread client = new Thread(run, "client");
    client.start();
    while (phase == CancelPhase.PLANNING ? engine.planningQueries() == 0 : result.get() == null) {
      Thread.onSpinWait();
    }
    Thread.sleep(ThreadLocalRandom.current().nextInt(20, 120));
    QueryResult running = result.get();
    long start = System.nanoTime();
    if (running == null) {
      client.interrupt();
    } else {
      running.cancel();
    }
    ErrorCode code = run.get(1, TimeUnit.MINUTES);
    long clientNanos = System.nanoTime() - start;
    while (engine.planningQueries() > 0) {
      Thread.onSpinWait();
    }
    long allNanos = System.nanoTime() - start;
    boolean isPhase = (running == null) == (phase == CancelPhase.PLANNING);
    boolean isReleased = engine.allocatedBytes() == 0 && engine.spilledBytes() == 0;
    return code == ErrorCode.CANCELLED && isPhase && isReleased
        ? new Sample(clientNanos, allNanos)
        : new Sample(-1, -1);
  }

  private static @Nullable ErrorCode run(
      FederationEngine engine, String sql, AtomicReference<@Nullable QueryResult> running) {
    try (QueryResult result = engine.queries().execute(sql, Session.ANONYMOUS)) {
      running.set(result);
      while (result.next()) {
        Thread.onSpinWait();
      }
      return null;
    } catch (StrakeException e) {
      return e.code();
    }
  }

  private boolean report(String phase, List<Long> nanos) {
    long[] sorted =
        nanos.stream().mapToLong(Long::longValue).filter(n -> n >= 0).sorted().toArray();
    int wrong = nanos.size() - sorted.length;
    if (sorted.length == 0) {
      out.printf("%-16s no sample ended as cancelled%n", phase);
      return false;
    }
    double p99 = millis(sorted, 99);
    out.printf(
        Locale.ROOT,
        "%-16s %4d samples, %d wrong: p50 %.1f ms, p90 %.1f ms, p99 %.1f ms, most %.1f ms%n",
        phase,
        nanos.size(),
        wrong,
        millis(sorted, 50),
        millis(sorted, 90),
        p99,
        millis(sorted, 100));
    printHistogram(sorted);
    return wrong == 0 && p99 <= limitMillis;
  }

  private void printHistogram(long[] sorted) {
    int from = 0;
    for (long bucket : BUCKETS_MILLIS) {
      int to = from;
      while (to < sorted.length && sorted[to] < TimeUnit.MILLISECONDS.toNanos(bucket)) {
        to++;
      }
      if (to > from) {
        out.printf("  < %4d ms %5d %s%n", bucket, to - from, bar(to - from, sorted.length));
      }
      from = to;
    }
    if (from < sorted.length) {
      out.printf(
          "  longer   %5d %s%n", sorted.length - from, bar(sorted.length - from, sorted.length));
    }
  }

  private static String bar(int count, int all) {
    return "#".repeat(Math.max(1, 50 * count / all));
  }

  private static double millis(long[] sortedNanos, int percent) {
    return BenchmarkCommand.percentile(sortedNanos, percent) / 1e6;
  }
}
