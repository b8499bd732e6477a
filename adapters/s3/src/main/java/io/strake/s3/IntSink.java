/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.s3;

import java.nio.ByteBuffer;
import org.apache.arrow.vector.BitVectorHelper;
import org.apache.arrow.vector.FieldVector;

/** Sink of values that are 32 bits wide in the page. Not thread-safe. */
final class IntSink extends VectorSink {
  private static final long MICROS_PER_MILLI = 1_000;

  private final ParquetType.Conversion conversion;
  private int[] scratch = {};

  IntSink(ParquetType.Conversion conversion) {
    this.conversion = conversion;
  }

  @Override
  void writeValues(Page page, int row, int value, int count, FieldVector vector, int at) {
    int[] values = spread(page, row, value, count);
    switch (conversion) {
      case BOOLEAN -> {
        for (int i = 0; i < count; i++) {
          if (values[i] != 0) {
            BitVectorHelper.setBit(vector.getDataBuffer(), at + i);
          }
        }
      }
      case INT8 -> {
        ByteBuffer out = data(vector, at, count, Byte.BYTES);
        for (int i = 0; i < count; i++) {
          out.put((byte) values[i]);
        }
      }
      case INT16, UINT8_TO_INT16 -> {
        ByteBuffer out = data(vector, at, count, Short.BYTES);
        for (int i = 0; i < count; i++) {
          out.putShort((short) values[i]);
        }
      }
      case INT32, FLOAT, UINT16_TO_INT32 ->
          data(vector, at, count, Integer.BYTES).asIntBuffer().put(values, 0, count);
      default -> widen(values, count, vector, at);
    }
  }

  private void widen(int[] values, int count, FieldVector vector, int at) {
    if (conversion == ParquetType.Conversion.INT32_TO_DECIMAL) {
      LongSink.putDecimals(values, count, data(vector, at, count, LongSink.DECIMAL_BYTES));
      return;
    }
    ByteBuffer out = data(vector, at, count, Long.BYTES);
    boolean isTime = conversion == ParquetType.Conversion.TIME_MILLIS;
    for (int i = 0; i < count; i++) {
      out.putLong(isTime ? values[i] * MICROS_PER_MILLI : Integer.toUnsignedLong(values[i]));
    }
  }

  private int[] spread(Page page, int row, int value, int count) {
    scratch = atLeast(scratch, count);
    int[] levels = page.levels();
    int[] values = page.values().ints();
    if (levels == null) {
      System.arraycopy(values, value, scratch, 0, count);
      return scratch;
    }
    int next = value;
    for (int i = 0; i < count; i++) {
      scratch[i] = levels[row + i] != 0 ? values[next++] : 0;
    }
    return scratch;
  }
}
