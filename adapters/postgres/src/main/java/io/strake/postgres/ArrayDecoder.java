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

  ArrayDecoder(ColumnDecoder<?> items) {
    super(ListVector.class, 0);
    this.items = items;
  }

  @Override
  void decode(byte[] bytes, int offset, int length, int row) {
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
    int first = Wire.int4(bytes, offset + DIMENSIONS_OFFSET + Integer.BYTES);
    if (first != FIRST_INDEX) {
      throw unfit("an array whose first index is " + first);
    }
    int start = lists.startNewValue(row);
    reserve(lists.getDataVector(), start + count);
    decodeItems(bytes, offset + DIMENSIONS_OFFSET + 2 * Integer.BYTES, start, start + count);
    lists.endValue(row, count);
  }

  /** The vector of a list has one of its own for the items, with space of its own. */
  @Override
  void bound() {
    items.attach(vector().getDataVector());
  }

  private void decodeItems(byte[] bytes, int offset, int start, int end) {
    int position = offset;
    for (int item = start; item < end; item++) {
      int length = Wire.int4(bytes, position);
      position += Integer.BYTES;
      if (length >= 0) {
        items.decode(bytes, position, length, item);
        position += length;
      }
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
