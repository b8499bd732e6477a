/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.s3.parquet;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import org.apache.arrow.memory.ArrowBuf;
import org.apache.arrow.vector.BaseVariableWidthVector;
import org.apache.arrow.vector.FieldVector;
import org.jspecify.annotations.Nullable;

/**
 * Sink of texts and bytes: gathers the values of a block and copies them at once. Not thread-safe.
 */
final class BytesSink extends VectorSink {
  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  private final int[] ends = new int[ValueBlock.CAPACITY];
  private byte[] gathered = {};

  @Override
  void writeValues(
      ValueBlock block,
      int @Nullable [] levels,
      int maxLevel,
      int count,
      FieldVector vector,
      int at) {
    BaseVariableWidthVector target = (BaseVariableWidthVector) vector;
    ArrowBuf offsets = target.getOffsetBuffer();
    int start = at == 0 ? 0 : offsets.getInt((long) at * Integer.BYTES);
    int size = gather(block, levels, maxLevel, count, start);
    reserve(target, (long) start + size);
    target.getDataBuffer().setBytes(start, gathered, 0, size);
    if (at == 0) {
      offsets.setInt(0, 0);
    }
    offsets
        .nioBuffer((long) (at + 1) * Integer.BYTES, count * Integer.BYTES)
        .order(ByteOrder.LITTLE_ENDIAN)
        .asIntBuffer()
        .put(ends, 0, count);
    target.setLastSet(at + count - 1);
  }

  /** Puts the values one behind the other and their ends in the vector into {@link #ends}. */
  private int gather(
      ValueBlock block, int @Nullable [] levels, int maxLevel, int count, int start) {
    int[] lengths = block.lengths;
    int next = 0;
    long end = start;
    for (int i = 0; i < count; i++) {
      if (levels == null || levels[i] == maxLevel) {
        end += lengths[next++];
      }
      ends[i] = (int) end;
    }
    int size = Math.toIntExact(end) - start;
    if (gathered.length < size + ValueBlock.SLACK) {
      gathered = new byte[Math.addExact(size, size / 2) + ValueBlock.SLACK];
    }
    copy(block.heap, block.starts, lengths, next);
    return size;
  }

  private void copy(byte[] heap, int[] starts, int[] lengths, int values) {
    byte[] out = gathered;
    int at = 0;
    for (int i = 0; i < values; i++) {
      int from = starts[i];
      int length = lengths[i];
      if (length <= ValueBlock.SLACK && heap.length - from >= ValueBlock.SLACK) {
        // most texts are short, and two words are moved faster than a few bytes
        LONG.set(out, at, (long) LONG.get(heap, from));
        LONG.set(out, at + Long.BYTES, (long) LONG.get(heap, from + Long.BYTES));
      } else {
        System.arraycopy(heap, from, out, at, length);
      }
      at += length;
    }
  }

  private static void reserve(BaseVariableWidthVector target, long needed) {
    long capacity = target.getDataBuffer().capacity();
    if (needed > capacity) {
      target.reallocDataBuffer(Math.max(needed, capacity * 2));
    }
  }
}
