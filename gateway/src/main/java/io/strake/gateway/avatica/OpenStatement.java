/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.gateway.avatica;

import io.strake.engine.PreparedQuery;
import io.strake.engine.QueryResult;
import io.strake.engine.QueryService;
import io.strake.engine.Session;
import io.strake.gateway.common.CancellableCall;
import io.strake.gateway.common.DrainGate;
import io.strake.gateway.common.WithoutParameters;
import io.strake.jdbc.ColumnTypes;
import io.strake.planner.ErrorCode;
import io.strake.planner.StrakeException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.calcite.avatica.Meta;
import org.apache.calcite.avatica.Meta.StatementHandle;
import org.apache.calcite.avatica.MissingResultsException;
import org.eclipse.jetty.io.Connection;
import org.jspecify.annotations.Nullable;

/**
 * A statement that a client has open, with its result if it runs.
 *
 * <p>Rows are pulled only when a frame is fetched, so a slow client slows the sources down. A
 * result is released with its last row. Thread-safe; requests for one statement take turns.
 */
final class OpenStatement {
  /** Rows of a frame at most, whatever the client asks for. */
  static final int MAX_FRAME_ROWS = 10_000;

  /** Rows of a frame if the client does not say. */
  private static final int DEFAULT_FRAME_ROWS = 1000;

  /** Bytes after which a frame is handed on. */
  private static final long FRAME_BYTES = 1024 * 1024;

  /** How long after a request the end of its connection says that the client has gone. */
  private static final Duration LEAVES_WITHIN = Duration.ofMinutes(1);

  private final QueryService queries;
  private final DrainGate gate;
  private final StatementHandle handle;

  private @Nullable PreparedQuery prepared;
  private DrainGate.@Nullable Lease lease;
  private @Nullable RowCursor cursor;
  private long position;
  private long maxRows;
  private boolean ended;

  /** Set before {@link #close} looks what is at work, so that nothing starts unseen after it. */
  private volatile boolean closed;

  /** The result; volatile, because closing cancels it without waiting for a turn. */
  private volatile @Nullable QueryResult result;

  /** The planning of the statement; volatile for the same reason. */
  private volatile @Nullable CancellableCall preparing;

  /** The connection of the last request, if the client closes it when it goes. */
  private volatile @Nullable Connection connection;

  /** When the last rows were handed on. */
  private volatile long servedNanos;

  OpenStatement(QueryService queries, DrainGate gate, StatementHandle handle) {
    this.queries = queries;
    this.gate = gate;
    this.handle = handle;
  }

  /** Plans a statement and returns its handle with the columns of its result. */
  synchronized StatementHandle prepare(String sql, Session session) {
    release();
    try (CancellableCall call = new CancellableCall()) {
      preparing = call;
      prepared = WithoutParameters.require(queries.prepare(sql, session));
    } finally {
      preparing = null;
    }
    return new StatementHandle(handle.connectionId, handle.id, signature(prepared));
  }

  /**
   * Runs the prepared statement.
   *
   * @param rowLimit rows of the result at most; negative for all
   * @param firstFrameRows rows of the first frame; negative for the default
   */
  synchronized Meta.MetaResultSet execute(Session session, long rowLimit, int firstFrameRows) {
    release();
    PreparedQuery query = prepared;
    if (query == null) {
      throw StrakeException.of(
          ErrorCode.INVALID_QUERY, "avatica: the statement is not prepared; prepare it first");
    }
    Meta.Signature signature = signature(query);
    DrainGate.Lease entered = gate.enter();
    lease = entered;
    try {
      QueryResult running = queries.execute(query, session);
      result = running;
      if (closed) {
        throw StrakeException.of(
            ErrorCode.CANCELLED, "avatica: the statement was closed; open another one");
      }
      entered.onStop(running::cancel);
      cursor = new RowCursor(running, query.rowType(), session.timeZone());
      position = 0;
      ended = false;
      maxRows = rowLimit < 0 ? Long.MAX_VALUE : rowLimit;
      return Meta.MetaResultSet.create(
          handle.connectionId, handle.id, false, signature, frame(firstFrameRows));
    } catch (RuntimeException | Error e) {
      release();
      throw e;
    }
  }

  /**
   * Returns the next rows.
   *
   * @throws MissingResultsException if the statement does not run
   */
  synchronized Meta.Frame fetch(long offset, int rows) throws MissingResultsException {
    if (ended && offset == position) {
      return new Meta.Frame(offset, true, List.of());
    }
    if (cursor == null) {
      throw new MissingResultsException(handle);
    }
    if (offset != position) {
      throw StrakeException.of(
          ErrorCode.INVALID_QUERY,
          "avatica: row %d was asked for, but the next one is %d; run the statement again",
          offset,
          position);
    }
    try {
      return frame(rows);
    } catch (RuntimeException | Error e) {
      release();
      throw e;
    }
  }

  /** Notes over which connection a request came; null if its end says nothing of the client. */
  void servedOver(@Nullable Connection client) {
    connection = client;
  }

  /**
   * Returns whether the statement runs for the client at the other end of a connection that was
   * closed. A client that was silent for long may only have tidied up.
   */
  boolean runsFor(Connection client) {
    return result != null
        && client.equals(connection)
        && System.nanoTime() - servedNanos < LEAVES_WITHIN.toNanos();
  }

  /** Cancels and releases the result. Idempotent. */
  void close() {
    closed = true;
    CancellableCall planning = preparing;
    if (planning != null) {
      planning.cancel();
    }
    QueryResult running = result;
    if (running != null) {
      running.cancel(); // a request that is at work gives its turn back soon
    }
    synchronized (this) {
      release();
    }
  }

  private Meta.Frame frame(int requested) {
    RowCursor rows = cursor;
    if (rows == null) {
      throw new AssertionError("no result");
    }
    servedNanos = System.nanoTime();
    if (requested == 0) {
      return Meta.Frame.MORE;
    }
    int limit = requested < 0 ? DEFAULT_FRAME_ROWS : Math.min(requested, MAX_FRAME_ROWS);
    long offset = position;
    long bytes = 0;
    List<Object> values = new ArrayList<>();
    boolean more = true;
    while (more && values.size() < limit && bytes < FRAME_BYTES) {
      more = position < maxRows && rows.hasNext();
      if (more) {
        values.add(rows.next());
        bytes += rows.rowBytes();
        position++;
      }
    }
    if (!more) {
      release();
      ended = true;
    }
    servedNanos = System.nanoTime();
    return new Meta.Frame(offset, !more, values);
  }

  private void release() {
    QueryResult running = result;
    DrainGate.Lease held = lease;
    result = null;
    lease = null;
    cursor = null;
    ended = false;
    try {
      if (running != null) {
        running.close();
      }
    } finally {
      if (held != null) {
        held.close();
      }
    }
  }

  private static Meta.Signature signature(PreparedQuery query) {
    return Meta.Signature.create(
        ColumnTypes.columns(query.rowType(), ColumnTypes.Times.AS_NUMBERS),
        query.sql(),
        List.of(),
        Meta.CursorFactory.LIST,
        Meta.StatementType.SELECT);
  }
}
