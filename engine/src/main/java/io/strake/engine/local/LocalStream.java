/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.engine.local;

import io.strake.planner.StrakeException;
import io.strake.planner.arrow.ArrowRel;
import io.strake.planner.arrow.BatchReader;
import io.strake.planner.arrow.ExecutionContext;
import java.io.IOException;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.arrow.c.ArrowArrayStream;
import org.apache.arrow.c.Data;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.ipc.ArrowReader;
import org.apache.arrow.vector.types.pojo.Schema;
import org.duckdb.DuckDBConnection;
import org.duckdb.DuckDBResultSet;
import org.jspecify.annotations.Nullable;

/**
 * Rows of a running local statement.
 *
 * <p>Sources are pulled lazily by DuckDB and the result is pulled lazily from it; both through the
 * Arrow C stream interface, without copying rows through Java objects. Cancelling closes the
 * connection, which interrupts DuckDB in every phase. Not thread-safe.
 */
final class LocalStream extends BatchReader {
  /** DuckDB works on vectors of 2,048 rows. */
  private static final int VECTOR_ROWS = 2048;

  /** Bytes that a value of variable width is taken for when the size of a batch is chosen. */
  private static final int VARIABLE_WIDTH_BYTES = 32;

  private final ExecutionContext context;
  private final AtomicReference<@Nullable Throwable> sourceFailure = new AtomicReference<>();

  /** What to release, last opened first. */
  private final Deque<AutoCloseable> resources = new ArrayDeque<>();

  private @Nullable ArrowReader result;

  private LocalStream(ExecutionContext context, Schema schema) {
    super(context.allocator(), schema);
    this.context = context;
  }

  static LocalStream open(
      LocalDatabase database, LocalStatement statement, Schema schema, ExecutionContext context) {
    LocalStream stream = new LocalStream(context, schema);
    try {
      stream.start(database, statement, schema);
      return stream;
    } catch (SQLException | IOException | RuntimeException | Error e) {
      StrakeException failure = stream.explain(e);
      stream.closeAfter(failure);
      throw failure;
    }
  }

  private void start(LocalDatabase database, LocalStatement statement, Schema schema)
      throws SQLException, IOException {
    String sql = statement.sql().bind(context.parameters()); // fails before any source is asked
    // DuckDB 1.5 keeps input streams until its connection closes, so they are released after it
    Deque<AutoCloseable> streams = new ArrayDeque<>();
    resources.push(() -> releaseAll(streams));
    DuckDBConnection connection = database.connect();
    resources.push(connection);
    int number = 0;
    List<ReadAhead> sources = read(database, statement.inputs(), streams);
    // Before the connection, which waits for what its threads are busy with
    resources.push(() -> sources.forEach(ReadAhead::stop));
    for (ReadAhead source : sources) {
      register(connection, "s" + number++, source, streams);
    }
    resources.push(context.onCancel(() -> interruptAside(connection)));
    Statement query = connection.createStatement();
    resources.push(query);
    ResultSet rows = query.executeQuery(sql);
    resources.push(rows);
    ArrowReader batches =
        (ArrowReader)
            rows.unwrap(DuckDBResultSet.class)
                .arrowExportStream(context.allocator(), batchRows(schema));
    resources.push(batches);
    result = batches;
  }

  /** Starts all sources before the first one is asked for rows. */
  private List<ReadAhead> read(
      LocalDatabase database, List<ArrowRel> inputs, Deque<AutoCloseable> streams) {
    long batchBytes = context.batchBytes() * InputBatches.growth(context.allocator().getLimit());
    List<ReadAhead> sources = new ArrayList<>();
    for (ArrowRel input : inputs) {
      ReadAhead source =
          ReadAhead.start(
              input,
              context.part(InputBatches.ROWS, batchBytes),
              batchBytes,
              database.sourceThreads());
      streams.push(source);
      sources.add(source);
    }
    return sources;
  }

  private void register(
      DuckDBConnection connection, String name, ReadAhead source, Deque<AutoCloseable> streams)
      throws IOException {
    ArrowArrayStream exported = ArrowArrayStream.allocateNew(context.allocator());
    streams.push(() -> releaseStream(exported));
    Data.exportArrayStream(
        context.allocator(), new SourceStream(source, context, sourceFailure), exported);
    connection.registerArrowStream(name, exported);
  }

  /** Releases a stream that DuckDB has not taken over, or the empty shell of one that it has. */
  private static void releaseStream(ArrowArrayStream stream) {
    if (stream.snapshot().release != 0) {
      stream.release();
    }
    stream.close();
  }

  @Override
  protected boolean fill(VectorSchemaRoot root) throws IOException {
    ArrowReader batches = result;
    if (batches == null) {
      return false;
    }
    try {
      context.checkActive();
      if (!batches.loadNextBatch()) {
        checkSources();
        return false;
      }
    } catch (IOException | RuntimeException e) {
      throw explain(e);
    }
    VectorSchemaRoot batch = batches.getVectorSchemaRoot();
    for (int i = 0; i < batch.getFieldVectors().size(); i++) {
      FieldVector column = batch.getVector(i);
      column.makeTransferPair(root.getVector(i)).transfer();
    }
    root.setRowCount(batch.getRowCount());
    return true;
  }

  @Override
  protected void release() {
    releaseAll(resources);
  }

  /** An end that DuckDB took for one because a source broke off is not an end. */
  private void checkSources() {
    context.checkActive();
    Throwable failure = sourceFailure.get();
    if (failure != null) {
      throw explain(failure);
    }
  }

  /** Returns the true reason of a failure: the cancel, the source's own, or DuckDB's. */
  private StrakeException explain(Throwable failure) {
    if (context.isStopped()) {
      try {
        context.checkActive();
      } catch (StrakeException reason) {
        return reason;
      }
    }
    Throwable source = sourceFailure.get();
    Throwable reason = source == null ? failure : source;
    return StrakeException.findIn(reason).orElseGet(() -> LocalErrors.translate(reason));
  }

  private void closeAfter(StrakeException failure) {
    try {
      close();
    } catch (IOException | RuntimeException e) {
      failure.addSuppressed(e);
    }
  }

  private int batchRows(Schema schema) {
    long rowBytes = 1 + (long) VARIABLE_WIDTH_BYTES * schema.getFields().size();
    long rows = context.batchBytes() / rowBytes / VECTOR_ROWS * VECTOR_ROWS;
    return (int) Math.max(1, Math.min(context.batchRows(), Math.max(VECTOR_ROWS, rows)));
  }

  /**
   * Interrupts DuckDB on a thread of its own: it closes only once its pulls have returned, for
   * which the sources have to hear of the cancel as well.
   */
  private static void interruptAside(DuckDBConnection connection) {
    Thread thread = new Thread(() -> interrupt(connection), "strake-local-interrupt");
    thread.setDaemon(true);
    thread.start();
  }

  private static void interrupt(DuckDBConnection connection) {
    try {
      connection.close();
    } catch (SQLException e) {
      throw LocalErrors.translate(e);
    }
  }

  private static void releaseAll(Deque<AutoCloseable> resources) {
    StrakeException failure = null;
    while (!resources.isEmpty()) {
      try {
        resources.pop().close();
      } catch (Exception e) { // AutoCloseable.close() declares it
        failure = failure == null ? LocalErrors.translate(e) : failure;
      }
    }
    if (failure != null) {
      throw failure;
    }
  }
}
