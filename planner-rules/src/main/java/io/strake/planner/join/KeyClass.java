/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.planner.join;

import java.util.List;

/**
 * Columns that conditions make equal to one another. In a tree each join needs one equality of a
 * class that has columns on both of its sides; the others follow. Immutable.
 *
 * @param columns columns of the group, in ascending order
 * @param inputs number of the input of each column
 * @param domains size of the domain of each column, known or assumed
 */
record KeyClass(List<Integer> columns, List<Integer> inputs, List<Double> domains) {
  /** Returns the inputs that have a column of the class. */
  long set() {
    return inputs.stream().mapToLong(input -> 1L << input).reduce(0, (a, b) -> a | b);
  }

  /** Returns the first column of an input of a set; there must be one. */
  int columnIn(long set) {
    for (int i = 0; i < columns.size(); i++) {
      if ((set >>> inputs.get(i) & 1) != 0) {
        return columns.get(i);
      }
    }
    throw new IllegalArgumentException("no column of " + set);
  }

  /**
   * Returns by how much the equalities within a set divide its pairs: the product of all domains
   * but the smallest.
   */
  double divisor(long set) {
    double product = 1;
    double smallest = Double.POSITIVE_INFINITY;
    for (int i = 0; i < columns.size(); i++) {
      if ((set >>> inputs.get(i) & 1) != 0) {
        product *= domains.get(i);
        smallest = Math.min(smallest, domains.get(i));
      }
    }
    return Double.isInfinite(smallest) ? 1 : product / smallest;
  }
}
