/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.engine;

import io.strake.engine.plan.StatementPlanner;
import io.strake.engine.plan.StatementShape;
import io.strake.planner.metadata.ShareAssumptions;
import java.util.BitSet;

/**
 * What plans of statements of one shape have in common: statements share a plan if they differ only
 * in constants that it does not depend on, and those leave about as many rows. Immutable.
 *
 * @param lifted numbers of the constants that plans do not depend on
 * @param firstParameter index of the parameter that stands for the first of them
 * @param assumptions what the plans so far were made for
 */
record SharedShape(BitSet lifted, int firstParameter, ShareAssumptions assumptions) {
  static SharedShape of(StatementPlanner.Plan plan) {
    return new SharedShape(plan.lifted(), plan.parameters().size(), plan.assumptions());
  }

  /** Returns this with what a newer plan was made for. */
  SharedShape and(SharedShape newer) {
    return new SharedShape(newer.lifted, newer.firstParameter, assumptions.and(newer.assumptions));
  }

  /** Returns a text that is the same for two statements exactly if they share a plan. */
  String key(StatementShape shape) {
    int[] numbers = lifted.stream().toArray();
    return shape.key(lifted)
        + "\0"
        + assumptions.magnitudes(
            parameter -> shape.constants().get(numbers[parameter - firstParameter]).value());
  }

  /** Returns about how many bytes it takes. */
  long weight() {
    return lifted.size() + assumptions.weight();
  }
}
