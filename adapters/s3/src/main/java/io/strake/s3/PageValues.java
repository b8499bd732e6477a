/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.s3;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import org.apache.parquet.column.values.ValuesReader;
import org.apache.parquet.io.ParquetDecodingException;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.schema.PrimitiveType;

/**
 * The values of a page or dictionary without NULLs, in arrays.
 *
 * <p>Booleans, 32-bit integers and the bits of floats are in {@code ints}; 64-bit integers and the
 * bits of doubles in {@code longs}; everything else in {@code heap} between {@code starts} and
 * {@code starts + lengths}. Unused arrays are empty.
 */
@SuppressWarnings("ArrayRecordComponent") // identity is not asked for; arrays are the point
record PageValues(int[] ints, long[] longs, byte[] heap, int[] starts, int[] lengths) {
  private static final int[] NO_INTS = {};
  private static final long[] NO_LONGS = {};
  private static final byte[] NO_BYTES = {};
  private static final int INT96_BYTES = 12;

  static PageValues ofInts(int[] values) {
    return new PageValues(values, NO_LONGS, NO_BYTES, NO_INTS, NO_INTS);
  }

  static PageValues ofLongs(long[] values) {
    return new PageValues(NO_INTS, values, NO_BYTES, NO_INTS, NO_INTS);
  }

  static PageValues ofBytes(byte[] heap, int[] starts, int[] lengths) {
    return new PageValues(NO_INTS, NO_LONGS, heap, starts, lengths);
  }

  /** Returns {@code count} values in the encoding PLAIN from the rest of a buffer. */
  static PageValues plain(PrimitiveType type, ByteBuffer buffer, int count) {
    ByteBuffer in = buffer.order(ByteOrder.LITTLE_ENDIAN);
    return switch (type.getPrimitiveTypeName()) {
      case BOOLEAN -> ofInts(bits(in, count));
      case INT32, FLOAT -> {
        int[] values = new int[count];
        in.asIntBuffer().get(values);
        yield ofInts(values);
      }
      case INT64, DOUBLE -> {
        long[] values = new long[count];
        in.asLongBuffer().get(values);
        yield ofLongs(values);
      }
      case INT96 -> fixed(in, INT96_BYTES, count);
      case FIXED_LEN_BYTE_ARRAY -> fixed(in, type.getTypeLength(), count);
      case BINARY -> variable(in, count);
    };
  }

  /** Returns {@code count} values from a reader of any other encoding. */
  static PageValues read(PrimitiveType type, ValuesReader reader, int count) {
    int[] ints = new int[isInts(type) ? count : 0];
    long[] longs = new long[isLongs(type) ? count : 0];
    switch (type.getPrimitiveTypeName()) {
      case BOOLEAN -> Arrays.setAll(ints, i -> reader.readBoolean() ? 1 : 0);
      case INT32 -> Arrays.setAll(ints, i -> reader.readInteger());
      case FLOAT -> Arrays.setAll(ints, i -> Float.floatToRawIntBits(reader.readFloat()));
      case INT64 -> Arrays.setAll(longs, i -> reader.readLong());
      case DOUBLE -> Arrays.setAll(longs, i -> Double.doubleToRawLongBits(reader.readDouble()));
      case INT96, FIXED_LEN_BYTE_ARRAY, BINARY -> {
        return binaries(reader, count);
      }
    }
    return ints.length > 0 ? ofInts(ints) : ofLongs(longs);
  }

  /** Returns the values that indices into this dictionary stand for. */
  PageValues gather(PrimitiveType type, int[] ids, int count) {
    if (isInts(type)) {
      int[] values = new int[count];
      for (int i = 0; i < count; i++) {
        values[i] = ints[ids[i]];
      }
      return ofInts(values);
    } else if (isLongs(type)) {
      long[] values = new long[count];
      for (int i = 0; i < count; i++) {
        values[i] = longs[ids[i]];
      }
      return ofLongs(values);
    }
    int[] gatheredStarts = new int[count];
    int[] gatheredLengths = new int[count];
    for (int i = 0; i < count; i++) {
      gatheredStarts[i] = starts[ids[i]];
      gatheredLengths[i] = lengths[ids[i]];
    }
    return ofBytes(heap, gatheredStarts, gatheredLengths);
  }

  private static boolean isInts(PrimitiveType type) {
    return switch (type.getPrimitiveTypeName()) {
      case BOOLEAN, INT32, FLOAT -> true;
      default -> false;
    };
  }

  private static boolean isLongs(PrimitiveType type) {
    return switch (type.getPrimitiveTypeName()) {
      case INT64, DOUBLE -> true;
      default -> false;
    };
  }

  private static int[] bits(ByteBuffer in, int count) {
    int[] values = new int[count];
    int start = in.position();
    for (int i = 0; i < count; i++) {
      values[i] = in.get(start + (i >> 3)) >> (i & 7) & 1;
    }
    return values;
  }

  private static PageValues fixed(ByteBuffer in, int width, int count) {
    int[] starts = new int[count];
    int[] lengths = new int[count];
    byte[] heap = new byte[Math.multiplyExact(width, count)];
    in.get(heap);
    for (int i = 0; i < count; i++) {
      starts[i] = i * width;
      lengths[i] = width;
    }
    return ofBytes(heap, starts, lengths);
  }

  private static PageValues variable(ByteBuffer in, int count) {
    int[] starts = new int[count];
    int[] lengths = new int[count];
    byte[] heap = new byte[in.remaining()];
    ByteBuffer view = in.duplicate().order(ByteOrder.LITTLE_ENDIAN);
    view.get(heap);
    int base = in.position();
    int position = base;
    for (int i = 0; i < count; i++) {
      int rest = in.limit() - position - Integer.BYTES;
      int length = rest < 0 ? -1 : in.getInt(position);
      if (length < 0 || length > rest) {
        throw new ParquetDecodingException("a value reaches behind its page");
      }
      starts[i] = position + Integer.BYTES - base;
      lengths[i] = length;
      position += Integer.BYTES + length;
    }
    return ofBytes(heap, starts, lengths);
  }

  private static PageValues binaries(ValuesReader reader, int count) {
    int[] starts = new int[count];
    int[] lengths = new int[count];
    byte[] heap = new byte[16 * count + 64];
    int end = 0;
    for (int i = 0; i < count; i++) {
      Binary value = reader.readBytes();
      int length = value.length();
      if (end + length > heap.length) {
        heap = Arrays.copyOf(heap, Math.max(Math.multiplyExact(2, heap.length), end + length));
      }
      value.toByteBuffer().get(heap, end, length);
      starts[i] = end;
      lengths[i] = length;
      end += length;
    }
    return ofBytes(heap, starts, lengths);
  }
}
