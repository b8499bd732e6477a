/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.s3.parquet;

import java.nio.ByteBuffer;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.IntVector;

/** Writer of decimals whose unscaled value has at most 64 bits, in the width of their vector. */
final class DecimalWriter {
  /** Width of a decimal in Arrow, if it is not narrow. */
  static final int DECIMAL_BYTES = 16;

  private long[] words = {};
  private int[] ints = {};

  /** Returns the bytes of a decimal in a vector. */
  static int width(FieldVector vector) {
    return vector instanceof IntVector
        ? Integer.BYTES
        : vector instanceof BigIntVector ? Long.BYTES : DECIMAL_BYTES;
  }

  /** Writes values that fit into the width; others are damaged and lose their upper bits. */
  void write(long[] values, int count, FieldVector vector, int at) {
    int width = width(vector);
    ByteBuffer out = VectorSink.data(vector, at, count, width);
    switch (width) {
      case Integer.BYTES -> {
        if (ints.length < count) {
          ints = new int[count];
        }
        for (int i = 0; i < count; i++) {
          ints[i] = (int) values[i];
        }
        out.asIntBuffer().put(ints, 0, count);
      }
      case Long.BYTES -> out.asLongBuffer().put(values, 0, count);
      default -> {
        if (words.length < 2 * count) {
          words = new long[2 * count];
        }
        for (int i = 0; i < count; i++) {
          words[2 * i] = values[i];
          words[2 * i + 1] = values[i] >> (Long.SIZE - 1);
        }
        out.asLongBuffer().put(words, 0, 2 * count);
      }
    }
  }
}
