/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.postgres;

import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.BitVector;
import org.apache.arrow.vector.Float4Vector;
import org.apache.arrow.vector.Float8Vector;
import org.apache.arrow.vector.IntVector;
import org.apache.arrow.vector.NullVector;
import org.apache.arrow.vector.SmallIntVector;
import org.apache.arrow.vector.VarBinaryVector;
import org.apache.arrow.vector.VarCharVector;

/** Decoders of the types whose bytes are taken over as they are, but for their order. */
final class PlainDecoders {
  private PlainDecoders() {}

  /** {@code bool}: one byte, 0 or 1. */
  static final class OfBoolean extends ColumnDecoder<BitVector> {
    OfBoolean() {
      super(BitVector.class, 1);
    }

    @Override
    void decode(byte[] bytes, int offset, int length, int row) {
      vector().set(row, bytes[offset]);
    }
  }

  /** {@code int2}. */
  static final class OfSmallInt extends ColumnDecoder<SmallIntVector> {
    OfSmallInt() {
      super(SmallIntVector.class, Short.BYTES);
    }

    @Override
    void decode(byte[] bytes, int offset, int length, int row) {
      vector().set(row, Wire.int2(bytes, offset));
    }
  }

  /** {@code int4}. */
  static final class OfInteger extends ColumnDecoder<IntVector> {
    OfInteger() {
      super(IntVector.class, Integer.BYTES);
    }

    @Override
    void decode(byte[] bytes, int offset, int length, int row) {
      vector().set(row, Wire.int4(bytes, offset));
    }
  }

  /** {@code int8}. */
  static final class OfBigInt extends ColumnDecoder<BigIntVector> {
    OfBigInt() {
      super(BigIntVector.class, Long.BYTES);
    }

    @Override
    void decode(byte[] bytes, int offset, int length, int row) {
      vector().set(row, Wire.int8(bytes, offset));
    }
  }

  /** {@code float4}: IEEE 754. */
  static final class OfReal extends ColumnDecoder<Float4Vector> {
    OfReal() {
      super(Float4Vector.class, Float.BYTES);
    }

    @Override
    void decode(byte[] bytes, int offset, int length, int row) {
      vector().set(row, Float.intBitsToFloat(Wire.int4(bytes, offset)));
    }
  }

  /** {@code float8}: IEEE 754. */
  static final class OfDouble extends ColumnDecoder<Float8Vector> {
    OfDouble() {
      super(Float8Vector.class, Double.BYTES);
    }

    @Override
    void decode(byte[] bytes, int offset, int length, int row) {
      vector().set(row, Double.longBitsToDouble(Wire.int8(bytes, offset)));
    }
  }

  /** {@code text}: UTF-8, because the driver fixes the client encoding. */
  static final class OfText extends ColumnDecoder<VarCharVector> {
    OfText() {
      super(VarCharVector.class, 0);
    }

    @Override
    void decode(byte[] bytes, int offset, int length, int row) {
      vector().setSafe(row, bytes, offset, length);
    }
  }

  /** {@code bytea}. */
  static final class OfBinary extends ColumnDecoder<VarBinaryVector> {
    OfBinary() {
      super(VarBinaryVector.class, 0);
    }

    @Override
    void decode(byte[] bytes, int offset, int length, int row) {
      vector().setSafe(row, bytes, offset, length);
    }
  }

  /** A column that is always NULL. */
  static final class OfNull extends ColumnDecoder<NullVector> {
    OfNull() {
      super(NullVector.class, 1);
    }

    @Override
    void decode(byte[] bytes, int offset, int length, int row) {
      throw new AssertionError("a column without type has a value");
    }
  }
}
