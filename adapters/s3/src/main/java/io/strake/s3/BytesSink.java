/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.s3;

import java.nio.charset.StandardCharsets;
import java.util.UUID;
import org.apache.arrow.memory.ArrowBuf;
import org.apache.arrow.vector.BaseVariableWidthVector;
import org.apache.arrow.vector.FieldVector;

/** Sink of texts and bytes. Not thread-safe. */
final class BytesSink extends VectorSink {
  private static final int UUID_TEXT_BYTES = 36;

  private final boolean isUuid;

  BytesSink(boolean isUuid) {
    this.isUuid = isUuid;
  }

  @Override
  void writeValues(Page page, int row, int value, int count, FieldVector vector, int at) {
    BaseVariableWidthVector target = (BaseVariableWidthVector) vector;
    ArrowBuf offsets = target.getOffsetBuffer();
    int end = at == 0 ? 0 : offsets.getInt((long) at * Integer.BYTES);
    if (at == 0) {
      offsets.setInt(0, 0);
    }
    reserve(target, end, page, value, page.valuesIn(row, count));
    ArrowBuf data = target.getDataBuffer();
    int[] levels = page.levels();
    PageValues values = page.values();
    int next = value;
    for (int i = 0; i < count; i++) {
      if (levels == null || levels[row + i] != 0) {
        end += put(data, end, values.heap(), values.starts()[next], values.lengths()[next]);
        next++;
      }
      offsets.setInt((long) (at + i + 1) * Integer.BYTES, end);
    }
    target.setLastSet(at + count - 1);
  }

  private void reserve(BaseVariableWidthVector target, int end, Page page, int value, int values) {
    long needed = end;
    for (int i = value; i < value + values; i++) {
      needed += isUuid ? UUID_TEXT_BYTES : page.values().lengths()[i];
    }
    if (needed > target.getDataBuffer().capacity()) {
      target.reallocDataBuffer(Math.max(needed, target.getDataBuffer().capacity() * 2));
    }
  }

  private int put(ArrowBuf data, int at, byte[] heap, int start, int length) {
    if (!isUuid) {
      data.setBytes(at, heap, start, length);
      return length;
    }
    java.nio.ByteBuffer bytes = java.nio.ByteBuffer.wrap(heap, start, length);
    String text = new UUID(bytes.getLong(), bytes.getLong()).toString();
    data.setBytes(at, text.getBytes(StandardCharsets.US_ASCII), 0, UUID_TEXT_BYTES);
    return UUID_TEXT_BYTES;
  }
}
