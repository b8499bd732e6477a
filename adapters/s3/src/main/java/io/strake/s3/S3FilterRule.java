/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.s3;

import io.strake.s3.column.Condition;
import io.strake.s3.column.ConditionTranslator;
import io.strake.s3.scan.LateCondition;
import io.strake.s3.scan.ScanSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.calcite.plan.RelOptRuleCall;
import org.apache.calcite.plan.RelOptUtil;
import org.apache.calcite.plan.RelRule;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.logical.LogicalFilter;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexUtil;

/**
 * Planner rule that lets a filter prune.
 *
 * <pre>
 *   Filter(partition = 1 AND x > 2)      Filter(x > 2)
 *     S3TableScan                    =>    S3TableScan(partitionFilter: partition = 1, prune: x > 2)
 * </pre>
 *
 * <p>Conjuncts with parameters are kept until their values are known, and stay above as well.
 * Conjuncts over columns that the listing tells are evaluated exactly and go away; what only prunes
 * stays above. Reaches a fixed point: a scan is narrowed by a filter once, and one with a limit
 * never.
 */
final class S3FilterRule extends RelRule<S3RuleConfig> {
  S3FilterRule(S3RuleConfig config) {
    super(config);
  }

  @Override
  public void onMatch(RelOptRuleCall call) {
    LogicalFilter filter = call.rel(0);
    S3TableScan scan = call.rel(1);
    if (scan.spec().hasLimit()
        || scan.spec().top().isPresent()
        || scan.spec().prune().isPresent()
        || scan.spec().late().isPresent()) {
      return;
    }
    ConditionTranslator translator =
        new ConditionTranslator(filter.getCluster().getRexBuilder(), scan.getRowType());
    List<Condition> exact = new ArrayList<>();
    List<RexNode> rest = new ArrayList<>();
    for (RexNode conjunct : RelOptUtil.conjunctions(filter.getCondition())) {
      Optional<Condition> condition =
          translator.exact(conjunct).filter(c -> c.columns().stream().allMatch(scan::isOfObject));
      condition.ifPresentOrElse(exact::add, () -> rest.add(conjunct));
    }
    RexNode remaining = RexUtil.composeConjunction(filter.getCluster().getRexBuilder(), rest);
    Optional<Condition> prune = rest.isEmpty() ? Optional.empty() : translator.weaken(remaining);
    List<RexNode> late = rest.stream().filter(LateCondition::hasParameters).toList();
    if (exact.isEmpty() && prune.isEmpty() && late.isEmpty()) {
      return;
    }
    ScanSpec spec = scan.spec().withConditions(ConditionTranslator.conjunction(exact), prune);
    RelNode narrowed =
        scan.withSpec(
            late.isEmpty()
                ? spec
                : spec.withLate(
                    new LateCondition(
                        RexUtil.composeConjunction(filter.getCluster().getRexBuilder(), late),
                        scan.getRowType())));
    call.transformTo(
        rest.isEmpty() ? narrowed : filter.copy(filter.getTraitSet(), narrowed, remaining));
  }
}
