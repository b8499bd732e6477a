/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.planner.cost;

import org.apache.calcite.plan.RelOptCost;
import org.apache.calcite.plan.RelOptPlanner;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.metadata.RelMetadataQuery;
import org.jspecify.annotations.Nullable;

/**
 * What it costs to move the rows of an expression out of its source.
 *
 * <p>Calcite's own JDBC adapter multiplies this by 0.1, so to stock Calcite it hardly matters how
 * many rows leave a database. Here the rows count in full for stock Calcite's planner, which
 * compares row counts only, and the bytes for {@link FederationCost}.
 */
public final class TransferCost {
  /** Share of the normal cost of an operator that a source runs for us. */
  public static final double PUSHED_DOWN_FACTOR = 0.05;

  /** Bytes that could have been moved in the time of one request. */
  public static final double BYTES_PER_REQUEST = 64 * 1024;

  private static final double DEFAULT_ROW_BYTES = 64;

  private TransferCost() {}

  /**
   * Returns the cost of moving all rows of {@code rel}.
   *
   * @param rel expression that the source runs
   * @param requests how many requests to the source that takes, at least 1
   */
  public static RelOptCost of(
      RelOptPlanner planner, RelMetadataQuery mq, RelNode rel, double requests) {
    double rows = mq.getRowCount(rel);
    double bytes = rows * rowBytes(mq, rel) + requests * BYTES_PER_REQUEST;
    return planner.getCostFactory().makeCost(rows, rows, bytes);
  }

  private static double rowBytes(RelMetadataQuery mq, RelNode rel) {
    @Nullable Double size = mq.getAverageRowSize(rel);
    return size == null ? DEFAULT_ROW_BYTES : size;
  }
}
