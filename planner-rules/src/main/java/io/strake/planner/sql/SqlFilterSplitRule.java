/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.planner.sql;

import java.util.ArrayList;
import java.util.List;
import org.apache.calcite.plan.RelOptRule;
import org.apache.calcite.plan.RelOptRuleCall;
import org.apache.calcite.plan.RelOptRuleOperand;
import org.apache.calcite.plan.RelOptUtil;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.logical.LogicalFilter;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexUtil;

/**
 * Planner rule that splits a condition into what an SQL engine can take and the rest.
 *
 * <pre>
 *   Filter(a AND b)        Filter(b)
 *     input         =&gt;      Filter(a)    a: on the allow-list
 *                             input
 * </pre>
 *
 * <p>Reaches a fixed point: it does nothing if either side would be empty.
 */
final class SqlFilterSplitRule extends RelOptRule {
  private final SqlConvention out;

  private SqlFilterSplitRule(RelOptRuleOperand operand, SqlConvention out) {
    super(operand, "SqlFilterSplitRule(" + out.getName() + ")");
    this.out = out;
  }

  static SqlFilterSplitRule of(SqlConvention out) {
    return new SqlFilterSplitRule(operand(LogicalFilter.class, any()), out);
  }

  @Override
  public void onMatch(RelOptRuleCall call) {
    LogicalFilter filter = call.rel(0);
    if (!filter.getVariablesSet().isEmpty()) {
      return; // a correlated condition has no text
    }
    RexBuilder rexBuilder = filter.getCluster().getRexBuilder();
    ExpressionRenderer expressions = ExpressionRenderer.forChecks(out.backend(), rexBuilder);
    int width = filter.getInput().getRowType().getFieldCount();
    List<RexNode> pushed = new ArrayList<>();
    List<RexNode> rest = new ArrayList<>();
    for (RexNode conjunct : RelOptUtil.conjunctions(filter.getCondition())) {
      (expressions.canRender(conjunct, width) ? pushed : rest).add(conjunct);
    }
    if (pushed.isEmpty() || rest.isEmpty()) {
      return;
    }
    RelNode below =
        LogicalFilter.create(filter.getInput(), RexUtil.composeConjunction(rexBuilder, pushed));
    call.transformTo(LogicalFilter.create(below, RexUtil.composeConjunction(rexBuilder, rest)));
  }
}
