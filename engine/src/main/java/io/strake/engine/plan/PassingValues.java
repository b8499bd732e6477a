/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.engine.plan;

import org.apache.calcite.rel.RelNode;
import org.jspecify.annotations.Nullable;

/** Estimate of how much passes through a plan, by which short queries are told from long ones. */
final class PassingValues {
  private PassingValues() {}

  /**
   * Returns the number of values that all operators yield together, rows times columns; infinite if
   * nobody knows how many rows there are. Called while planning.
   */
  static double of(RelNode rel) {
    @Nullable Double rows = rel.getCluster().getMetadataQuery().getRowCount(rel);
    double values = rows == null ? Double.POSITIVE_INFINITY : rows * columns(rel);
    for (RelNode input : rel.getInputs()) {
      values += of(input);
    }
    return values;
  }

  private static int columns(RelNode rel) {
    return Math.max(1, rel.getRowType().getFieldCount());
  }
}
