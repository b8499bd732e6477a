/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.benchmarks;

import io.strake.engine.EngineOptions;
import io.strake.engine.FederationEngine;
import io.strake.engine.PreparedQuery;
import io.strake.engine.QueryResult;
import io.strake.engine.Session;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.NullUnmarked;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * What a statement costs before its source works: found in the plan cache by its text, found by its
 * shape with another constant, or planned; and the whole of a small query.
 *
 * <p>Sampled, so the median of {@link #answerWithoutSource} is the overhead of the engine.
 *
 * <pre>
 *   ./strake bench jmh PlanCacheBenchmark
 * </pre>
 */
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 3)
@Measurement(iterations = 3, time = 3)
@Fork(1)
public class PlanCacheBenchmark {
  /** Columns of the benchmark's table, a grouping and an order. */
  static final String STATEMENT =
      "SELECT device, COUNT(*), SUM(amount) FROM pg.readings WHERE id < %d AND amount <> 0.5"
          + " GROUP BY device ORDER BY 2 DESC LIMIT 10";

  private static final int ROWS = 1000;

  /** Called by JMH. */
  public PlanCacheBenchmark() {}

  /** Finds a plan by the text of the statement. */
  @Benchmark
  public PreparedQuery hitByText(Engine engine) {
    return engine.prepare(engine.known);
  }

  /** Finds a plan for a text that is new in one constant. */
  @Benchmark
  public PreparedQuery hitByShape(Engine engine) {
    return engine.prepare(STATEMENT.formatted(engine.number++));
  }

  /** Plans a statement that is new in its number of columns or names, so that nothing is known. */
  @Benchmark
  public PreparedQuery miss(Engine engine) {
    return engine.prepare(
        STATEMENT.formatted(1).replace("COUNT(*)", "COUNT(*) AS c" + engine.number++));
  }

  /** Runs a query that needs no source, with its plan from the cache. */
  @Benchmark
  public long answerWithoutSource(Engine engine) {
    return engine.run(engine.prepare("SELECT 1"), List.of());
  }

  /** Runs a query that one source answers alone, with its plan from the cache. */
  @Benchmark
  public long answerFromSource(Engine engine) {
    return engine.run(
        engine.prepare("SELECT amount FROM pg.readings WHERE id = ?"),
        List.of(engine.number++ % ROWS));
  }

  /** An engine over a small table. */
  @NullUnmarked // JMH calls open() before anything else
  @State(Scope.Thread)
  public static class Engine {
    private ReadingsSources sources;
    private FederationEngine engine;
    private String known;
    private int number;

    /** Called by JMH. */
    public Engine() {}

    /** Starts the server, loads the table and plans the statement once; called by JMH. */
    @Setup
    public void open() throws SQLException, IOException {
      sources = ReadingsSources.start(new Readings(ROWS));
      Path model = Files.createTempFile("strake-bench-", ".json");
      Files.writeString(model, sources.model());
      engine = FederationEngine.open(EngineOptions.of(model.toString()));
      Files.delete(model);
      known = STATEMENT.formatted(-1);
      prepare(known);
    }

    /** Ends what {@link #open} started; called by JMH. */
    @TearDown
    public void close() {
      engine.close();
      sources.close();
    }

    PreparedQuery prepare(String sql) {
      return engine.queries().prepare(sql, Session.ANONYMOUS);
    }

    long run(PreparedQuery query, List<Integer> values) {
      long rows = 0;
      try (QueryResult result = engine.queries().execute(query, values, Session.ANONYMOUS)) {
        while (result.next()) {
          rows += result.batch().getRowCount();
        }
      }
      return rows;
    }
  }
}
