/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.s3.parquet;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.apache.arrow.memory.util.Float16;
import org.apache.arrow.vector.FieldVector;
import org.jspecify.annotations.Nullable;

/**
 * Sink of bytes that are numbers: big-endian decimals, half floats and the old 96-bit timestamps.
 * Not thread-safe.
 */
final class FixedBytesSink extends VectorSink {
  private static final long JULIAN_DAY_OF_EPOCH = 2_440_588;
  private static final long MICROS_PER_DAY = 86_400_000_000L;
  private static final long NANOS_PER_MICRO = 1_000;
  private static final int INT96_BYTES = 12;

  private final Conversion conversion;
  private final BigEndian decimal = new BigEndian();

  FixedBytesSink(Conversion conversion) {
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
    int width =
        switch (conversion) {
          case INT96 -> Long.BYTES;
          case FLOAT16 -> Float.BYTES;
          default -> DecimalWriter.width(vector);
        };
    ByteBuffer out = data(vector, at, count, width);
    int next = 0;
    for (int i = 0; i < count; i++) {
      if (levels != null && levels[i] != maxLevel) {
        out.position(out.position() + width);
      } else {
        put(block.heap, block.starts[next], block.lengths[next], out, width);
        next++;
      }
    }
  }

  private void put(byte[] heap, int start, int length, ByteBuffer out, int width) {
    switch (conversion) {
      case INT96 -> out.putLong(micros(heap, start));
      case FLOAT16 ->
          out.putFloat(Float16.toFloat((short) (heap[start] & 0xff | heap[start + 1] << 8)));
      default -> putDecimal(heap, start, length, out, width);
    }
  }

  private static long micros(byte[] heap, int start) {
    ByteBuffer in = ByteBuffer.wrap(heap, start, INT96_BYTES).order(ByteOrder.LITTLE_ENDIAN);
    long nanos = in.getLong();
    long day = in.getInt() - JULIAN_DAY_OF_EPOCH;
    // Spark writes far times with days that overflow, and relies on this to overflow back
    return day * MICROS_PER_DAY + Math.floorDiv(nanos, NANOS_PER_MICRO);
  }

  private void putDecimal(byte[] heap, int start, int length, ByteBuffer out, int width) {
    decimal.read(heap, start, length, width);
    switch (width) {
      case Integer.BYTES -> out.putInt((int) decimal.low());
      case Long.BYTES -> out.putLong(decimal.low());
      default -> out.putLong(decimal.low()).putLong(decimal.high());
    }
  }
}
