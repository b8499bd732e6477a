/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.postgres;

/**
 * What ANALYZE has counted of a column, as the view {@code pg_stats} has it.
 *
 * @param nulls share of the rows that are NULL
 * @param distinct number of distinct values; negative for a share of the rows, as it is where that
 *     grows with the table; 0 if not known
 * @param width average bytes of a value; 0 if not known
 */
record ColumnCounts(double nulls, double distinct, double width) {
  /** Returns about how many distinct values there are in so many rows; 0 if that is not known. */
  double distinct(double rows) {
    return distinct == 0 ? 0 : Math.max(1, distinct > 0 ? distinct : -distinct * rows);
  }
}
