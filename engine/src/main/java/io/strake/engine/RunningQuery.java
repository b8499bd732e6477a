/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.engine;

import io.strake.planner.ErrorCode;
import io.strake.planner.StrakeException;
import io.strake.planner.arrow.ExecutionContext;
import java.io.IOException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.arrow.memory.OutOfMemoryException;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.ipc.ArrowReader;
import org.apache.arrow.vector.types.pojo.Schema;
import org.apache.arrow.vector.util.TransferPair;
import org.jspecify.annotations.Nullable;

/**
 * Running statement: passes batches on under the schema of the statement, cut to size.
 *
 * <p>Cutting shares the buffers; nothing is copied but offsets and validity.
 */
final class RunningQuery implements QueryResult {
  private final ExecutionContext context;
  private final ArrowReader reader;
  private final VectorSchemaRoot source;
  private final VectorSchemaRoot batch;
  private final Runnable onClose;
  private final AtomicBoolean closed = new AtomicBoolean();
  private int nextRow;
  private int rowsPerBatch;

  private RunningQuery(
      ExecutionContext context, ArrowReader reader, Schema schema, Runnable onClose)
      throws IOException {
    this.context = context;
    this.reader = reader;
    this.source = reader.getVectorSchemaRoot();
    this.batch = VectorSchemaRoot.create(schema, context.allocator());
    this.onClose = onClose;
  }

  /**
   * Starts a statement.
   *
   * @param onClose what to release at the end, also if the start fails
   */
  static RunningQuery start(PlannedQuery query, ExecutionContext context, Runnable onClose) {
    @Nullable ArrowReader reader = null;
    try {
      reader = query.open(context);
      return new RunningQuery(context, reader, query.schema(), onClose);
    } catch (IOException | RuntimeException | Error e) {
      StrakeException failure = translate(e);
      closeQuietly(reader, failure);
      try {
        onClose.run();
      } catch (RuntimeException suppressed) {
        failure.addSuppressed(suppressed);
      }
      throw failure;
    }
  }

  @Override
  public Schema schema() {
    return batch.getSchema();
  }

  @Override
  public VectorSchemaRoot batch() {
    return batch;
  }

  @Override
  public boolean next() {
    try {
      context.checkActive();
      batch.clear();
      while (nextRow >= source.getRowCount()) {
        if (!reader.loadNextBatch()) {
          return false;
        }
        nextRow = 0;
        rowsPerBatch = rowsPerBatch();
      }
      cut();
      return true;
    } catch (IOException | RuntimeException | Error e) {
      throw translate(e);
    }
  }

  @Override
  public void cancel() {
    context.cancel();
  }

  @Override
  public void close() {
    if (!closed.compareAndSet(false, true)) {
      return;
    }
    try (batch) {
      reader.close();
    } catch (IOException | RuntimeException e) {
      throw translate(e);
    } finally {
      onClose.run();
    }
  }

  private void cut() {
    int rows = Math.min(rowsPerBatch, source.getRowCount() - nextRow);
    for (int i = 0; i < source.getFieldVectors().size(); i++) {
      FieldVector column = source.getVector(i);
      TransferPair transfer = column.makeTransferPair(batch.getVector(i));
      if (rows == source.getRowCount()) {
        transfer.transfer();
      } else {
        transfer.splitAndTransfer(nextRow, rows);
      }
    }
    batch.setRowCount(rows);
    nextRow += rows;
    if (rows == source.getRowCount()) {
      nextRow = Integer.MAX_VALUE; // the source's vectors are empty now
    }
  }

  private int rowsPerBatch() {
    long bytes = 0;
    for (FieldVector column : source.getFieldVectors()) {
      bytes += column.getBufferSize();
    }
    int rows = source.getRowCount();
    if (bytes > context.batchBytes()) {
      rows = (int) Math.max(1, rows * context.batchBytes() / bytes);
    }
    return Math.min(rows, context.batchRows());
  }

  private static void closeQuietly(@Nullable ArrowReader reader, StrakeException failure) {
    if (reader != null) {
      try {
        reader.close();
      } catch (IOException | RuntimeException e) {
        failure.addSuppressed(e);
      }
    }
  }

  private static StrakeException translate(Throwable failure) {
    return StrakeException.findIn(failure)
        .orElseGet(
            () ->
                failure instanceof OutOfMemoryException || failure instanceof OutOfMemoryError
                    ? StrakeException.causedBy(
                        failure,
                        ErrorCode.RESOURCE_EXHAUSTED,
                        "query: no memory left for batches; raise the memory limit or try later")
                    : StrakeException.causedBy(
                        failure, ErrorCode.INTERNAL, "query: failed, %s", failure.getMessage()));
  }
}
