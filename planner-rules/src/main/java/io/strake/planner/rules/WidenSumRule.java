/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.planner.rules;

import java.util.ArrayList;
import java.util.List;
import org.apache.calcite.plan.RelOptRule;
import org.apache.calcite.plan.RelOptRuleCall;
import org.apache.calcite.plan.RelOptRuleOperand;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Aggregate;
import org.apache.calcite.rel.core.AggregateCall;
import org.apache.calcite.rel.logical.LogicalAggregate;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.type.SqlTypeName;
import org.apache.calcite.tools.RelBuilder;

/**
 * Planner rule that casts what is summed to the type of the sum.
 *
 * <pre>
 *   Aggregate(SUM(b): DECIMAL)      Aggregate(SUM(d): DECIMAL)
 *     input(b: BIGINT)         =&gt;     Project(*, CAST(b AS DECIMAL) AS d)
 *                                       input
 * </pre>
 *
 * <p>Calcite's generated code cannot add a long to a decimal. Terminates because it does nothing
 * where no BIGINT is summed to a decimal.
 */
public final class WidenSumRule extends RelOptRule {
  /** The only instance. */
  public static final RelOptRule INSTANCE =
      new WidenSumRule(operand(LogicalAggregate.class, any()));

  private WidenSumRule(RelOptRuleOperand operand) {
    super(operand, "WidenSumRule");
  }

  @Override
  public void onMatch(RelOptRuleCall call) {
    LogicalAggregate aggregate = call.rel(0);
    if (!sumsNarrow(aggregate)) {
      return;
    }
    RelNode input = aggregate.getInput();
    RexBuilder rexBuilder = aggregate.getCluster().getRexBuilder();
    RelBuilder builder = call.builder().push(input);
    List<RexNode> columns = new ArrayList<>(builder.fields());
    List<AggregateCall> calls = new ArrayList<>();
    for (AggregateCall sum : aggregate.getAggCallList()) {
      if (isNarrow(sum, aggregate)) {
        columns.add(
            rexBuilder.makeCast(sum.getType(), columns.get(sum.getArgList().get(0)), true, false));
        calls.add(sum.withArgList(List.of(columns.size() - 1)));
      } else {
        calls.add(sum);
      }
    }
    builder.project(columns);
    call.transformTo(
        aggregate.copy(
            aggregate.getTraitSet(),
            builder.build(),
            aggregate.getGroupSet(),
            aggregate.getGroupSets(),
            calls));
  }

  /** Returns whether an aggregate has a sum that generated code cannot make. */
  public static boolean sumsNarrow(Aggregate aggregate) {
    return aggregate.getAggCallList().stream().anyMatch(sum -> isNarrow(sum, aggregate));
  }

  private static boolean isNarrow(AggregateCall call, Aggregate aggregate) {
    SqlKind kind = call.getAggregation().getKind();
    if (kind != SqlKind.SUM && kind != SqlKind.SUM0) {
      return false;
    }
    RelDataType operand =
        aggregate.getInput().getRowType().getFieldList().get(call.getArgList().get(0)).getType();
    return call.getType().getSqlTypeName() == SqlTypeName.DECIMAL
        && operand.getSqlTypeName() == SqlTypeName.BIGINT;
  }
}
