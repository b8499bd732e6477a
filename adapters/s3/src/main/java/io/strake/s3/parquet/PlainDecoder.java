/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.s3.parquet;

import java.nio.ByteBuffer;
import org.apache.parquet.schema.PrimitiveType;

/** Decoder of the encoding PLAIN. Not thread-safe. */
final class PlainDecoder implements ValueDecoder {
  private static final int INT96_BYTES = 12;

  private final PrimitiveType.PrimitiveTypeName type;
  private final int width;
  private final ByteBuffer in;
  private final byte[] bytes;
  private final long offset;
  private int bit;

  PlainDecoder(PrimitiveType type, Slice in, long offset) {
    this.type = type.getPrimitiveTypeName();
    this.width = width(type);
    this.in = in.buffer();
    this.bytes = in.bytes();
    this.offset = offset;
  }

  /** Returns the bytes of a value of fixed width; 0 for other types. */
  static int width(PrimitiveType type) {
    return switch (type.getPrimitiveTypeName()) {
      case INT32, FLOAT -> Integer.BYTES;
      case INT64, DOUBLE -> Long.BYTES;
      case INT96 -> INT96_BYTES;
      case FIXED_LEN_BYTE_ARRAY -> type.getTypeLength();
      case BOOLEAN, BINARY -> 0;
    };
  }

  @Override
  public void read(ValueBlock out, int count) throws DamageException {
    if ((long) width * count > in.remaining()) {
      throw new DamageException(offset, "a page ends before its values");
    }
    switch (type) {
      case BOOLEAN -> bits(out, count);
      case INT32, FLOAT -> in.asIntBuffer().get(out.ints, 0, count);
      case INT64, DOUBLE -> in.asLongBuffer().get(out.longs, 0, count);
      case INT96, FIXED_LEN_BYTE_ARRAY -> {
        for (int i = 0; i < count; i++) {
          out.starts[i] = in.position() + i * width;
          out.lengths[i] = width;
        }
        out.heap = bytes;
      }
      case BINARY -> variable(out, count);
    }
    in.position(in.position() + width * count);
  }

  private void bits(ValueBlock out, int count) {
    int start = in.position();
    for (int i = 0; i < count; i++, bit++) {
      out.ints[i] = in.get(start + (bit >> 3)) >> (bit & 7) & 1;
    }
  }

  private void variable(ValueBlock out, int count) throws DamageException {
    int position = in.position();
    int end = in.limit();
    for (int i = 0; i < count; i++) {
      int rest = end - position - Integer.BYTES;
      int length = rest < 0 ? -1 : in.getInt(position);
      if (length < 0 || length > rest) {
        throw new DamageException(offset, "a value reaches behind its page");
      }
      position += Integer.BYTES;
      out.starts[i] = position;
      out.lengths[i] = length;
      position += length;
    }
    out.heap = bytes;
    in.position(position);
  }
}
