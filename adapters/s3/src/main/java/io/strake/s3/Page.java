/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.s3;

import org.jspecify.annotations.Nullable;

/**
 * A decoded page of one column.
 *
 * @param rows number of rows
 * @param levels 1 per row with a value and 0 per NULL; null if there are no NULLs
 * @param values the values without the NULLs
 */
@SuppressWarnings("ArrayRecordComponent") // identity is not asked for
record Page(int rows, int @Nullable [] levels, PageValues values) {
  /** Returns how many values rows {@code from} to {@code from + count} have. */
  int valuesIn(int from, int count) {
    if (levels == null) {
      return count;
    }
    int values = 0;
    for (int row = from; row < from + count; row++) {
      values += levels[row];
    }
    return values;
  }
}
