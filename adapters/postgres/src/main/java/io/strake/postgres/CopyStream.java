/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.postgres;

import io.strake.planner.StrakeException;
import io.strake.planner.arrow.ExecutionContext;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;
import org.postgresql.copy.CopyOut;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A running {@code COPY ... TO STDOUT} and the connection that it occupies.
 *
 * <p>The connection goes back as soon as the last message has been read, and is closed for good if
 * the statement was broken off, unless other scans of the query need its transaction. Confined to
 * one reader, except that any thread may cancel.
 */
final class CopyStream implements AutoCloseable {
  private static final Logger LOGGER = LoggerFactory.getLogger(CopyStream.class);

  private final PostgresDatabase database;
  private final ExecutionContext context;
  private final StatementConnections connections;
  private final ScanConnection connection;
  private final ExecutionContext.Registration registration;
  private @Nullable CopyOut copy;

  /** Whether the connection has been given up; guarded by this, so no cancel comes after it. */
  private boolean released;

  private CopyStream(
      PostgresDatabase database,
      ExecutionContext context,
      StatementConnections connections,
      ScanConnection connection) {
    this.database = database;
    this.context = context;
    this.connections = connections;
    this.connection = connection;
    this.registration = context.onCancel(this::cancel);
  }

  /**
   * Starts a query on a connection of its statement, which the stream gives back.
   *
   * @throws StrakeException if the database refuses
   */
  static CopyStream open(
      PostgresDatabase database,
      ExecutionContext context,
      StatementConnections connections,
      ScanConnection connection,
      String sql) {
    CopyStream stream = new CopyStream(database, context, connections, connection);
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
    if (release()) {
      CopyOut running = copy;
      if (running == null) {
        connections.discard(connection, false);
      } else if (!isKept(running)) {
        connection.cancel();
        connections.discard(connection, true);
      }
    }
  }

  private void start(String sql) throws SQLException {
    LOGGER.debug("{}: {}", database.errors().owner(), sql);
    context.checkActive();
    copy = connection.server().getCopyAPI().copyOut("COPY (" + sql + ") TO STDOUT (FORMAT BINARY)");
    if (context.isStopped()) { // a cancel that came before the statement had no effect
      context.checkActive();
    }
  }

  private void finish() throws SQLException {
    registration.close();
    if (release()) {
      connections.giveBack(connection);
    }
  }

  /** Returns true once, and from then on nothing is cancelled any more. */
  private synchronized boolean release() {
    boolean first = !released;
    released = true;
    return first;
  }

  /** Breaks off a statement whose transaction other scans need, and keeps that. */
  private boolean isKept(CopyOut running) {
    if (context.isStopped() || !connections.keeps(connection)) {
      return false;
    }
    connection.cancel();
    try {
      while (running.readFromCopy() != null) {
        // what was under way
      }
    } catch (SQLException e) {
      LOGGER.debug("{}: a scan was broken off", database.errors().owner(), e);
    }
    return !running.isActive() && connections.tryKeep(connection);
  }

  /** Called by whoever cancels the query, on its thread. */
  private void cancel() {
    synchronized (this) {
      if (!released) {
        connection.cancel();
      }
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
