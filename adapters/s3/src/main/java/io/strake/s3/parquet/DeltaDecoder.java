/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.s3.parquet;

import java.nio.ByteBuffer;
import java.util.Arrays;
import org.apache.parquet.column.values.bitpacking.BytePackerForLong;
import org.apache.parquet.column.values.bitpacking.Packer;

/** Decoder of DELTA_BINARY_PACKED integers. Not thread-safe. */
final class DeltaDecoder implements ValueDecoder {
  private static final int GROUP = 8;
  private static final int MAX_BLOCK_VALUES = 1 << 20;

  private final ByteBuffer in;
  private final PhysicalKind kind;
  private final long offset;
  private final int miniblocks;
  private final int miniblockValues;
  private final int total;
  private final long[] deltas;
  private final byte[] widths;
  private int done;
  private long value;
  private long minDelta;
  private int miniblock;
  private int deltaPosition;

  DeltaDecoder(PhysicalKind kind, Slice slice, long offset) throws DamageException {
    this.in = slice.buffer();
    this.kind = kind;
    this.offset = offset;
    int blockValues = (int) varint();
    this.miniblocks = (int) varint();
    this.total = (int) varint();
    this.value = zigzag();
    boolean valid =
        blockValues > 0
            && blockValues <= MAX_BLOCK_VALUES
            && miniblocks > 0
            && blockValues % miniblocks == 0
            && blockValues / miniblocks % GROUP == 0
            && total >= 0;
    if (!valid) {
      throw new DamageException(offset, "a delta header that makes no sense");
    }
    this.miniblockValues = blockValues / miniblocks;
    this.deltas = new long[miniblockValues];
    this.widths = new byte[miniblocks];
    this.miniblock = miniblocks;
    this.deltaPosition = miniblockValues;
  }

  @Override
  public void read(ValueBlock out, int count) throws DamageException {
    for (int i = 0; i < count; i++) {
      long next = next();
      if (kind == PhysicalKind.INTS) {
        out.ints[i] = (int) next;
      } else {
        out.longs[i] = next;
      }
    }
  }

  private long next() throws DamageException {
    if (done >= total) {
      throw new DamageException(offset, "a page ends before its values");
    }
    if (done++ > 0) {
      if (deltaPosition == miniblockValues) {
        nextMiniblock();
      }
      value += minDelta + deltas[deltaPosition++];
    }
    return value;
  }

  /**
   * Returns all values.
   *
   * @param max number of values that are possible
   */
  int[] readAll(int max) throws DamageException {
    if (total > max) {
      throw new DamageException(offset, "more values than their page has");
    }
    int[] all = new int[total];
    for (int i = 0; i < total; i++) {
      all[i] = (int) next();
    }
    return all;
  }

  /** Returns the bytes behind the values read so far, which must be all. */
  Slice rest() {
    return new Slice(in.array(), in.position(), in.remaining());
  }

  private void nextMiniblock() throws DamageException {
    if (miniblock == miniblocks) {
      minDelta = zigzag();
      if (in.remaining() < miniblocks) {
        throw new DamageException(offset, "a page ends before its values");
      }
      in.get(widths);
      miniblock = 0;
    }
    int width = widths[miniblock++];
    if (width < 0 || width > Long.SIZE) {
      throw new DamageException(offset, "deltas of " + width + " bits");
    }
    deltaPosition = 0;
    unpack(width);
  }

  private void unpack(int width) throws DamageException {
    if (width == 0) {
      Arrays.fill(deltas, 0);
      return;
    }
    BytePackerForLong packer = Packer.LITTLE_ENDIAN.newBytePackerForLong(width);
    // the values of the last block end anywhere in it, and its bytes may end with them
    int left = Math.min(miniblockValues, total - done + 1);
    for (int at = 0; at < left; at += GROUP) {
      if (in.remaining() >= width) {
        packer.unpack8Values(in.array(), in.position(), deltas, at);
        in.position(in.position() + width);
      } else {
        int needed = (Math.min(GROUP, left - at) * width + GROUP - 1) / GROUP;
        if (in.remaining() < needed) {
          throw new DamageException(offset, "a page ends before its values");
        }
        byte[] rest = new byte[width];
        in.get(rest, 0, in.remaining());
        packer.unpack8Values(rest, 0, deltas, at);
      }
    }
    skip(width, left);
  }

  /** A miniblock is as long as if it were full. */
  private void skip(int width, int left) {
    int read = (left + GROUP - 1) / GROUP;
    int padding = (miniblockValues / GROUP - read) * width;
    in.position(in.position() + Math.min(padding, in.remaining()));
  }

  private long zigzag() throws DamageException {
    long encoded = varint();
    return encoded >>> 1 ^ -(encoded & 1);
  }

  private long varint() throws DamageException {
    long result = 0;
    for (int shift = 0; shift < Long.SIZE; shift += 7) {
      if (!in.hasRemaining()) {
        throw new DamageException(offset, "a page ends before its values");
      }
      byte next = in.get();
      result |= (long) (next & 0x7f) << shift;
      if (next >= 0) {
        return result;
      }
    }
    throw new DamageException(offset, "a number of more than 64 bits");
  }
}
