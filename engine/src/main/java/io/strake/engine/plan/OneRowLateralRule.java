/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.engine.plan;

import org.apache.calcite.plan.RelOptRule;
import org.apache.calcite.plan.RelOptRuleCall;
import org.apache.calcite.plan.RelOptRuleOperand;
import org.apache.calcite.plan.RelOptUtil;
import org.apache.calcite.rel.core.JoinRelType;
import org.apache.calcite.rel.logical.LogicalCorrelate;

/**
 * Planner rule that makes a lateral join an outer one where its right side always has a row.
 *
 * <pre>
 *   Correlate[inner]                Correlate[left]
 *     left                    =&gt;      left
 *     Aggregate(MAX(x))               Aggregate(MAX(x))
 * </pre>
 *
 * <p>Calcite's decorrelation makes a grouped aggregate of the right side, which has no row where
 * nothing matches; the inner join would lose what the outer one keeps. Terminates because the
 * result is no inner join.
 */
final class OneRowLateralRule extends RelOptRule {
  static final RelOptRule INSTANCE =
      new OneRowLateralRule(
          operandJ(
              LogicalCorrelate.class,
              null,
              correlate -> correlate.getJoinType() == JoinRelType.INNER,
              any()));

  private OneRowLateralRule(RelOptRuleOperand operand) {
    super(operand, "OneRowLateralRule");
  }

  @Override
  public void onMatch(RelOptRuleCall call) {
    LogicalCorrelate correlate = call.rel(0);
    Double rows = call.getMetadataQuery().getMinRowCount(correlate.getRight());
    if (rows == null || rows < 1) {
      return;
    }
    LogicalCorrelate outer =
        LogicalCorrelate.create(
            correlate.getLeft(),
            correlate.getRight(),
            correlate.getHints(),
            correlate.getCorrelationId(),
            correlate.getRequiredColumns(),
            JoinRelType.LEFT);
    call.transformTo(RelOptUtil.createCastRel(outer, correlate.getRowType(), true));
  }
}
