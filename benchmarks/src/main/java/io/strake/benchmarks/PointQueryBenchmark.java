/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.benchmarks;

import io.strake.embedded.EmbeddedPostgres;
import io.strake.engine.EngineOptions;
import io.strake.engine.FederationEngine;
import io.strake.engine.PreparedQuery;
import io.strake.engine.QueryResult;
import io.strake.engine.Session;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
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
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyOut;

/**
 * One row of PostgreSQL by its key, in a transaction with a timeout as scans have it: as COPY with
 * the key in its text, and as a statement that the server has prepared, with binary results;
 * through the driver alone and through the engine.
 *
 * <pre>
 *   ./strake bench jmh PointQueryBenchmark
 * </pre>
 */
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 3)
@Measurement(iterations = 5, time = 3)
@Fork(1)
public class PointQueryBenchmark {
  private static final int ROWS = 100_000;
  private static final String QUERY =
      "SELECT id, device, amount, label, day, taken_at, valid, ratio FROM readings WHERE id = ";

  private static final String ENGINE_QUERY =
      "SELECT id, device, amount, label, \"day\", taken_at, valid, ratio FROM pg.readings"
          + " WHERE id = ?";

  /** Called by JMH. */
  public PointQueryBenchmark() {}

  /** Reads the row as COPY. */
  @Benchmark
  public int copy(Table table) throws SQLException {
    table.begin();
    CopyOut copy =
        table
            .connection
            .unwrap(PGConnection.class)
            .getCopyAPI()
            .copyOut("COPY (" + QUERY + key() + ") TO STDOUT (FORMAT BINARY)");
    int bytes = 0;
    for (byte[] row = copy.readFromCopy(); row != null; row = copy.readFromCopy()) {
      bytes += row.length;
    }
    table.connection.rollback();
    return bytes;
  }

  /** Reads the row by a prepared statement. */
  @Benchmark
  public int prepared(Table table) throws SQLException {
    table.begin();
    table.prepared.setLong(1, key());
    int bytes = 0;
    try (ResultSet rows = table.prepared.executeQuery()) {
      while (rows.next()) {
        for (int column = 1; column <= 8; column++) {
          bytes += rows.getBytes(column).length;
        }
      }
    }
    table.connection.rollback();
    return bytes;
  }

  /** Reads the row through the engine, as COPY each time. */
  @Benchmark
  public int engineCopy(Table table) {
    return run(table.copying);
  }

  /** Reads the row through the engine, which has it prepared. */
  @Benchmark
  public int enginePrepared(Table table) {
    return run(table.preparing);
  }

  private static int run(FederationEngine engine) {
    PreparedQuery query = engine.queries().prepare(ENGINE_QUERY, Session.ANONYMOUS);
    int rows = 0;
    try (QueryResult result = engine.queries().execute(query, List.of(key()), Session.ANONYMOUS)) {
      while (result.next()) {
        rows += result.batch().getRowCount();
      }
    }
    return rows;
  }

  private static long key() {
    return ThreadLocalRandom.current().nextLong(ROWS) + 1;
  }

  /** The table and a connection. */
  @NullUnmarked // JMH calls open() before anything else
  @State(Scope.Benchmark)
  public static class Table {
    private EmbeddedPostgres server;
    private Connection connection;
    private PreparedStatement prepared;
    private FederationEngine copying;
    private FederationEngine preparing;

    /** Called by JMH. */
    public Table() {}

    /** Starts the server and loads the table; called by JMH. */
    @Setup
    public void open() throws SQLException {
      server = EmbeddedPostgres.start();
      connection =
          DriverManager.getConnection(
              server.jdbcUrl() + "?prepareThreshold=-1&binaryTransfer=true", server.user(), "");
      try (Statement statement = connection.createStatement()) {
        statement.execute("CREATE TABLE readings (" + Readings.COLUMNS + ")");
        statement.execute("INSERT INTO readings " + new Readings(ROWS).query());
        statement.execute("ALTER TABLE readings ADD PRIMARY KEY (id)");
        statement.execute("VACUUM ANALYZE readings");
      }
      connection.setAutoCommit(false);
      prepared = connection.prepareStatement(QUERY + "?");
      copying = FederationEngine.open(EngineOptions.of(model(false)));
      preparing = FederationEngine.open(EngineOptions.of(model(true)));
    }

    private String model(boolean preparedStatements) {
      return """
          inline:{version: '1.0', schemas: [{name: 'pg', type: 'custom',
            factory: 'io.strake.postgres.PostgresSchemaFactory',
            operand: {url: '%s', user: '%s', preparedStatements: %s}}]}"""
          .formatted(server.jdbcUrl(), server.user(), preparedStatements);
    }

    /** Ends what {@link #open} started; called by JMH. */
    @TearDown
    public void close() throws SQLException {
      copying.close();
      preparing.close();
      connection.close();
      server.close();
    }

    private void begin() throws SQLException {
      try (Statement statement = connection.createStatement()) {
        statement.execute("SET TRANSACTION READ ONLY; SET LOCAL statement_timeout = 60000");
      }
    }
  }
}
