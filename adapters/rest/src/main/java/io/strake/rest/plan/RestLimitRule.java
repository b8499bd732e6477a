/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.rest.plan;

import org.apache.calcite.plan.RelOptRuleCall;
import org.apache.calcite.plan.RelRule;
import org.apache.calcite.rel.logical.LogicalSort;
import org.apache.calcite.rex.RexLiteral;
import org.apache.calcite.rex.RexNode;
import org.jspecify.annotations.Nullable;

/**
 * Planner rule that stops a scan after the rows that a limit needs.
 *
 * <pre>
 *   Sort(offset=5, fetch=10)      Sort(offset=5, fetch=10)
 *     Scan                    =>    Scan(limit=15)
 * </pre>
 *
 * <p>Filters that are left to evaluate stand between the two, so then it does not match. Ends
 * because the limit of the scan falls.
 */
final class RestLimitRule extends RelRule<RestRuleConfig> {
  /** The only instance. */
  static final RestLimitRule INSTANCE =
      (RestLimitRule)
          RestRuleConfig.above(LogicalSort.class, "RestLimitRule", RestLimitRule::new).toRule();

  private RestLimitRule(RestRuleConfig config) {
    super(config);
  }

  @Override
  public void onMatch(RelOptRuleCall call) {
    LogicalSort sort = call.rel(0);
    RestTableScan scan = call.rel(1);
    if (!sort.getCollation().getFieldCollations().isEmpty() || sort.fetch == null) {
      return; // the first rows of an order are known only after the last row
    }
    long rows = add(constant(sort.offset, 0), constant(sort.fetch, -1));
    if (rows < 0 || scan.request().limit().orElse(Long.MAX_VALUE) <= rows) {
      return; // the limit is not known yet, or already there
    }
    call.transformTo(
        sort.copy(
            sort.getTraitSet(),
            scan.withRequest(scan.request().withLimit(rows)),
            sort.getCollation(),
            sort.offset,
            sort.fetch));
  }

  private static long add(long offset, long fetch) {
    return offset < 0 || fetch < 0 || offset > Long.MAX_VALUE - fetch ? -1 : offset + fetch;
  }

  /** Returns the value of a constant; -1 if it is not one. */
  private static long constant(@Nullable RexNode node, long ifAbsent) {
    if (node == null) {
      return ifAbsent;
    }
    return node instanceof RexLiteral literal ? RexLiteral.numberValue(literal).longValue() : -1;
  }
}
