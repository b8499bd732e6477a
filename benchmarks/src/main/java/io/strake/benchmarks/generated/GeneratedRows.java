/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.benchmarks.generated;

import java.nio.charset.StandardCharsets;

/**
 * The rows of a generated table: every column follows from the key, so that whoever knows the key
 * can check the row.
 *
 * <p>The keys are the numbers from 0 to the number of rows, in an order that looks random and
 * differs between tables.
 *
 * @param bits logarithm to the base 2 of the number of rows, up to 40
 * @param seed number of the table, which its order and values depend on
 */
public record GeneratedRows(int bits, int seed) {
  /** Number of groups in column {@code g}. */
  public static final int GROUPS = 1024;

  /** Bytes of the text of a row. */
  public static final int TEXT_BYTES = 112;

  /** Bytes of a row in Arrow: three numbers, the text, its offset. */
  public static final int ROW_BYTES = 3 * Long.BYTES + TEXT_BYTES + Integer.BYTES;

  private static final byte[] DIGITS = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);
  private static final int DIGITS_PER_LONG = 16;
  private static final long VALUE_MASK = (1L << 40) - 1;

  /** Returns the number of rows. */
  public long count() {
    return 1L << bits;
  }

  /** Returns the key of a row: a permutation, since each step can be undone within the bits. */
  public long key(long row) {
    long mask = count() - 1;
    long key = row ^ (mix(seed) & mask);
    for (int round = 0; round < 2; round++) {
      key = key * 0x9E3779B97F4A7C15L & mask;
      key ^= key >>> (bits + 1) / 2;
    }
    return key;
  }

  /** Returns the number in column {@code v}, from 0 to 2^40. */
  public long value(long key) {
    return mix(key ^ (long) seed << 48) & VALUE_MASK;
  }

  /** Returns the group in column {@code g}. */
  public static long group(long key) {
    return key & GROUPS - 1;
  }

  /** Writes the text in column {@code s}: hexadecimal digits that do not compress well. */
  public void writeText(long key, byte[] target) {
    long word = value(key);
    for (int i = 0; i < TEXT_BYTES; i++) {
      if (i % DIGITS_PER_LONG == 0) {
        word = mix(word + i);
      }
      target[i] = DIGITS[(int) (word >>> 4 * (i % DIGITS_PER_LONG)) & 0xF];
    }
  }

  /** Returns a number whose bits all depend on all bits of another. */
  public static long mix(long number) {
    long mixed = (number ^ number >>> 30) * 0xBF58476D1CE4E5B9L;
    mixed = (mixed ^ mixed >>> 27) * 0x94D049BB133111EBL;
    return mixed ^ mixed >>> 31;
  }
}
