/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.planner.arrow;

import org.apache.calcite.plan.Convention;
import org.apache.calcite.plan.RelOptPlanner;

/**
 * Calling convention of expressions that yield Arrow batches, see {@link ArrowRel}.
 *
 * <p>Every adapter converts its own convention to this one, so under stock Calcite and under Strake
 * alike the data leave the adapter as batches. Immutable.
 */
public final class ArrowConvention extends Convention.Impl {
  /** The only instance. */
  public static final ArrowConvention INSTANCE = new ArrowConvention();

  private ArrowConvention() {
    super("ARROW", ArrowRel.class);
  }

  /** Adds the way out to Calcite's own Enumerable convention. */
  @Override
  public void register(RelOptPlanner planner) {
    planner.addRule(ArrowToEnumerableConverterRule.INSTANCE);
  }
}
