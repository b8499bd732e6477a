/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.postgres;

import java.util.Arrays;
import org.apache.arrow.vector.BaseFixedWidthVector;
import org.apache.arrow.vector.BaseVariableWidthVector;
import org.apache.arrow.vector.BitVector;
import org.apache.arrow.vector.BitVectorHelper;
import org.apache.arrow.vector.NullVector;

/** Decoders of the types whose bytes are taken over as they are, but for their order. */
final class PlainDecoders {
  private PlainDecoders() {}

  /** {@code bool}: one byte, 0 or 1. */
  static final class OfBoolean extends ColumnDecoder<BitVector> {
    private final byte[] bits = new byte[RowBlock.ROWS / Byte.SIZE];

    OfBoolean() {
      super(BitVector.class, 1);
    }

    @Override
    void decode(byte[][] rows, int[] offsets, int[] lengths, int count, int first) {
      if (first % Byte.SIZE != 0) {
        decodeOneByOne(rows, offsets, lengths, count, first);
        return;
      }
      Arrays.fill(bits, (byte) 0);
      for (int i = 0; i < count; i++) {
        if (lengths[i] > 0) {
          bits[i / Byte.SIZE] |= (byte) (rows[i][offsets[i]] << i % Byte.SIZE);
        }
      }
      int bytes = (count + Byte.SIZE - 1) / Byte.SIZE;
      vector().getDataBuffer().setBytes(first / Byte.SIZE, bits, 0, bytes);
    }

    /** Items of arrays begin within a byte. */
    private void decodeOneByOne(byte[][] rows, int[] offsets, int[] lengths, int count, int first) {
      for (int i = 0; i < count; i++) {
        int bit = lengths[i] > 0 ? rows[i][offsets[i]] : 0;
        BitVectorHelper.setValidityBit(vector().getDataBuffer(), first + i, bit);
      }
    }
  }

  /** {@code int2}. */
  static final class OfTwoBytes extends ColumnDecoder<BaseFixedWidthVector> {
    private final byte[] values = new byte[RowBlock.ROWS * Short.BYTES];

    OfTwoBytes() {
      super(BaseFixedWidthVector.class, Short.BYTES);
    }

    @Override
    void decode(byte[][] rows, int[] offsets, int[] lengths, int count, int first) {
      for (int i = 0; i < count; i++) {
        Wire.putInt2(values, i, lengths[i] < 0 ? 0 : Wire.int2(rows[i], offsets[i]));
      }
      write(values, count, first);
    }
  }

  /** {@code int4}; and {@code float4}, which is IEEE 754. */
  static final class OfFourBytes extends ColumnDecoder<BaseFixedWidthVector> {
    private final byte[] values = new byte[RowBlock.ROWS * Integer.BYTES];

    OfFourBytes() {
      super(BaseFixedWidthVector.class, Integer.BYTES);
    }

    @Override
    void decode(byte[][] rows, int[] offsets, int[] lengths, int count, int first) {
      for (int i = 0; i < count; i++) {
        Wire.putInt4(values, i, lengths[i] < 0 ? 0 : Wire.int4(rows[i], offsets[i]));
      }
      write(values, count, first);
    }
  }

  /** {@code int8}; and {@code float8}, which is IEEE 754. */
  static final class OfEightBytes extends ColumnDecoder<BaseFixedWidthVector> {
    private final byte[] values = new byte[RowBlock.ROWS * Long.BYTES];

    OfEightBytes() {
      super(BaseFixedWidthVector.class, Long.BYTES);
    }

    @Override
    void decode(byte[][] rows, int[] offsets, int[] lengths, int count, int first) {
      for (int i = 0; i < count; i++) {
        Wire.putInt8(values, i, lengths[i] < 0 ? 0 : Wire.int8(rows[i], offsets[i]));
      }
      write(values, count, first);
    }
  }

  /** {@code text}, UTF-8 because the driver fixes the client encoding; and {@code bytea}. */
  static final class OfAnyBytes extends ColumnDecoder<BaseVariableWidthVector> {
    private static final int INITIAL_BYTES = RowBlock.ROWS * 32;

    private final byte[] ends = new byte[RowBlock.ROWS * Integer.BYTES];
    private byte[] values = new byte[INITIAL_BYTES];

    /** Where the values of the batch end so far. */
    private int end;

    OfAnyBytes() {
      super(BaseVariableWidthVector.class, 0);
    }

    @Override
    void decode(byte[][] rows, int[] offsets, int[] lengths, int count, int first) {
      int start = first == 0 ? 0 : end;
      int bytes = bytes(lengths, count);
      if (values.length < bytes) {
        values = new byte[Math.max(bytes, 2 * values.length)];
      }
      int position = 0;
      for (int i = 0; i < count; i++) {
        if (lengths[i] > 0) {
          System.arraycopy(rows[i], offsets[i], values, position, lengths[i]);
          position += lengths[i];
        }
        Wire.putInt4(ends, i, start + position);
      }
      end = start + position;
      BaseVariableWidthVector vector = vector();
      if (end > vector.getDataBuffer().capacity()) {
        vector.reallocDataBuffer(end); // to the next power of two
      }
      vector.getDataBuffer().setBytes(start, values, 0, position);
      vector
          .getOffsetBuffer()
          .setBytes((first + 1L) * Integer.BYTES, ends, 0, (long) count * Integer.BYTES);
      vector.setLastSet(first + count - 1);
    }

    private static int bytes(int[] lengths, int count) {
      int bytes = 0;
      for (int i = 0; i < count; i++) {
        bytes = Math.addExact(bytes, Math.max(0, lengths[i]));
      }
      return bytes;
    }
  }

  /** A column that is always NULL. */
  static final class OfNull extends ColumnDecoder<NullVector> {
    OfNull() {
      super(NullVector.class, 1);
    }

    @Override
    void decode(byte[][] rows, int[] offsets, int[] lengths, int count, int first) {
      for (int i = 0; i < count; i++) {
        if (lengths[i] >= 0) {
          throw new AssertionError("a column without type has a value");
        }
      }
    }
  }
}
