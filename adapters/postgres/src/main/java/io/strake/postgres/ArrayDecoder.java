/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.postgres;

import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.complex.ListVector;

/**
 * Arrays of one dimension.
 *
 * <p>Format: number of dimensions, whether there are NULLs, object id of the items' type, for each
 * dimension its length and first index, then the items, each with its length (-1 for NULL).
 */
final class ArrayDecoder extends ColumnDecoder<ListVector> {
  private static final int DIMENSIONS_OFFSET = 3 * Integer.BYTES;
  private static final int FIRST_INDEX = 1;

  private final ColumnDecoder<?> items;
  private final byte[][] itemRows = new byte[RowBlock.ROWS][];
  private final int[] itemOffsets = new int[RowBlock.ROWS];
  private final int[] itemLengths = new int[RowBlock.ROWS];

  ArrayDecoder(ColumnDecoder<?> items) {
    super(ListVector.class, 0);
    this.items = items;
  }

  /** The vector of a list has one of its own for the items, with space of its own. */
  @Override
  void bound() {
    items.attach(vector().getDataVector());
  }

  @Override
  void decode(byte[][] rows, int[] offsets, int[] lengths, int count, int first) {
    for (int i = 0; i < count; i++) {
      if (lengths[i] >= 0) {
        decode(rows[i], offsets[i], first + i);
      }
    }
  }

  private void decode(byte[] bytes, int offset, int row) {
    int dimensions = Wire.int4(bytes, offset);
    if (dimensions > 1) {
      throw unfit("an array of " + dimensions + " dimensions");
    }
    ListVector lists = vector();
    if (dimensions == 0) {
      lists.startNewValue(row);
      lists.endValue(row, 0);
      return;
    }
    int count = Wire.int4(bytes, offset + DIMENSIONS_OFFSET);
    int firstIndex = Wire.int4(bytes, offset + DIMENSIONS_OFFSET + Integer.BYTES);
    if (firstIndex != FIRST_INDEX) {
      throw unfit("an array whose first index is " + firstIndex);
    }
    int start = lists.startNewValue(row);
    reserve(lists.getDataVector(), start + count);
    decodeItems(bytes, offset + DIMENSIONS_OFFSET + 2 * Integer.BYTES, start, start + count);
    lists.endValue(row, count);
  }

  private void decodeItems(byte[] bytes, int offset, int start, int end) {
    int position = offset;
    for (int item = start; item < end; ) {
      int size = Math.min(RowBlock.ROWS, end - item);
      for (int i = 0; i < size; i++) {
        itemRows[i] = bytes;
        itemLengths[i] = Wire.int4(bytes, position);
        itemOffsets[i] = position + Integer.BYTES;
        position = itemOffsets[i] + Math.max(0, itemLengths[i]);
      }
      items.decodeItems(itemRows, itemOffsets, itemLengths, size, item);
      item += size;
    }
  }

  private static void reserve(FieldVector vector, int count) {
    while (vector.getValueCapacity() < count) {
      vector.reAlloc();
    }
  }

  private static UnfitValueException unfit(String value) {
    return new UnfitValueException(
        value + ", which a list does not have", "cast the column to text in a view");
  }
}
