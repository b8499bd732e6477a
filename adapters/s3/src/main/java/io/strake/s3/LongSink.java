/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.s3;

import java.nio.ByteBuffer;
import org.apache.arrow.vector.FieldVector;

/** Sink of values that are 64 bits wide in the page. Not thread-safe. */
final class LongSink extends VectorSink {
  /** Width of a decimal in Arrow. */
  static final int DECIMAL_BYTES = 16;

  private static final long MICROS_PER_MILLI = 1_000;
  private static final long NANOS_PER_MICRO = 1_000;

  private final ParquetType.Conversion conversion;
  private long[] scratch = {};

  LongSink(ParquetType.Conversion conversion) {
    this.conversion = conversion;
  }

  @Override
  void writeValues(Page page, int row, int value, int count, FieldVector vector, int at) {
    long[] values = spread(page, row, value, count);
    switch (conversion) {
      case INT64_TO_DECIMAL -> {
        ByteBuffer out = data(vector, at, count, DECIMAL_BYTES);
        for (int i = 0; i < count; i++) {
          out.putLong(values[i]).putLong(values[i] >> (Long.SIZE - 1));
        }
        return;
      }
      case UINT64_TO_DECIMAL -> {
        ByteBuffer out = data(vector, at, count, DECIMAL_BYTES);
        for (int i = 0; i < count; i++) {
          out.putLong(values[i]).putLong(0);
        }
        return;
      }
      case MILLIS -> {
        for (int i = 0; i < count; i++) {
          values[i] = Math.multiplyExact(values[i], MICROS_PER_MILLI);
        }
      }
      case NANOS -> {
        for (int i = 0; i < count; i++) {
          values[i] = Math.floorDiv(values[i], NANOS_PER_MICRO);
        }
      }
      default -> {}
    }
    data(vector, at, count, Long.BYTES).asLongBuffer().put(values, 0, count);
  }

  static void putDecimals(int[] values, int count, ByteBuffer out) {
    for (int i = 0; i < count; i++) {
      long value = values[i];
      out.putLong(value).putLong(value >> (Long.SIZE - 1));
    }
  }

  private long[] spread(Page page, int row, int value, int count) {
    scratch = atLeast(scratch, count);
    int[] levels = page.levels();
    long[] values = page.values().longs();
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
