/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.s3;

import java.nio.ByteBuffer;
import java.util.Arrays;
import org.apache.parquet.column.values.bitpacking.BytePacker;
import org.apache.parquet.column.values.bitpacking.Packer;
import org.apache.parquet.io.ParquetDecodingException;

/**
 * Decoder of Parquet's hybrid of run lengths and bit packing, a whole page at a time.
 *
 * <p>Definition levels and dictionary indices are written so; see "Encodings" of the Parquet format
 * specification.
 */
final class LevelDecoder {
  private static final int VALUES_PER_GROUP = 8;

  private LevelDecoder() {}

  /** Returns {@code count} values of {@code bitWidth} bits from the rest of a buffer. */
  static int[] decode(ByteBuffer in, int bitWidth, int count) {
    // bit-packed groups end at a multiple of eight
    int[] out = new int[count + VALUES_PER_GROUP];
    if (bitWidth == 0) {
      return out;
    }
    int done = 0;
    while (done < count) {
      int header = varint(in);
      int length = header >>> 1;
      if ((header & 1) == 0) {
        int run = Math.min(length, count - done);
        Arrays.fill(out, done, done + run, littleEndian(in, (bitWidth + 7) / 8));
        done += run;
      } else {
        done = unpack(in, bitWidth, length, out, done, count);
      }
    }
    return out;
  }

  private static int unpack(
      ByteBuffer in, int bitWidth, int groups, int[] out, int from, int count) {
    BytePacker packer = Packer.LITTLE_ENDIAN.newBytePacker(bitWidth);
    int done = from;
    for (int group = 0; group < groups && done < count; group++) {
      byte[] bytes = new byte[bitWidth];
      // the last group of a page may be cut off after its last value, and never within one
      int needed = (Math.min(VALUES_PER_GROUP, count - done) * bitWidth + 7) / 8;
      if (in.remaining() < needed) {
        throw new ParquetDecodingException("a run ends before its values");
      }
      in.get(bytes, 0, Math.min(bitWidth, in.remaining()));
      packer.unpack8Values(bytes, 0, out, done);
      done += VALUES_PER_GROUP;
    }
    if (groups == 0) {
      throw new ParquetDecodingException("a run of no values");
    }
    return Math.min(done, count);
  }

  private static int varint(ByteBuffer in) {
    int value = 0;
    for (int shift = 0; shift < Integer.SIZE; shift += 7) {
      int next = in.get() & 0xff;
      value |= (next & 0x7f) << shift;
      if ((next & 0x80) == 0) {
        return value;
      }
    }
    throw new ParquetDecodingException("a run length of more than 32 bits");
  }

  private static int littleEndian(ByteBuffer in, int bytes) {
    int value = 0;
    for (int i = 0; i < bytes; i++) {
      value |= (in.get() & 0xff) << (8 * i);
    }
    return value;
  }
}
