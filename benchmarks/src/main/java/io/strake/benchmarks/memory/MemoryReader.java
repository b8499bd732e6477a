/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.benchmarks.memory;

import io.strake.planner.arrow.BatchReader;
import io.strake.planner.arrow.ExecutionContext;
import java.util.List;
import org.apache.arrow.memory.ArrowBuf;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.ForeignAllocation;
import org.apache.arrow.vector.BaseFixedWidthVector;
import org.apache.arrow.vector.BaseIntVector;
import org.apache.arrow.vector.BaseVariableWidthVector;
import org.apache.arrow.vector.BitVector;
import org.apache.arrow.vector.DecimalVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.ipc.message.ArrowFieldNode;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;

/**
 * Stream of the columns of stored batches, cut to the size that the consumer wants, without copying
 * a value but for narrow decimals that the schema has wide. The memory counts as the consumer's
 * while it holds a batch.
 */
final class MemoryReader extends BatchReader {
  /** Validity is one bit per row, and a buffer starts at a byte. */
  private static final int ROWS_PER_BYTE = 8;

  private final ExecutionContext context;
  private final List<VectorSchemaRoot> batches;
  private int nextBatch;
  private int nextRow;

  MemoryReader(ExecutionContext context, Schema schema, List<VectorSchemaRoot> batches) {
    super(context.allocator(), schema);
    this.context = context;
    this.batches = batches;
  }

  @Override
  protected boolean fill(VectorSchemaRoot root) {
    context.checkActive();
    while (nextBatch < batches.size() && nextRow >= batches.get(nextBatch).getRowCount()) {
      nextBatch++;
      nextRow = 0;
    }
    if (nextBatch >= batches.size()) {
      return false;
    }
    VectorSchemaRoot batch = batches.get(nextBatch);
    List<FieldVector> columns =
        root.getSchema().getFields().stream().map(Field::getName).map(batch::getVector).toList();
    int rows = rows(columns, batch.getRowCount());
    for (int i = 0; i < columns.size(); i++) {
      FieldVector target = root.getVector(i);
      if (target instanceof DecimalVector wide && !(columns.get(i) instanceof DecimalVector)) {
        widen((BaseIntVector) columns.get(i), rows, wide);
      } else {
        share(columns.get(i), rows, target);
      }
    }
    root.setRowCount(rows);
    nextRow += rows;
    return true;
  }

  private int rows(List<FieldVector> columns, int stored) {
    long bytes = columns.stream().mapToLong(FieldVector::getBufferSize).sum();
    long fitting = Math.min(context.batchRows(), stored * context.batchBytes() / bytes);
    long whole = Math.max(ROWS_PER_BYTE, fitting / ROWS_PER_BYTE * ROWS_PER_BYTE);
    return (int) Math.min(whole, stored - nextRow);
  }

  private void widen(BaseIntVector source, int rows, DecimalVector target) {
    target.allocateNew(rows);
    for (int i = 0; i < rows; i++) {
      if (source.isNull(nextRow + i)) {
        target.setNull(i);
      } else {
        target.set(i, source.getValueAsLong(nextRow + i)); // both are unscaled
      }
    }
    target.setValueCount(rows);
  }

  private void share(FieldVector source, int rows, FieldVector target) {
    ArrowBuf validity = share(source.getValidityBuffer(), nextRow / ROWS_PER_BYTE, bitBytes(rows));
    List<ArrowBuf> buffers;
    if (source instanceof BitVector) {
      ArrowBuf data = share(source.getDataBuffer(), nextRow / ROWS_PER_BYTE, bitBytes(rows));
      buffers = List.of(validity, data);
    } else if (source instanceof BaseFixedWidthVector fixed) {
      long width = fixed.getTypeWidth();
      buffers = List.of(validity, share(source.getDataBuffer(), nextRow * width, rows * width));
    } else if (source instanceof BaseVariableWidthVector) {
      long width = BaseVariableWidthVector.OFFSET_WIDTH;
      ArrowBuf offsets = source.getOffsetBuffer();
      long end = offsets.getInt((nextRow + rows) * width); // offsets count from the stored start
      buffers =
          List.of(
              validity,
              share(offsets, nextRow * width, (rows + 1) * width),
              share(source.getDataBuffer(), 0, end));
    } else {
      throw new IllegalArgumentException("memory tables: a column of " + source.getField());
    }
    try {
      target.loadFieldBuffers(new ArrowFieldNode(rows, source.getNullCount()), buffers);
    } finally {
      buffers.forEach(ArrowBuf::close);
    }
  }

  private static long bitBytes(int rows) {
    return (rows + ROWS_PER_BYTE - 1) / ROWS_PER_BYTE;
  }

  /** Returns part of a buffer for the consumer, which may have a root allocator of its own. */
  private ArrowBuf share(ArrowBuf stored, long from, long bytes) {
    BufferAllocator consumer = context.allocator();
    if (bytes == 0) {
      return consumer.getEmpty();
    }
    stored.getReferenceManager().retain();
    return consumer.wrapForeignAllocation(
        new ForeignAllocation(bytes, stored.memoryAddress() + from) {
          @Override
          protected void release0() {
            stored.getReferenceManager().release();
          }
        });
  }

  @Override
  protected void release() {
    nextBatch = batches.size();
  }
}
