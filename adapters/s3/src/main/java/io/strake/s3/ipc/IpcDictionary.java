/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.s3.ipc;

import io.strake.s3.parquet.DamageException;
import io.strake.s3.parquet.PhysicalKind;
import io.strake.s3.parquet.ValueBlock;
import java.util.Arrays;
import java.util.BitSet;

/** The values of a dictionary, with those that were added later. Immutable. */
final class IpcDictionary {
  private final PhysicalKind kind;
  private final int size;
  private final BitSet valid = new BitSet();
  private final int[] ints;
  private final long[] longs;
  private final int[] starts;
  private final int[] lengths;
  private byte[] heap;

  private IpcDictionary(PhysicalKind kind, int size, IpcDictionary before) {
    this.kind = kind;
    this.size = size;
    this.ints = Arrays.copyOf(before == null ? new int[0] : before.ints, of(PhysicalKind.INTS));
    this.longs = Arrays.copyOf(before == null ? new long[0] : before.longs, of(PhysicalKind.LONGS));
    this.starts =
        Arrays.copyOf(before == null ? new int[0] : before.starts, of(PhysicalKind.BYTES));
    this.lengths =
        Arrays.copyOf(before == null ? new int[0] : before.lengths, of(PhysicalKind.BYTES));
    this.heap = before == null ? new byte[0] : before.heap;
    if (before != null) {
      valid.or(before.valid);
    }
  }

  private int of(PhysicalKind wanted) {
    return kind == wanted ? size : 0;
  }

  /** Returns a dictionary of {@code length} values. */
  static IpcDictionary of(LeafValues values, int length) throws DamageException {
    IpcDictionary dictionary = new IpcDictionary(values.kind(), length, null);
    dictionary.add(values, 0, length);
    return dictionary;
  }

  /** Returns a dictionary with more values behind those of this one. */
  IpcDictionary with(LeafValues values, int length) throws DamageException {
    IpcDictionary dictionary = new IpcDictionary(kind, Math.addExact(size, length), this);
    dictionary.add(values, size, length);
    return dictionary;
  }

  private void add(LeafValues values, int first, int length) throws DamageException {
    ValueBlock block = new ValueBlock(kind, ValueBlock.CAPACITY);
    int[] rows = new int[ValueBlock.CAPACITY];
    for (int row = 0; row < length; ) {
      int count = 0;
      for (; row < length && count < ValueBlock.CAPACITY; row++) {
        if (values.isValid(row)) {
          valid.set(first + row);
          rows[count++] = row;
        }
      }
      values.load(rows, count, block);
      keep(block, rows, count, first);
    }
  }

  private void keep(ValueBlock block, int[] rows, int count, int first) {
    int at = heap.length;
    if (kind == PhysicalKind.BYTES) {
      int total = at;
      for (int i = 0; i < count; i++) {
        total = Math.addExact(total, block.lengths[i]);
      }
      heap = Arrays.copyOf(heap, total);
    }
    for (int i = 0; i < count; i++) {
      int row = first + rows[i];
      switch (kind) {
        case INTS -> ints[row] = block.ints[i];
        case LONGS -> longs[row] = block.longs[i];
        case BYTES -> {
          System.arraycopy(block.heap, block.starts[i], heap, at, block.lengths[i]);
          starts[row] = at;
          lengths[row] = block.lengths[i];
          at += block.lengths[i];
        }
      }
    }
  }

  PhysicalKind kind() {
    return kind;
  }

  int size() {
    return size;
  }

  boolean isValid(int position) {
    return valid.get(position);
  }

  /** Writes the values at some positions into a block. */
  void gather(int[] positions, int count, ValueBlock out) {
    for (int i = 0; i < count; i++) {
      switch (kind) {
        case INTS -> out.ints[i] = ints[positions[i]];
        case LONGS -> out.longs[i] = longs[positions[i]];
        case BYTES -> {
          out.starts[i] = starts[positions[i]];
          out.lengths[i] = lengths[positions[i]];
        }
      }
    }
    if (kind == PhysicalKind.BYTES) {
      out.heap = heap;
    }
  }
}
