/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.rest.plan;

import org.apache.calcite.plan.RelOptRuleCall;
import org.apache.calcite.plan.RelRule;

/**
 * Planner rule that gives a logical scan to its source: the same request in the {@link
 * RestConvention} of the schema. Ends because the result is no longer logical.
 */
final class RestScanRule extends RelRule<RestRuleConfig> {
  /** The only instance. */
  static final RestScanRule INSTANCE =
      (RestScanRule) RestRuleConfig.scan("RestScanRule", RestScanRule::new).toRule();

  private RestScanRule(RestRuleConfig config) {
    super(config);
  }

  @Override
  public void onMatch(RelOptRuleCall call) {
    RestTableScan scan = call.rel(0);
    call.transformTo(scan.toSource());
  }
}
