/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.s3.parquet;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.apache.arrow.memory.ArrowBuf;
import org.apache.arrow.vector.BitVectorHelper;
import org.apache.arrow.vector.FieldVector;
import org.jspecify.annotations.Nullable;

/**
 * Writer of decoded values into a vector with one conversion, in typed loops over arrays.
 *
 * <p>Keeps scratch space between calls. Not thread-safe.
 */
public abstract class VectorSink {
  /**
   * Writes a block.
   *
   * @param values the values that are present
   * @param levels definition levels of the rows; null if all are present
   * @param maxLevel level of a value that is present
   * @param count number of rows
   * @param vector vector with room for the rows
   * @param at first row in the vector
   */
  public final void write(
      ValueBlock values,
      int @Nullable [] levels,
      int maxLevel,
      int count,
      FieldVector vector,
      int at) {
    setValidity(levels, maxLevel, count, vector.getValidityBuffer(), at);
    writeValues(values, levels, maxLevel, count, vector, at);
  }

  /** Writes the values; rows that are NULL may get any value. */
  abstract void writeValues(
      ValueBlock values,
      int @Nullable [] levels,
      int maxLevel,
      int count,
      FieldVector vector,
      int at);

  /** Returns the part of the data buffer for rows of a fixed width. */
  static ByteBuffer data(FieldVector vector, int at, int count, int width) {
    return vector
        .getDataBuffer()
        .nioBuffer((long) at * width, count * width)
        .order(ByteOrder.LITTLE_ENDIAN);
  }

  private static void setValidity(
      int @Nullable [] levels, int maxLevel, int count, ArrowBuf bits, int at) {
    if (levels == null) {
      setAll(bits, at, count);
      return;
    }
    int row = 0;
    for (; row < count && (at + row & 7) != 0; row++) {
      setIfPresent(levels, maxLevel, row, bits, at);
    }
    for (; row + 8 <= count; row += 8) {
      int byteOfBits = 0;
      for (int i = 0; i < 8; i++) {
        byteOfBits |= (levels[row + i] == maxLevel ? 1 : 0) << i;
      }
      bits.setByte(at + row >> 3, byteOfBits);
    }
    for (; row < count; row++) {
      setIfPresent(levels, maxLevel, row, bits, at);
    }
  }

  private static void setIfPresent(int[] levels, int maxLevel, int row, ArrowBuf bits, int at) {
    if (levels[row] == maxLevel) {
      BitVectorHelper.setBit(bits, at + row);
    }
  }

  private static void setAll(ArrowBuf bits, int at, int count) {
    int row = at;
    int end = at + count;
    while (row < end && (row & 7) != 0) {
      BitVectorHelper.setBit(bits, row++);
    }
    int bytes = (end - row) >> 3;
    bits.setOne(row >> 3, bytes);
    for (row += bytes << 3; row < end; row++) {
      BitVectorHelper.setBit(bits, row);
    }
  }

  /** Returns the sink of a column. */
  public static VectorSink of(Conversion conversion, Widening widening) {
    return widening.kind() == Widening.Kind.NONE
        ? of(conversion)
        : new WideningSink(conversion, widening);
  }

  private static VectorSink of(Conversion conversion) {
    return switch (conversion.kind()) {
      case INTS -> new IntSink(conversion);
      case LONGS -> new LongSink(conversion);
      case BYTES ->
          switch (conversion) {
            case TEXT, BYTES -> new BytesSink();
            case UUID, INTERVAL -> new FormattedSink(conversion);
            default -> new FixedBytesSink(conversion);
          };
    };
  }
}
