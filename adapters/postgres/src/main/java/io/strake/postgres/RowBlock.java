/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.postgres;

import java.util.Arrays;

/**
 * Some rows as the server has sent them, with the place of each value, so that they can be decoded
 * column by column. Not thread-safe.
 */
final class RowBlock {
  /** Rows of a full one; the blocks of a batch but for the last have a multiple of 8 rows. */
  static final int ROWS = 256;

  /** Bytes after which it counts as full, so that large rows do not pile up. */
  private static final int BYTES = 256 * 1024;

  private final byte[][] rows = new byte[ROWS][];
  private final int[][] offsets;
  private final int[][] lengths;
  private final boolean[] hasNulls;
  private int size;
  private long bytes;

  RowBlock(int columns) {
    this.offsets = new int[columns][ROWS];
    this.lengths = new int[columns][ROWS];
    this.hasNulls = new boolean[columns];
  }

  /**
   * Adds a row of which each field is a length, -1 for NULL, and as many bytes.
   *
   * @param position where its first field begins
   * @return the position behind its last field
   * @throws IndexOutOfBoundsException if it goes on behind the message
   */
  int add(byte[] message, int position) {
    int current = position;
    int row = size;
    for (int column = 0; column < offsets.length; column++) {
      int length = Wire.int4(message, current);
      current += Integer.BYTES;
      offsets[column][row] = current;
      lengths[column][row] = length;
      if (length >= 0) {
        current += length;
      } else {
        hasNulls[column] = true;
      }
    }
    rows[row] = message;
    size++;
    bytes += current - position;
    return current;
  }

  boolean isFull() {
    return size == ROWS || (bytes >= BYTES && size % Byte.SIZE == 0);
  }

  int size() {
    return size;
  }

  /** Returns the message of each row. */
  byte[][] rows() {
    return rows;
  }

  /** Returns where the values of a column begin, row by row. */
  int[] offsets(int column) {
    return offsets[column];
  }

  /** Returns the bytes of the values of a column, row by row; -1 for NULL. */
  int[] lengths(int column) {
    return lengths[column];
  }

  boolean hasNulls(int column) {
    return hasNulls[column];
  }

  void clear() {
    Arrays.fill(rows, 0, size, null);
    Arrays.fill(hasNulls, false);
    size = 0;
    bytes = 0;
  }
}
