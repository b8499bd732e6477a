/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.rest.plan;

import java.util.HashSet;
import java.util.List;
import org.apache.calcite.plan.RelOptRuleCall;
import org.apache.calcite.plan.RelOptUtil;
import org.apache.calcite.plan.RelRule;
import org.apache.calcite.rel.logical.LogicalProject;
import org.apache.calcite.rex.RexInputRef;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexShuttle;
import org.apache.calcite.util.ImmutableBitSet;

/**
 * Planner rule that reads only the columns that are needed.
 *
 * <pre>
 *   Project(b + 1)               Project(b + 1)        Project(b, a)
 *     Scan(columns=a, b, c)  =>    Scan(columns=b)       Scan(columns=a, b)  =>  Scan(columns=b, a)
 * </pre>
 *
 * <p>Ends because the scan has fewer columns afterwards, or the project is gone.
 */
final class RestProjectRule extends RelRule<RestRuleConfig> {
  /** The only instance. */
  static final RestProjectRule INSTANCE =
      (RestProjectRule)
          RestRuleConfig.above(LogicalProject.class, "RestProjectRule", RestProjectRule::new)
              .toRule();

  private RestProjectRule(RestRuleConfig config) {
    super(config);
  }

  @Override
  public void onMatch(RelOptRuleCall call) {
    LogicalProject project = call.rel(0);
    RestTableScan scan = call.rel(1);
    if (isPermutation(project.getProjects())) {
      call.transformTo(
          scan.withFields(
              project.getProjects().stream().map(e -> ((RexInputRef) e).getIndex()).toList()));
      return;
    }
    ImmutableBitSet used = RelOptUtil.InputFinder.bits(project.getProjects(), null);
    // A row without columns is more than other operators expect
    ImmutableBitSet kept = used.isEmpty() ? ImmutableBitSet.of(0) : used;
    if (kept.cardinality() == scan.getRowType().getFieldCount()) {
      return; // all columns are needed
    }
    RestTableScan narrow = scan.withFields(kept.asList());
    RexShuttle moved =
        new RexShuttle() {
          @Override
          public RexNode visitInputRef(RexInputRef field) {
            return new RexInputRef(kept.indexOf(field.getIndex()), field.getType());
          }
        };
    call.transformTo(
        project.copy(
            project.getTraitSet(),
            narrow,
            moved.visitList(project.getProjects()),
            project.getRowType()));
  }

  /** Returns whether expressions are fields, none twice. */
  private static boolean isPermutation(List<RexNode> expressions) {
    return !expressions.isEmpty()
        && expressions.stream().allMatch(RexInputRef.class::isInstance)
        && new HashSet<>(expressions).size() == expressions.size();
  }
}
