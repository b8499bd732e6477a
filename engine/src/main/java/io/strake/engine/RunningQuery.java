/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.engine;

import io.strake.planner.ErrorCode;
import io.strake.planner.StrakeException;
import io.strake.planner.arrow.ExecutionContext;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;
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
  private final PlannedQuery query;
  private final ExecutionContext context;
  private final QueryMemory memory;
  private final VectorSchemaRoot batch;
  private final OptionalLong maxRows;
  private final Runnable onClose;
  private final AtomicBoolean closed = new AtomicBoolean();
  private MemoryGate.@Nullable Reservation reservation;
  private @Nullable ArrowReader reader;
  private int nextRow;
  private int rowsPerBatch;
  private long rowsLeft;
  private Duration waited = Duration.ZERO;
  private volatile boolean truncated;

  /**
   * Creates a statement that starts with the first {@link #next}, so that it can be cancelled while
   * it starts.
   *
   * @param memory admits it before it starts
   * @param maxRows rows after which the rest is left out; empty for all
   * @param onClose what to release at the end
   */
  RunningQuery(
      PlannedQuery query,
      ExecutionContext context,
      QueryMemory memory,
      OptionalLong maxRows,
      Runnable onClose) {
    this.query = query;
    this.context = context;
    this.memory = memory;
    this.batch = VectorSchemaRoot.create(query.schema(), context.allocator());
    this.maxRows = maxRows;
    this.rowsLeft = maxRows.orElse(Long.MAX_VALUE);
    this.onClose = onClose;
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
      ArrowReader rows = start();
      VectorSchemaRoot source = rows.getVectorSchemaRoot();
      if (truncated) {
        return false;
      }
      while (nextRow >= source.getRowCount()) {
        if (!rows.loadNextBatch()) {
          return false;
        }
        nextRow = 0;
        rowsPerBatch = rowsPerBatch(source);
      }
      if (rowsLeft == 0 && source.getRowCount() > nextRow) {
        truncated = true;
        return false;
      }
      cut(source);
      return true;
    } catch (IOException | RuntimeException | Error e) {
      throw translate(e);
    }
  }

  private ArrowReader start() {
    ArrowReader rows = reader;
    if (rows == null) {
      if (reservation == null) {
        long start = System.nanoTime();
        reservation = memory.admit(query.memory(), context);
        waited = Duration.ofNanos(System.nanoTime() - start);
      }
      rows = query.open(context);
      reader = rows;
    }
    return rows;
  }

  @Override
  public List<String> warnings() {
    return truncated
        ? List.of(
            "query: has more rows than the limit of "
                + maxRows.orElse(0)
                + "; the rest is left out, raise the limit to get it")
        : List.of();
  }

  @Override
  public Duration waited() {
    return waited;
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
    ArrowReader rows = reader;
    try (batch) {
      if (rows != null) {
        rows.close();
      }
    } catch (IOException | RuntimeException e) {
      throw translate(e);
    } finally {
      try {
        onClose.run();
      } finally {
        giveBack();
      }
    }
  }

  private void giveBack() {
    MemoryGate.Reservation held = reservation;
    if (held != null) {
      held.close();
    }
  }

  private void cut(VectorSchemaRoot source) {
    int rows = (int) Math.min(Math.min(rowsPerBatch, rowsLeft), source.getRowCount() - nextRow);
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
    rowsLeft -= rows;
    if (rows == source.getRowCount()) {
      nextRow = Integer.MAX_VALUE; // the source's vectors are empty now
    }
  }

  private int rowsPerBatch(VectorSchemaRoot source) {
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

  private static StrakeException translate(Throwable failure) {
    return StrakeException.findIn(failure)
        .orElseGet(
            () ->
                failure instanceof OutOfMemoryException || failure instanceof OutOfMemoryError
                    ? StrakeException.causedBy(
                        failure,
                        ErrorCode.RESOURCE_EXHAUSTED,
                        "query: no memory left for batches; raise 'queryMemory' or 'memory', or try later")
                    : StrakeException.causedBy(
                        failure, ErrorCode.INTERNAL, "query: failed, %s", failure.getMessage()));
  }
}
