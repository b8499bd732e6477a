/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.s3.scan;

import io.strake.s3.store.S3Errors;
import io.strake.s3.store.StoredObject;
import io.strake.s3.table.RowOrder;
import java.util.ArrayList;
import java.util.List;
import org.apache.arrow.vector.BaseIntVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.VectorSchemaRoot;

/**
 * Check that the rows of a scan come in the order that was declared, batch after batch: who is told
 * that they do does not sort them.
 *
 * <p>Not thread-safe.
 */
final class OrderCheck {
  private final RowOrder order;
  private final S3Errors errors;
  private final List<Comparable<Object>> last = new ArrayList<>();

  OrderCheck(RowOrder order, S3Errors errors) {
    this.order = order;
    this.errors = errors;
  }

  /**
   * Checks the next rows.
   *
   * @throws io.strake.planner.StrakeException SOURCE_DATA_INVALID if one belongs before another
   */
  void check(VectorSchemaRoot batch, StoredObject object) {
    int rows = batch.getRowCount();
    List<FieldVector> keys =
        order.keys().stream().map(key -> batch.getVector(key.column())).toList();
    if (!last.isEmpty() && isBehind(keys)) {
      throw unsorted(object);
    }
    for (int row = 1; row < rows; row++) {
      if (isBehind(keys, row)) {
        throw unsorted(object);
      }
    }
    last.clear();
    keys.forEach(key -> last.add(value(key, rows - 1)));
  }

  private RuntimeException unsorted(StoredObject object) {
    return errors.invalid(
        object,
        "its rows are not in the order '" + order + "' that operand sortedBy says",
        "sort the object or correct the operand",
        null);
  }

  /** Returns whether the last row of the batch before belongs behind the first one. */
  private boolean isBehind(List<FieldVector> keys) {
    for (int i = 0; i < keys.size(); i++) {
      int direction = last.get(i).compareTo(value(keys.get(i), 0));
      if (direction != 0) {
        return direction > 0 != order.keys().get(i).isDescending();
      }
    }
    return false;
  }

  /** Returns whether the row before belongs behind a row. */
  private boolean isBehind(List<FieldVector> keys, int row) {
    for (int i = 0; i < keys.size(); i++) {
      int direction = compare(keys.get(i), row - 1, row);
      if (direction != 0) {
        return direction > 0 != order.keys().get(i).isDescending();
      }
    }
    return false;
  }

  private static int compare(FieldVector vector, int one, int other) {
    return vector instanceof BaseIntVector whole
        ? Long.compare(whole.getValueAsLong(one), whole.getValueAsLong(other))
        : value(vector, one).compareTo(value(vector, other));
  }

  @SuppressWarnings("unchecked") // the values of a column have one class
  private static Comparable<Object> value(FieldVector vector, int row) {
    return (Comparable<Object>) KnownValue.get(vector, row);
  }
}
