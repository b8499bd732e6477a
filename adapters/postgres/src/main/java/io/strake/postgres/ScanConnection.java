/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.postgres;

import io.strake.planner.StrakeException;
import io.strake.planner.arrow.ExecutionContext;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import org.postgresql.PGConnection;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A connection in a read-only transaction. Used by one scan at a time, except that any thread may
 * cancel.
 */
final class ScanConnection {
  private static final Logger LOGGER = LoggerFactory.getLogger(ScanConnection.class);

  /** What a broken off statement is rolled back to, where its transaction goes on. */
  private static final String SAVEPOINT = "strake_scan";

  private final PostgresDatabase database;
  private final Connection connection;
  private final PGConnection server;

  private ScanConnection(PostgresDatabase database, Connection connection) throws SQLException {
    this.database = database;
    this.connection = connection;
    this.server = connection.unwrap(PGConnection.class);
  }

  /**
   * Takes a connection out of the pool.
   *
   * @throws StrakeException if the database refuses
   */
  static ScanConnection open(PostgresDatabase database, ExecutionContext context) {
    Connection connection = database.connect(context);
    try {
      return new ScanConnection(database, connection);
    } catch (SQLException e) {
      database.discard(connection);
      throw database.errors().statement(e);
    }
  }

  /** Begins a transaction in which each statement sees what is there when it starts. */
  void begin(ExecutionContext context) throws SQLException {
    execute("SET TRANSACTION READ ONLY; " + PostgresDatabase.SETTINGS + timeout(context));
  }

  /** Gives up the transaction, in which no statement runs, and begins another one. */
  void restart(ExecutionContext context) throws SQLException {
    connection.rollback();
    begin(context);
  }

  /**
   * Asks the server whether the connection is a session of its own, in which names stay. Poolers
   * that change sessions below it answer cancel requests themselves, and so name another process.
   */
  boolean isSession() throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("SELECT pg_catalog.pg_backend_pid()")) {
      row.next();
      return row.getInt(1) == server.getBackendPID();
    }
  }

  /** Begins a transaction and returns the name of its snapshot, for others to see the same. */
  String beginAndExport(ExecutionContext context) throws SQLException {
    String begin =
        "SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY; "
            + PostgresDatabase.SETTINGS
            + timeout(context)
            + "; SET LOCAL idle_in_transaction_session_timeout = 0"
            + "; SELECT pg_catalog.pg_export_snapshot(); SAVEPOINT "
            + SAVEPOINT;
    try (Statement statement = connection.createStatement()) {
      boolean isResult = statement.execute(begin);
      while (!isResult) {
        isResult = statement.getMoreResults();
      }
      try (ResultSet rows = statement.getResultSet()) {
        rows.next();
        return rows.getString(1);
      }
    }
  }

  /** Begins a transaction that sees what the one sees that exported the snapshot. */
  void beginWith(String snapshot, ExecutionContext context) throws SQLException {
    execute(
        "SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY; SET TRANSACTION SNAPSHOT '"
            + snapshot.replace("'", "''")
            + "'; "
            + PostgresDatabase.SETTINGS
            + timeout(context));
  }

  /** Goes on with the transaction of {@link #beginAndExport} for another statement. */
  void goOn(ExecutionContext context) throws SQLException {
    execute("ROLLBACK TO SAVEPOINT " + SAVEPOINT + timeout(context));
  }

  Connection jdbc() {
    return connection;
  }

  PGConnection server() {
    return server;
  }

  /** Asks the server to end the statement that runs. */
  void cancel() {
    try {
      server.cancelQuery();
    } catch (SQLException e) {
      LOGGER.warn("{}: took no cancel request, dropping it", database.errors().owner(), e);
      try {
        connection.abort(Runnable::run);
      } catch (SQLException again) {
        LOGGER.debug("a connection that was given up did not close", again);
      }
    }
  }

  /** Ends the transaction and gives the connection back; no statement runs on it. */
  void giveBack() throws SQLException {
    try {
      connection.rollback();
    } catch (SQLException e) {
      database.discard(connection);
      throw e;
    } finally {
      connection.close();
    }
  }

  /**
   * Closes the connection for good.
   *
   * @param runs whether a statement may still run, behind whose lock a rollback would wait
   */
  void discard(boolean runs) {
    database.discard(connection);
    if (!runs) {
      try {
        connection.close();
      } catch (SQLException e) {
        LOGGER.debug("a connection that was given up did not close", e);
      }
    }
  }

  private void execute(String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  /** Returns the setting of the time that each statement may take, empty for no limit. */
  private static String timeout(ExecutionContext context) {
    Duration remaining = context.remainingTime();
    return remaining == null ? "" : "; " + PostgresDatabase.statementTimeout(remaining);
  }
}
