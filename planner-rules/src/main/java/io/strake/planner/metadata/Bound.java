/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.planner.metadata;

import java.util.List;

/**
 * A condition that bounds a column on one side.
 *
 * @param column ordinal of the column
 * @param upper whether the column is less than something
 * @param share share of all rows that meet the condition
 * @param values share of all rows that are not NULL
 */
record Bound(int column, boolean upper, double share, double values) {
  /**
   * Returns the share of rows that meet conditions on the same column, which is what both sides
   * have in common: they depend on each other as two ends of a range do.
   *
   * @param bounds at least one
   */
  static double between(List<Bound> bounds) {
    double values = bounds.get(0).values;
    double below = values;
    double above = values;
    for (Bound bound : bounds) {
      if (bound.upper) {
        below = Math.min(below, bound.share);
      } else {
        above = Math.min(above, bound.share);
      }
    }
    return Math.max(0, below + above - values);
  }
}
