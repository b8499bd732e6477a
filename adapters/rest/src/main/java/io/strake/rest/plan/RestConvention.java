/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.rest.plan;

import org.apache.calcite.plan.Convention;
import org.apache.calcite.plan.RelOptPlanner;

/**
 * Calling convention of what one REST source can do: a scan with parameters, columns and a limit.
 *
 * <p>There is one per schema. Immutable.
 */
public final class RestConvention extends Convention.Impl {
  /** Creates the convention of a schema. */
  public RestConvention(String schema) {
    // Names of rules, which contain this name, allow few characters
    super("REST." + schema.replaceAll("[^A-Za-z0-9_]", "_"), RestRel.class);
  }

  @Override
  public void register(RelOptPlanner planner) {
    planner.addRule(RestToArrowConverterRule.of(this));
  }
}
