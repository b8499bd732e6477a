/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.s3.parquet;

import java.util.Arrays;
import org.apache.parquet.column.values.bitpacking.BytePacker;
import org.apache.parquet.column.values.bitpacking.Packer;

/**
 * Decoder of Parquet's hybrid of run lengths and bit packing, in which levels and dictionary
 * indices are written. Not thread-safe.
 */
final class RunLengthDecoder {
  private static final int GROUP = 8;
  private static final int BLOCK = 32;

  private final long offset;
  private final byte[] bytes;
  private final int end;
  private final int bitWidth;
  private final BytePacker packer;
  private final int[] group = new int[GROUP];
  private int position;
  private int runLeft;
  private int runValue;
  private int packedLeft;
  private int groupPosition = GROUP;

  /**
   * Creates a decoder.
   *
   * @param offset position of the page in the file, for errors
   * @param bitWidth bits of a value, 0 to 32
   */
  RunLengthDecoder(Slice in, int bitWidth, long offset) throws DamageException {
    if (bitWidth < 0 || bitWidth > Integer.SIZE) {
      throw new DamageException(offset, "values of " + bitWidth + " bits");
    }
    this.bytes = in.bytes();
    this.position = in.from();
    this.end = in.to();
    this.bitWidth = bitWidth;
    this.offset = offset;
    this.packer = Packer.LITTLE_ENDIAN.newBytePacker(bitWidth);
  }

  /**
   * Passes over the next values if all of them are {@code value} and lie in one run.
   *
   * @return whether it did
   */
  boolean passRun(int value, int count) throws DamageException {
    if (bitWidth == 0) {
      return value == 0;
    }
    if (runLeft == 0 && packedLeft == 0) {
      nextRun();
    }
    if (runLeft >= count && runValue == value) {
      runLeft -= count;
      return true;
    }
    return false;
  }

  /** Writes the next values into an array. */
  void read(int[] out, int from, int count) throws DamageException {
    if (bitWidth == 0) {
      Arrays.fill(out, from, from + count, 0);
      return;
    }
    int at = from;
    int to = from + count;
    while (at < to) {
      if (runLeft > 0) {
        int run = Math.min(runLeft, to - at);
        Arrays.fill(out, at, at + run, runValue);
        runLeft -= run;
        at += run;
      } else if (packedLeft > 0) {
        at = unpack(out, at, to);
      } else {
        nextRun();
      }
    }
  }

  private int unpack(int[] out, int from, int to) throws DamageException {
    int at = from;
    while (groupPosition < GROUP && at < to && packedLeft > 0) {
      out[at++] = group[groupPosition++];
      packedLeft--;
    }
    while (to - at >= BLOCK && packedLeft >= BLOCK && end - position >= 4 * bitWidth) {
      packer.unpack32Values(bytes, position, out, at);
      position += 4 * bitWidth;
      packedLeft -= BLOCK;
      at += BLOCK;
    }
    if (at < to && packedLeft > 0) {
      nextGroup(Math.min(GROUP, Math.min(to - at, packedLeft)));
    }
    return at;
  }

  /** The last group of a page may be cut off after its last value, and never within one. */
  private void nextGroup(int needed) throws DamageException {
    int left = end - position;
    if (left >= bitWidth) {
      packer.unpack8Values(bytes, position, group, 0);
    } else if (left >= (needed * bitWidth + GROUP - 1) / GROUP) {
      packer.unpack8Values(Arrays.copyOfRange(bytes, position, position + bitWidth), 0, group, 0);
    } else {
      throw new DamageException(offset, "a run ends before its values");
    }
    position += Math.min(bitWidth, left);
    groupPosition = 0;
  }

  private void nextRun() throws DamageException {
    int header = varint();
    int length = header >>> 1;
    if (length == 0) {
      throw new DamageException(offset, "a run of no values");
    }
    if ((header & 1) == 0) {
      runValue = littleEndian((bitWidth + 7) / 8);
      runLeft = length;
    } else {
      packedLeft = (int) Math.min(Integer.MAX_VALUE, (long) length * GROUP);
      groupPosition = GROUP;
    }
  }

  private int varint() throws DamageException {
    int value = 0;
    for (int shift = 0; shift < Integer.SIZE; shift += 7) {
      int next = nextByte();
      value |= (next & 0x7f) << shift;
      if ((next & 0x80) == 0) {
        return value;
      }
    }
    throw new DamageException(offset, "a run length of more than 32 bits");
  }

  private int littleEndian(int count) throws DamageException {
    int value = 0;
    for (int i = 0; i < count; i++) {
      value |= nextByte() << (8 * i);
    }
    return value;
  }

  private int nextByte() throws DamageException {
    if (position >= end) {
      throw new DamageException(offset, "a run ends before its values");
    }
    return bytes[position++] & 0xff;
  }
}
