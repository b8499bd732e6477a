/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.s3.parquet;

import java.util.Arrays;

/**
 * Some thousand values of one column without NULLs, in arrays that are used again.
 *
 * <p>Booleans, 32-bit integers and the bits of floats are in {@code ints}; 64-bit integers and the
 * bits of doubles in {@code longs}; everything else lies in {@code heap}, value by value at {@code
 * starts} with {@code lengths}. Not thread-safe.
 */
public final class ValueBlock {
  /** Values of a block: the arrays of all columns of a batch stay in the processor's cache. */
  public static final int CAPACITY = 2048;

  /** Bytes behind the last value of a heap that is ours, so that short values are copied whole. */
  public static final int SLACK = 16;

  private static final byte[] NO_BYTES = {};

  public final int[] ints;
  public final long[] longs;
  public final int[] starts;
  public final int[] lengths;
  public byte[] heap = NO_BYTES;

  /** Creates a block for values of a kind. */
  public ValueBlock(PhysicalKind kind, int capacity) {
    this.ints = new int[kind == PhysicalKind.INTS ? capacity : 0];
    this.longs = new long[kind == PhysicalKind.LONGS ? capacity : 0];
    this.starts = new int[kind == PhysicalKind.BYTES ? capacity : 0];
    this.lengths = new int[kind == PhysicalKind.BYTES ? capacity : 0];
  }

  /** Makes the heap ours and large enough for {@code size} bytes and the slack. */
  public void growHeap(int size) {
    if (heap.length - SLACK < size) {
      int doubled = (int) Math.min(Integer.MAX_VALUE - SLACK - 8L, 2L * heap.length);
      heap = Arrays.copyOf(heap, Math.max(Math.addExact(size, SLACK), doubled));
    }
  }
}
