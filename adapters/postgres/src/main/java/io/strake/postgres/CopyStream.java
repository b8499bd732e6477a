/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.postgres;

import io.strake.planner.StrakeException;
import io.strake.planner.arrow.ExecutionContext;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyOut;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A running {@code COPY ... TO STDOUT} and the connection that it occupies.
 *
 * <p>The connection goes back to the pool as soon as the last message has been read, and is closed
 * for good if the statement was broken off in any way. Confined to one reader, except that any
 * thread may cancel.
 */
final class CopyStream implements AutoCloseable {
  private static final Logger LOGGER = LoggerFactory.getLogger(CopyStream.class);

  private final PostgresDatabase database;
  private final ExecutionContext context;
  private final Connection connection;
  private final PGConnection server;
  private final ExecutionContext.Registration registration;
  private @Nullable CopyOut copy;

  /** Whether the connection has been given up; guarded by this, so no cancel comes after it. */
  private boolean released;

  private CopyStream(PostgresDatabase database, ExecutionContext context, Connection connection)
      throws SQLException {
    this.database = database;
    this.context = context;
    this.connection = connection;
    this.server = connection.unwrap(PGConnection.class);
    this.registration = context.onCancel(this::cancel);
  }

  /**
   * Starts a query in a read-only transaction, with the deadline of the context.
   *
   * @throws StrakeException if the database refuses
   */
  static CopyStream open(PostgresDatabase database, ExecutionContext context, String sql) {
    Connection connection = database.connect(context);
    CopyStream stream;
    try {
      stream = new CopyStream(database, context, connection);
    } catch (SQLException e) {
      database.discard(connection);
      throw database.errors().statement(e);
    }
    try {
      stream.start(sql);
      return stream;
    } catch (SQLException e) {
      stream.close();
      throw stream.failure(e);
    } catch (RuntimeException e) {
      stream.close();
      throw e;
    }
  }

  /**
   * Returns the next message, which has whole rows; null at the end.
   *
   * @throws StrakeException if the statement fails or was stopped
   */
  byte @Nullable [] read() {
    CopyOut source = copy;
    if (source == null) {
      return null;
    }
    try {
      byte[] message = source.readFromCopy();
      if (message == null) {
        copy = null;
        finish();
      }
      return message;
    } catch (SQLException e) {
      copy = null;
      throw failure(e);
    }
  }

  /** Breaks the statement off if it still runs, and gives the connection up. Idempotent. */
  @Override
  public void close() {
    registration.close();
    synchronized (this) {
      if (released) {
        return;
      }
      released = true;
    }
    if (copy != null) {
      cancelOnServer();
      // Eviction closes the connection; closing it here would roll back, behind the copy's lock.
      database.discard(connection);
      return;
    }
    database.discard(connection);
    try {
      connection.close();
    } catch (SQLException e) {
      LOGGER.debug("a connection that was given up did not close", e);
    }
  }

  private void start(String sql) throws SQLException {
    LOGGER.debug("{}: {}", database.errors().owner(), sql);
    context.checkActive();
    Duration remaining = context.remainingTime();
    if (remaining != null) {
      PostgresDatabase.limitStatements(connection, remaining);
    }
    copy = server.getCopyAPI().copyOut("COPY (" + sql + ") TO STDOUT (FORMAT BINARY)");
    if (context.isStopped()) { // a cancel that came before the statement had no effect
      context.checkActive();
    }
  }

  private void finish() throws SQLException {
    registration.close();
    synchronized (this) {
      if (released) {
        return;
      }
      released = true;
    }
    try {
      connection.rollback();
    } catch (SQLException e) {
      database.discard(connection);
      throw e;
    } finally {
      connection.close();
    }
  }

  /** Called by whoever cancels the query, on its thread. */
  private void cancel() {
    synchronized (this) {
      if (!released) {
        cancelOnServer();
      }
    }
  }

  private void cancelOnServer() {
    try {
      server.cancelQuery();
    } catch (SQLException e) {
      LOGGER.warn("{}: took no cancel request, dropping it", database.errors().owner(), e);
      abort();
    }
  }

  private void abort() {
    try {
      connection.abort(Runnable::run);
    } catch (SQLException e) {
      LOGGER.debug("a connection that was given up did not close", e);
    }
  }

  private StrakeException failure(SQLException e) {
    StrakeException failure = database.errors().statement(e, context);
    switch (failure.code()) {
      case UNKNOWN_TABLE, UNKNOWN_COLUMN -> database.catalogChanged();
      default -> {}
    }
    return failure;
  }
}
