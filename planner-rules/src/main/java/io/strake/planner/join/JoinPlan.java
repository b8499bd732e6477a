/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.planner.join;

import org.jspecify.annotations.Nullable;

/**
 * A way to join a set of inputs. Immutable.
 *
 * @param set the inputs
 * @param rows estimated rows
 * @param cost what it costs, in the unit of {@link io.strake.planner.cost.FederationCost}
 * @param inSource whether the rows are still in the database that joins them
 * @param left null for a single input
 * @param right null for a single input
 */
record JoinPlan(
    long set,
    double rows,
    double cost,
    boolean inSource,
    @Nullable JoinPlan left,
    @Nullable JoinPlan right) {
  /** Returns the cheaper of two plans of a set, either of which may be missing. */
  static @Nullable JoinPlan cheaper(@Nullable JoinPlan one, @Nullable JoinPlan other) {
    if (one == null || other == null) {
      return one == null ? other : one;
    }
    return other.cost < one.cost ? other : one;
  }
}
