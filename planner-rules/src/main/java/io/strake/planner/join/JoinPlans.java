/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.planner.join;

import static java.util.Objects.requireNonNull;

import io.strake.planner.cost.TransferCost;
import org.jspecify.annotations.Nullable;

/**
 * The best plans of a set: one whose rows are still in their database, if one database can join the
 * set, and one whose rows are here. Immutable.
 *
 * @param inSource null if no database can join the set
 * @param here never null
 */
record JoinPlans(@Nullable JoinPlan inSource, JoinPlan here) {
  /** A row is stored and hashed before it is looked up. */
  private static final double BUILD_STEPS = 2;

  /** Steps for a pair of rows that are compared without a hash table. */
  private static final double COMPARE_STEPS = 0.3;

  private static final double STEPS_PER_BYTE = 0.5;
  private static final double STEPS_PER_MOVED_ROW = 2;

  /** Returns the plans of one input. */
  static JoinPlans of(JoinGraph graph, int input) {
    long set = 1L << input;
    double rows = graph.rows(set);
    if (graph.inputs().get(input).source() == null) {
      return new JoinPlans(null, new JoinPlan(set, rows, 0, false, null, null));
    }
    JoinPlan inSource =
        new JoinPlan(set, rows, rows * TransferCost.PUSHED_DOWN_FACTOR, true, null, null);
    return new JoinPlans(inSource, moved(graph, inSource));
  }

  /** Returns the plans that join two sets. */
  static JoinPlans join(JoinGraph graph, JoinPlans left, JoinPlans right) {
    long set = left.here.set() | right.here.set();
    double rows = graph.rows(set);
    double steps = steps(graph, left.here, right.here) + rows;
    JoinPlan here =
        new JoinPlan(
            set, rows, left.here.cost() + right.here.cost() + steps, false, left.here, right.here);
    if (left.inSource == null || right.inSource == null || !graph.isInOneSource(set)) {
      return new JoinPlans(null, here);
    }
    double cost =
        left.inSource.cost() + right.inSource.cost() + steps * TransferCost.PUSHED_DOWN_FACTOR;
    JoinPlan inSource = new JoinPlan(set, rows, cost, true, left.inSource, right.inSource);
    return new JoinPlans(inSource, cheaper(here, moved(graph, inSource)));
  }

  /** Returns the cheaper of the plans of a set. */
  JoinPlans orCheaper(JoinPlans other) {
    return new JoinPlans(JoinPlan.cheaper(inSource, other.inSource), cheaper(here, other.here));
  }

  private static JoinPlan cheaper(JoinPlan one, JoinPlan other) {
    return requireNonNull(JoinPlan.cheaper(one, other));
  }

  private static double steps(JoinGraph graph, JoinPlan left, JoinPlan right) {
    double fewer = Math.min(left.rows(), right.rows());
    double more = Math.max(left.rows(), right.rows());
    return graph.isHashed(left.set(), right.set())
        ? more + BUILD_STEPS * fewer
        : fewer + more + COMPARE_STEPS * fewer * more;
  }

  private static JoinPlan moved(JoinGraph graph, JoinPlan plan) {
    double bytes = plan.rows() * graph.rowBytes(plan.set()) + TransferCost.BYTES_PER_REQUEST;
    double cost = plan.cost() + STEPS_PER_MOVED_ROW * plan.rows() + STEPS_PER_BYTE * bytes;
    return new JoinPlan(plan.set(), plan.rows(), cost, true, plan.left(), plan.right());
  }
}
