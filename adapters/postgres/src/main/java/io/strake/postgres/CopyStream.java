/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.postgres;

import io.strake.planner.StrakeException;
import io.strake.planner.arrow.ExecutionContext;
import java.sql.SQLException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.postgresql.copy.CopyOut;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A running {@code COPY ... TO STDOUT}, others that follow it, and the connection that they occupy.
 *
 * <p>The connection goes back as soon as the last message of the last one has been read, and is
 * closed for good if the statement was broken off, unless other scans of the query need its
 * transaction. Confined to one reader, except that any thread may cancel.
 */
final class CopyStream extends RowStream {
  private static final Logger LOGGER = LoggerFactory.getLogger(CopyStream.class);

  private final Supplier<@Nullable String> statements;
  private @Nullable CopyOut copy;

  private CopyStream(
      PostgresDatabase database,
      ExecutionContext context,
      StatementConnections connections,
      ScanConnection connection,
      Supplier<@Nullable String> statements) {
    super(database, context, connections, connection);
    this.statements = statements;
  }

  /**
   * Starts to read on a connection of the statement, which the stream gives back.
   *
   * @param statements SQL of one query after the other; null at their end
   * @throws StrakeException if the database refuses
   */
  static CopyStream open(
      PostgresDatabase database,
      ExecutionContext context,
      StatementConnections connections,
      ScanConnection connection,
      Supplier<@Nullable String> statements) {
    CopyStream stream = new CopyStream(database, context, connections, connection, statements);
    try {
      stream.startNext();
      return stream;
    } catch (SQLException e) {
      stream.close();
      throw stream.failure(e);
    } catch (RuntimeException e) {
      stream.close();
      throw e;
    }
  }

  @Override
  byte @Nullable [] read() {
    CopyOut source = copy;
    if (source == null) {
      return null;
    }
    try {
      byte[] message = source.readFromCopy();
      if (message == null) {
        copy = null;
        startNext();
      }
      return message;
    } catch (SQLException e) {
      copy = null;
      throw failure(e);
    }
  }

  @Override
  boolean hasMore() {
    return copy != null;
  }

  @Override
  void abandon() {
    CopyOut running = copy;
    if (running == null) {
      connections.discard(connection, false);
    } else if (!isKept(running)) {
      connection.cancel();
      connections.discard(connection, true);
    }
  }

  private void startNext() throws SQLException {
    String sql = statements.get();
    if (sql == null) {
      finish();
    } else {
      start(sql);
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
}
