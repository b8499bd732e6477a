/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.s3.parquet;

import java.nio.ByteBuffer;
import org.apache.arrow.vector.FieldVector;
import org.jspecify.annotations.Nullable;

/** Sink of values that are 64 bits wide in the page. Not thread-safe. */
final class LongSink extends VectorSink {
  private static final long MICROS_PER_MILLI = 1_000;
  private static final long NANOS_PER_MICRO = 1_000;

  private final Conversion conversion;
  private final DecimalWriter decimals = new DecimalWriter();
  private final long[] scratch = new long[ValueBlock.CAPACITY];

  LongSink(Conversion conversion) {
    this.conversion = conversion;
  }

  @Override
  void writeValues(
      ValueBlock block,
      int @Nullable [] levels,
      int maxLevel,
      int count,
      FieldVector vector,
      int at) {
    long[] values = levels == null ? block.longs : spread(block.longs, levels, maxLevel, count);
    switch (conversion) {
      case INT64_TO_DECIMAL -> decimals.write(values, count, vector, at);
      case UINT64_TO_DECIMAL -> {
        ByteBuffer out = data(vector, at, count, DecimalWriter.DECIMAL_BYTES);
        for (int i = 0; i < count; i++) {
          out.putLong(values[i]).putLong(0);
        }
      }
      case MILLIS -> {
        for (int i = 0; i < count; i++) {
          scratch[i] = Math.multiplyExact(values[i], MICROS_PER_MILLI);
        }
        put(scratch, count, vector, at);
      }
      case NANOS -> {
        for (int i = 0; i < count; i++) {
          scratch[i] = Math.floorDiv(values[i], NANOS_PER_MICRO);
        }
        put(scratch, count, vector, at);
      }
      default -> put(values, count, vector, at);
    }
  }

  private static void put(long[] values, int count, FieldVector vector, int at) {
    data(vector, at, count, Long.BYTES).asLongBuffer().put(values, 0, count);
  }

  private long[] spread(long[] values, int[] levels, int maxLevel, int count) {
    int next = 0;
    for (int i = 0; i < count; i++) {
      scratch[i] = levels[i] == maxLevel ? values[next++] : 0;
    }
    return scratch;
  }
}
