/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.postgres;

import io.strake.planner.StrakeException;
import io.strake.planner.arrow.ExecutionContext;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/**
 * Rows that a connection of a statement sends, in the binary form of COPY.
 *
 * <p>The stream gives its connection back at the end. Confined to one reader, except that any
 * thread may cancel.
 */
abstract class RowStream implements AutoCloseable {
  protected final PostgresDatabase database;
  protected final ExecutionContext context;
  protected final StatementConnections connections;
  protected final ScanConnection connection;
  private final ExecutionContext.Registration registration;

  /** Whether the connection has been given up; guarded by this, so no cancel comes after it. */
  private boolean released;

  RowStream(
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
   * Returns the next message, which has whole rows; null at the end of a query. The next message
   * then is the first one of the next query, if {@link #hasMore()}.
   *
   * @throws StrakeException if the statement fails or was stopped
   */
  abstract byte @Nullable [] read();

  /** Returns whether a query runs, or has begun to. */
  abstract boolean hasMore();

  /** Gives a connection up whose query has not ended well. */
  abstract void abandon();

  /** Breaks the statement off if it still runs, and gives the connection up. Idempotent. */
  @Override
  public final void close() {
    registration.close();
    if (release()) {
      abandon();
    }
  }

  /** Gives the connection back after the end of the last query. */
  final void finish() throws SQLException {
    registration.close();
    if (release()) {
      connections.giveBack(connection);
    }
  }

  /** Lets the stream go while its connection is used on; nothing is cancelled any more. */
  final void detach() {
    registration.close();
    release();
  }

  final StrakeException failure(SQLException e) {
    return database.failure(e, context);
  }

  /** Returns true once, and from then on nothing is cancelled any more. */
  private synchronized boolean release() {
    boolean first = !released;
    released = true;
    return first;
  }

  /** Called by whoever cancels the query, on its thread. */
  private void cancel() {
    synchronized (this) {
      if (!released) {
        connection.cancel();
      }
    }
  }
}
