/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.jdbc;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.strake.engine.PreparedQuery;
import io.strake.engine.QueryResult;
import io.strake.engine.QueryService;
import io.strake.engine.Session;
import io.strake.planner.ErrorCode;
import io.strake.planner.StrakeException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.ReentrantLock;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.calcite.DataContext;
import org.apache.calcite.linq4j.AbstractEnumerable;
import org.apache.calcite.linq4j.Enumerator;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rel.type.RelDataTypeField;
import org.jspecify.annotations.Nullable;

/** Rows of a statement as a JDBC client gets them. */
final class StatementRows extends AbstractEnumerable<@Nullable Object[]> {
  private final QueryService queries;
  private final PreparedQuery query;
  private final Session session;
  private final DataContext data;
  private final OpenCursors openCursors;

  StatementRows(
      QueryService queries,
      PreparedQuery query,
      Session session,
      DataContext data,
      OpenCursors openCursors) {
    this.queries = queries;
    this.query = query;
    this.session = session;
    this.data = data;
    this.openCursors = openCursors;
  }

  @Override
  public Enumerator<@Nullable Object[]> enumerator() {
    Session limited =
        data.get(DataContext.Variable.TIMEOUT.camelName) instanceof Long millis
            ? session.withTimeout(Duration.ofMillis(millis))
            : session;
    RowEnumerator rows = start(limited);
    try {
      rows.readAhead(); // so that executeQuery() reports what is wrong, not next()
      return rows;
    } catch (StrakeException e) {
      rows.close();
      throw JdbcErrors.sneak(e);
    }
  }

  /** Takes the plan from the cache again, so that it is never older than the cache allows. */
  private RowEnumerator start(Session limited) {
    try {
      PreparedQuery current = queries.prepare(query.sql(), limited);
      if (!current.rowType().equals(query.rowType())) {
        throw StrakeException.of(
            ErrorCode.INVALID_QUERY,
            "query: the columns of its result have changed since it was prepared; prepare it again");
      }
      List<@Nullable Object> values = JdbcParameters.values(data, current.parameterTypes());
      return openCursors.open(
          () ->
              new RowEnumerator(
                  queries.execute(current, values, limited),
                  query.rowType(),
                  (AtomicBoolean) data.get(DataContext.Variable.CANCEL_FLAG.camelName),
                  openCursors));
    } catch (StrakeException e) {
      throw JdbcErrors.sneak(e);
    }
  }

  /** Cursor. Not thread-safe, except that any thread may close it, which ends a read at work. */
  private static final class RowEnumerator
      implements Enumerator<@Nullable Object[]>, AutoCloseable {
    private final QueryResult result;
    private final OpenCursors openCursors;
    private final List<RelDataType> types;
    private final Future<?> cancelWatch;

    /** Held while a batch is read and while the result is closed, which any thread may do. */
    private final ReentrantLock turn = new ReentrantLock();

    @GuardedBy("turn")
    private boolean closed;

    private JdbcValue[] columns = {};
    private int row;
    private int rowCount;
    private boolean ended;

    RowEnumerator(
        QueryResult result,
        RelDataType rowType,
        AtomicBoolean cancelFlag,
        OpenCursors openCursors) {
      this.result = result;
      this.openCursors = openCursors;
      this.types = rowType.getFieldList().stream().map(RelDataTypeField::getType).toList();
      this.row = -1;
      this.cancelWatch = CancelWatch.start(cancelFlag, result::cancel);
    }

    @Override
    public @Nullable Object[] current() {
      @Nullable Object[] values = new @Nullable Object[columns.length];
      for (int i = 0; i < values.length; i++) {
        values[i] = columns[i].at(row);
      }
      return values;
    }

    @Override
    public boolean moveNext() {
      try {
        row++;
        while (row >= rowCount && !ended) {
          readAhead();
          row = 0;
        }
        return row < rowCount;
      } catch (StrakeException e) {
        throw JdbcErrors.sneak(e);
      }
    }

    /** Loads the next batch; the row before its first is the current one. */
    void readAhead() {
      turn.lock();
      try {
        if (closed) {
          throw StrakeException.of(ErrorCode.CANCELLED, "query: was closed; run it again");
        }
        ended = !result.next();
        open(result.batch());
        row = -1;
      } finally {
        turn.unlock();
      }
    }

    private void open(VectorSchemaRoot batch) {
      columns = new JdbcValue[types.size()];
      for (int i = 0; i < columns.length; i++) {
        columns[i] = JdbcValue.of(batch.getVector(i), types.get(i));
      }
      rowCount = batch.getRowCount();
    }

    @Override
    public void reset() {
      throw new UnsupportedOperationException("rows are read once");
    }

    @Override
    public void close() {
      cancelWatch.cancel(false);
      if (!turn.tryLock()) {
        result.cancel();
        turn.lock();
      }
      try {
        closed = true;
        result.close();
      } finally {
        turn.unlock();
        openCursors.remove(this);
      }
    }
  }
}
