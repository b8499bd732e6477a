/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.s3;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.apache.arrow.memory.ArrowBuf;
import org.apache.arrow.vector.BitVectorHelper;
import org.apache.arrow.vector.FieldVector;

/**
 * Writer of decoded pages into a vector of one conversion, in typed loops over arrays.
 *
 * <p>Keeps scratch space between calls. Not thread-safe.
 */
abstract class VectorSink {
  /**
   * Writes rows of a page.
   *
   * @param page page
   * @param row first row in the page
   * @param value index of the first value of these rows
   * @param count number of rows
   * @param vector vector with room for the rows
   * @param at first row in the vector
   */
  final void write(Page page, int row, int value, int count, FieldVector vector, int at) {
    ArrowBuf validity = vector.getValidityBuffer();
    int[] levels = page.levels();
    if (levels == null) {
      setAll(validity, at, count);
    } else {
      for (int i = 0; i < count; i++) {
        if (levels[row + i] != 0) {
          BitVectorHelper.setBit(validity, at + i);
        }
      }
    }
    writeValues(page, row, value, count, vector, at);
  }

  /** Writes the values; rows that are NULL may get any value. */
  abstract void writeValues(Page page, int row, int value, int count, FieldVector vector, int at);

  /** Returns the part of the data buffer for rows of a fixed width. */
  static ByteBuffer data(FieldVector vector, int at, int count, int width) {
    return vector
        .getDataBuffer()
        .nioBuffer((long) at * width, count * width)
        .order(ByteOrder.LITTLE_ENDIAN);
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

  /** Returns {@code scratch} or a longer array. */
  static int[] atLeast(int[] scratch, int length) {
    return scratch.length >= length ? scratch : new int[length];
  }

  /** Returns {@code scratch} or a longer array. */
  static long[] atLeast(long[] scratch, int length) {
    return scratch.length >= length ? scratch : new long[length];
  }

  /** Returns the sink of a conversion. */
  static VectorSink of(ParquetType.Conversion conversion) {
    return switch (conversion) {
      case BOOLEAN,
          INT8,
          INT16,
          INT32,
          UINT8_TO_INT16,
          UINT16_TO_INT32,
          UINT32_TO_INT64,
          FLOAT,
          TIME_MILLIS,
          INT32_TO_DECIMAL ->
          new IntSink(conversion);
      case INT64, DOUBLE, MILLIS, NANOS, INT64_TO_DECIMAL, UINT64_TO_DECIMAL ->
          new LongSink(conversion);
      case TEXT, BYTES, UUID -> new BytesSink(conversion == ParquetType.Conversion.UUID);
      case INT96, BINARY_TO_DECIMAL -> new FixedBytesSink(conversion);
    };
  }
}
