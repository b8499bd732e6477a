/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.s3.parquet;

import com.google.common.math.LongMath;
import java.nio.ByteBuffer;
import org.apache.arrow.memory.util.Float16;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.IntVector;
import org.apache.arrow.vector.SmallIntVector;
import org.apache.parquet.io.ParquetDecodingException;
import org.jspecify.annotations.Nullable;

/**
 * Sink of numbers and dates whose type in the table is wider than in the object: values become 64
 * or 128 bits wide first, and are then written in the width of the vector. Not thread-safe.
 */
final class WideningSink extends VectorSink {
  private static final long MICROS_PER_DAY = 86_400_000_000L;

  /** Greatest power of ten that 64 bits hold. */
  private static final int LONG_DIGITS = 18;

  private final Conversion conversion;
  private final Widening widening;

  /** Values, the lower half of decimals, or the bits of doubles. */
  private final long[] low = new long[ValueBlock.CAPACITY];

  private final long[] high = new long[ValueBlock.CAPACITY];
  private final BigEndian bigEndian = new BigEndian();

  WideningSink(Conversion conversion, Widening widening) {
    this.conversion = conversion;
    this.widening = widening;
  }

  @Override
  void writeValues(
      ValueBlock block,
      int @Nullable [] levels,
      int maxLevel,
      int count,
      FieldVector vector,
      int at) {
    int present = present(levels, maxLevel, count);
    load(block, present);
    switch (widening.kind()) {
      case WHOLE -> {}
      case DOUBLE -> toDoubles(present);
      case TIMESTAMP -> toMicros(present);
      case DECIMAL -> scale(present);
      case NONE -> throw new AssertionError(widening);
    }
    if (levels != null) {
      spread(levels, maxLevel, count, present);
    }
    put(count, vector, at);
  }

  private static int present(int @Nullable [] levels, int maxLevel, int count) {
    int present = levels == null ? count : 0;
    for (int i = 0; levels != null && i < count; i++) {
      present += levels[i] == maxLevel ? 1 : 0;
    }
    return present;
  }

  private void load(ValueBlock block, int count) {
    switch (conversion) {
      case INT8 -> {
        for (int i = 0; i < count; i++) {
          low[i] = (byte) block.ints[i];
        }
      }
      case INT16, UINT8_TO_INT16 -> {
        for (int i = 0; i < count; i++) {
          low[i] = (short) block.ints[i];
        }
      }
      case INT32, UINT16_TO_INT32, INT32_TO_DECIMAL -> {
        for (int i = 0; i < count; i++) {
          low[i] = block.ints[i];
        }
      }
      case UINT32_TO_INT64 -> {
        for (int i = 0; i < count; i++) {
          low[i] = block.ints[i] & 0xffffffffL;
        }
      }
      case FLOAT -> {
        for (int i = 0; i < count; i++) {
          low[i] = Double.doubleToRawLongBits(Float.intBitsToFloat(block.ints[i]));
        }
      }
      case FLOAT16 -> {
        for (int i = 0; i < count; i++) {
          int start = block.starts[i];
          short half = (short) (block.heap[start] & 0xff | block.heap[start + 1] << Byte.SIZE);
          low[i] = Double.doubleToRawLongBits(Float16.toFloat(half));
        }
      }
      case INT64, INT64_TO_DECIMAL, UINT64_TO_DECIMAL ->
          System.arraycopy(block.longs, 0, low, 0, count);
      case BINARY_TO_DECIMAL -> {
        for (int i = 0; i < count; i++) {
          bigEndian.read(
              block.heap, block.starts[i], block.lengths[i], DecimalWriter.DECIMAL_BYTES);
          low[i] = bigEndian.low();
          high[i] = bigEndian.high();
        }
      }
      default -> throw new AssertionError(conversion);
    }
  }

  private void toDoubles(int count) {
    if (conversion != Conversion.FLOAT && conversion != Conversion.FLOAT16) {
      for (int i = 0; i < count; i++) {
        low[i] = Double.doubleToRawLongBits((double) low[i]);
      }
    }
  }

  private void toMicros(int count) {
    for (int i = 0; i < count; i++) {
      long day = low[i];
      low[i] = day * MICROS_PER_DAY;
      if (low[i] / MICROS_PER_DAY != day) {
        throw new ParquetDecodingException("a date beyond the timestamps of its column");
      }
    }
  }

  private void scale(int count) {
    if (conversion != Conversion.BINARY_TO_DECIMAL) {
      boolean isUnsigned = conversion == Conversion.UINT64_TO_DECIMAL;
      for (int i = 0; i < count; i++) {
        high[i] = isUnsigned ? 0 : low[i] >> (Long.SIZE - 1);
      }
    }
    multiply(count);
  }

  private void multiply(int count) {
    for (int digits = widening.digits(); digits > 0; digits -= LONG_DIGITS) {
      long factor = LongMath.pow(10, Math.min(digits, LONG_DIGITS));
      for (int i = 0; i < count; i++) {
        // the product of the lower halves without a sign, and what it carries over
        long carried = Math.multiplyHigh(low[i], factor) + (low[i] >> (Long.SIZE - 1) & factor);
        high[i] = high[i] * factor + carried;
        low[i] *= factor;
      }
    }
  }

  /** Moves the values to the rows that have them, from the end on. */
  private void spread(int[] levels, int maxLevel, int count, int present) {
    int next = present;
    for (int i = count - 1; i >= 0; i--) {
      boolean isPresent = levels[i] == maxLevel;
      low[i] = isPresent ? low[--next] : 0;
      high[i] = isPresent ? high[next] : 0;
    }
  }

  private void put(int count, FieldVector vector, int at) {
    boolean isDecimal = widening.kind() == Widening.Kind.DECIMAL;
    int width =
        isDecimal
            ? DecimalWriter.width(vector)
            : vector instanceof SmallIntVector
                ? Short.BYTES
                : vector instanceof IntVector ? Integer.BYTES : Long.BYTES;
    ByteBuffer out = data(vector, at, count, width);
    switch (width) {
      case Short.BYTES -> {
        for (int i = 0; i < count; i++) {
          out.putShort((short) low[i]);
        }
      }
      case Integer.BYTES -> {
        for (int i = 0; i < count; i++) {
          out.putInt((int) low[i]);
        }
      }
      case Long.BYTES -> out.asLongBuffer().put(low, 0, count);
      default -> {
        for (int i = 0; i < count; i++) {
          out.putLong(low[i]).putLong(high[i]);
        }
      }
    }
  }
}
