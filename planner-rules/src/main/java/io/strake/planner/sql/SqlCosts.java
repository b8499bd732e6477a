/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.planner.sql;

import org.apache.calcite.plan.RelOptCost;
import org.apache.calcite.rel.RelNode;
import org.jspecify.annotations.Nullable;

/** Cost of work that an SQL engine does for us. */
final class SqlCosts {
  private SqlCosts() {}

  /** Returns the share of a cost that the convention of {@code rel} takes for its engine. */
  static @Nullable RelOptCost scale(@Nullable RelOptCost cost, RelNode rel) {
    return cost != null && rel.getConvention() instanceof SqlConvention convention
        ? cost.multiplyBy(convention.costFactor())
        : cost;
  }
}
