/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.s3.parquet;

import java.nio.ByteBuffer;
import org.apache.arrow.vector.BitVectorHelper;
import org.apache.arrow.vector.FieldVector;
import org.jspecify.annotations.Nullable;

/** Sink of values that are 32 bits wide in the page. Not thread-safe. */
final class IntSink extends VectorSink {
  private static final long MICROS_PER_MILLI = 1_000;

  private final Conversion conversion;
  private final DecimalWriter decimals = new DecimalWriter();
  private final int[] scratch = new int[ValueBlock.CAPACITY];
  private final long[] wide = new long[ValueBlock.CAPACITY];

  IntSink(Conversion conversion) {
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
    int[] values = levels == null ? block.ints : spread(block.ints, levels, maxLevel, count);
    switch (conversion) {
      case BOOLEAN -> bits(values, count, vector, at);
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

  private static void bits(int[] values, int count, FieldVector vector, int at) {
    for (int i = 0; i < count; i++) {
      if (values[i] != 0) {
        BitVectorHelper.setBit(vector.getDataBuffer(), at + i);
      }
    }
  }

  private void widen(int[] values, int count, FieldVector vector, int at) {
    for (int i = 0; i < count; i++) {
      wide[i] = values[i];
    }
    if (conversion == Conversion.INT32_TO_DECIMAL) {
      decimals.write(wide, count, vector, at);
      return;
    }
    boolean isTime = conversion == Conversion.TIME_MILLIS;
    for (int i = 0; i < count; i++) {
      wide[i] = isTime ? wide[i] * MICROS_PER_MILLI : wide[i] & 0xffffffffL;
    }
    data(vector, at, count, Long.BYTES).asLongBuffer().put(wide, 0, count);
  }

  private int[] spread(int[] values, int[] levels, int maxLevel, int count) {
    int next = 0;
    for (int i = 0; i < count; i++) {
      scratch[i] = levels[i] == maxLevel ? values[next++] : 0;
    }
    return scratch;
  }
}
