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
import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.NullUnmarked;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyOut;

/**
 * The path of rows from PostgreSQL into Arrow batches, in rows per second.
 *
 * <p>{@link #drainCopy} is the limit: the same rows as the same binary COPY, read by the same
 * driver and dropped. What {@link #decodeIntoArrow} is slower than it is what decoding costs.
 *
 * <pre>
 *   ./strake bench jmh CopyDecodeBenchmark
 * </pre>
 */
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Warmup(iterations = 3, time = 3)
@Measurement(iterations = 5, time = 3)
@Fork(1)
public class CopyDecodeBenchmark {
  private static final int ROWS = 500_000;

  /** Called by JMH. */
  public CopyDecodeBenchmark() {}

  /** Reads a table through the engine, all eight columns. */
  @Benchmark
  @OperationsPerInvocation(ROWS)
  public long decodeIntoArrow(Table table) {
    long rows = 0;
    try (QueryResult result = table.engine.queries().execute(table.query, Session.ANONYMOUS)) {
      while (result.next()) {
        rows += result.batch().getRowCount();
      }
    }
    return checked(rows);
  }

  /** Reads the messages of the COPY that the engine sends, and drops them. */
  @Benchmark
  @OperationsPerInvocation(ROWS)
  public long drainCopy(Table table) throws SQLException {
    CopyOut copy =
        table
            .connection
            .unwrap(PGConnection.class)
            .getCopyAPI()
            .copyOut("COPY (" + table.pushed + ") TO STDOUT (FORMAT BINARY)");
    long messages = 0;
    while (copy.readFromCopy() != null) {
      messages++;
    }
    return checked(messages - 1); // the end of the rows is a message of its own
  }

  private static long checked(long rows) {
    if (rows != ROWS) {
      throw new IllegalStateException("read " + rows + " rows instead of " + ROWS);
    }
    return rows;
  }

  /** The table, an engine that can read it and a connection that can do so without the engine. */
  @NullUnmarked // JMH calls open() before anything else
  @State(Scope.Benchmark)
  public static class Table {
    private ReadingsSources sources;
    private FederationEngine engine;
    private PreparedQuery query;
    private String pushed;
    private Connection connection;

    /** Called by JMH. */
    public Table() {}

    /** Starts the server, loads the table and plans the query; called by JMH. */
    @Setup
    public void open() throws SQLException, IOException {
      sources = ReadingsSources.start(new Readings(ROWS));
      Path model = Files.createTempFile("strake-bench-", ".json");
      Files.writeString(model, sources.model());
      engine = FederationEngine.open(EngineOptions.of(model.toString()));
      Files.delete(model);
      query = engine.queries().prepare("SELECT * FROM pg.readings", Session.ANONYMOUS);
      pushed = query.pushed().get(0).request();
      connection = sources.postgres().connect();
    }

    /** Ends what {@link #open} started; called by JMH. */
    @TearDown
    public void close() throws SQLException {
      connection.close();
      engine.close();
      sources.close();
    }
  }
}
