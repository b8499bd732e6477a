/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.s3.ipc;

import io.strake.s3.parquet.DamageException;
import java.nio.ByteBuffer;

/**
 * Decoder of LZ4 frames, after "LZ4 Frame Format Description" and "LZ4 Block Format Description".
 * Checksums are not verified: a damaged block is told by its lengths, as far as it can be told.
 */
final class Lz4Frame {
  private static final int MAGIC = 0x184D2204;
  private static final int VERSION = 1;
  private static final int HAS_DICTIONARY = 1;
  private static final int HAS_CONTENT_CHECKSUM = 1 << 2;
  private static final int HAS_CONTENT_SIZE = 1 << 3;
  private static final int HAS_BLOCK_CHECKSUM = 1 << 4;
  private static final int STORED = 1 << 31;
  private static final int MIN_MATCH = 4;
  private static final int LONG = 15;
  private static final int FULL = 255;

  private final ByteBuffer in;
  private final byte[] out;
  private final long offset;
  private int position;

  private Lz4Frame(ByteBuffer in, byte[] out, long offset) {
    this.in = in;
    this.out = out;
    this.offset = offset;
  }

  /**
   * Decodes a frame.
   *
   * @param in frame, from its first byte on
   * @param out array that has the length of the content
   * @param offset position of the frame in the object, for errors
   */
  static void decompress(ByteBuffer in, byte[] out, long offset) throws DamageException {
    try {
      new Lz4Frame(in, out, offset).run();
    } catch (IndexOutOfBoundsException | java.nio.BufferUnderflowException e) {
      throw new DamageException(offset, "a compressed buffer that is cut off or damaged");
    }
  }

  private void run() throws DamageException {
    int magic = in.getInt();
    int flags = in.get();
    in.get(); // greatest size of a block, which the length of the content bounds
    boolean isKnown =
        magic == MAGIC && (flags >> 6 & 3) == VERSION && (flags & HAS_DICTIONARY) == 0;
    if (!isKnown) {
      throw new DamageException(offset, "a compressed buffer that is no LZ4 frame");
    }
    in.position(in.position() + ((flags & HAS_CONTENT_SIZE) == 0 ? 0 : Long.BYTES) + 1);
    for (int header = in.getInt(); header != 0; header = in.getInt()) {
      int size = header & ~STORED;
      if (size > in.remaining()) {
        throw new DamageException(offset, "a compressed buffer that is cut off or damaged");
      }
      int end = in.position() + size;
      if ((header & STORED) != 0) {
        copy(size);
      } else {
        block(end);
      }
      in.position(end + ((flags & HAS_BLOCK_CHECKSUM) == 0 ? 0 : Integer.BYTES));
    }
    boolean isWhole = (flags & HAS_CONTENT_CHECKSUM) == 0 || in.remaining() >= Integer.BYTES;
    if (position != out.length || !isWhole) {
      throw new DamageException(offset, "a compressed buffer of another length than it says");
    }
  }

  private void block(int end) throws DamageException {
    while (in.position() < end) {
      int token = in.get() & 0xff;
      copy(length(token >> 4));
      if (in.position() >= end) {
        return; // the last sequence has no match
      }
      int distance = in.getShort() & 0xffff;
      match(distance, Math.addExact(length(token & LONG), MIN_MATCH));
    }
  }

  private int length(int first) throws DamageException {
    int length = first;
    for (int next = first == LONG ? FULL : 0; next == FULL; ) {
      next = in.get() & 0xff;
      length += next;
      if (length < 0) {
        throw new DamageException(offset, "a compressed buffer that is cut off or damaged");
      }
    }
    return length;
  }

  private void copy(int length) {
    in.get(out, position, length);
    position += length;
  }

  /** Copies bytes that were written before; they may overlap with those that are written. */
  private void match(int distance, int length) throws DamageException {
    int from = position - distance;
    if (distance == 0 || from < 0 || length > out.length - position) {
      throw new DamageException(offset, "a compressed buffer that is cut off or damaged");
    }
    if (distance >= length) {
      System.arraycopy(out, from, out, position, length);
    } else {
      for (int i = 0; i < length; i++) {
        out[position + i] = out[from + i];
      }
    }
    position += length;
  }
}
