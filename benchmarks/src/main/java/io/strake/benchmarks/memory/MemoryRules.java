/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.benchmarks.memory;

import io.strake.planner.arrow.ArrowConvention;
import java.util.ArrayList;
import java.util.List;
import org.apache.calcite.plan.Convention;
import org.apache.calcite.plan.RelOptRule;
import org.apache.calcite.plan.RelOptRuleCall;
import org.apache.calcite.plan.RelOptUtil;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.convert.ConverterRule;
import org.apache.calcite.rel.logical.LogicalAggregate;
import org.apache.calcite.rel.logical.LogicalProject;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexUtil;
import org.apache.calcite.util.ImmutableBitSet;
import org.apache.calcite.util.mapping.Mappings;

/** Planner rules that narrow scans of tables in memory to the columns that are needed. */
final class MemoryRules {
  /** Every rule, in no particular order. */
  static final List<RelOptRule> ALL =
      List.of(
          new ProjectRule(),
          new CountRule(),
          ConverterRule.Config.INSTANCE
              .withConversion(
                  MemoryTableScan.class,
                  Convention.NONE,
                  ArrowConvention.INSTANCE,
                  "MemoryArrowScanRule")
              .withRuleFactory(ToArrowRule::new)
              .toRule(ToArrowRule.class));

  private MemoryRules() {}

  /**
   * Planner rule that reads only the columns a projection needs; a projection that only picks all
   * of them is removed by Calcite. Does nothing if all columns are needed.
   */
  private static final class ProjectRule extends RelOptRule {
    ProjectRule() {
      super(
          operand(LogicalProject.class, operand(MemoryTableScan.class, none())),
          "MemoryProjectRule");
    }

    @Override
    public void onMatch(RelOptRuleCall call) {
      LogicalProject project = call.rel(0);
      MemoryTableScan scan = call.rel(1);
      int count = scan.columns().size();
      ImmutableBitSet bits = RelOptUtil.InputFinder.bits(project.getProjects(), null);
      ImmutableBitSet used = bits.isEmpty() ? ImmutableBitSet.of(0) : bits;
      if (used.cardinality() == count) {
        return;
      }
      RelNode narrowed = scan.withColumns(used.asList().stream().map(scan.columns()::get).toList());
      Mappings.TargetMapping mapping =
          Mappings.target(i -> used.get(i) ? used.indexOf(i) : -1, count, used.cardinality());
      List<RexNode> projects = RexUtil.apply(mapping, new ArrayList<>(project.getProjects()));
      call.transformTo(
          RexUtil.isIdentity(projects, narrowed.getRowType())
              ? narrowed
              : project.copy(project.getTraitSet(), narrowed, projects, project.getRowType()));
    }
  }

  /** Planner rule that counts rows by one column. Does nothing if the scan has one column. */
  private static final class CountRule extends RelOptRule {
    CountRule() {
      super(
          operand(LogicalAggregate.class, operand(MemoryTableScan.class, none())),
          "MemoryCountRule");
    }

    @Override
    public void onMatch(RelOptRuleCall call) {
      LogicalAggregate aggregate = call.rel(0);
      MemoryTableScan scan = call.rel(1);
      boolean countsOnly =
          aggregate.getGroupSet().isEmpty()
              && aggregate.getAggCallList().stream()
                  .allMatch(a -> a.getArgList().isEmpty() && !a.hasFilter());
      if (countsOnly && scan.columns().size() > 1) {
        RelNode narrowed = scan.withColumns(scan.columns().subList(0, 1));
        call.transformTo(aggregate.copy(aggregate.getTraitSet(), List.of(narrowed)));
      }
    }
  }

  /** Planner rule that takes a scan into the Arrow convention. */
  private static final class ToArrowRule extends ConverterRule {
    ToArrowRule(Config config) {
      super(config);
    }

    @Override
    public RelNode convert(RelNode rel) {
      return new MemoryArrowScan((MemoryTableScan) rel);
    }
  }
}
