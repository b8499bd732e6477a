/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.s3;

import io.strake.planner.arrow.ArrowConvention;
import io.strake.s3.column.TableColumn;
import java.util.ArrayList;
import java.util.List;
import org.apache.calcite.plan.Convention;
import org.apache.calcite.plan.RelOptRule;
import org.apache.calcite.plan.RelOptRuleCall;
import org.apache.calcite.plan.RelOptUtil;
import org.apache.calcite.plan.RelRule;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.convert.ConverterRule;
import org.apache.calcite.rel.logical.LogicalAggregate;
import org.apache.calcite.rel.logical.LogicalFilter;
import org.apache.calcite.rel.logical.LogicalProject;
import org.apache.calcite.rel.logical.LogicalSort;
import org.apache.calcite.rex.RexInputRef;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexUtil;
import org.apache.calcite.util.ImmutableBitSet;
import org.apache.calcite.util.mapping.Mappings;
import org.jspecify.annotations.Nullable;

/** Planner rules that narrow scans of objects. */
final class S3Rules {
  /** Every rule, in no particular order. */
  static final List<RelOptRule> ALL =
      List.of(
          new S3FilterRule(
              S3RuleConfig.of(
                  "S3FilterRule", b -> b.operand(LogicalFilter.class).oneInput(S3Rules::scan))),
          new ProjectRule(
              S3RuleConfig.of(
                  "S3ProjectRule", b -> b.operand(LogicalProject.class).oneInput(S3Rules::scan))),
          new CountRule(
              S3RuleConfig.of(
                  "S3CountRule", b -> b.operand(LogicalAggregate.class).oneInput(S3Rules::scan))),
          new S3AggregateRule(
              S3RuleConfig.of(
                  "S3AggregateRule(scan)",
                  b -> b.operand(LogicalAggregate.class).oneInput(S3Rules::scan))),
          new S3AggregateRule(
              S3RuleConfig.of(
                  "S3AggregateRule(project, scan)",
                  b ->
                      b.operand(LogicalAggregate.class)
                          .oneInput(p -> p.operand(LogicalProject.class).oneInput(S3Rules::scan)))),
          new S3AggregateRule(
              S3RuleConfig.of(
                  "S3AggregateRule(filter, scan)",
                  b -> b.operand(LogicalAggregate.class).oneInput(S3Rules::filteredScan))),
          new S3AggregateRule(
              S3RuleConfig.of(
                  "S3AggregateRule(project, filter, scan)",
                  b ->
                      b.operand(LogicalAggregate.class)
                          .oneInput(
                              p ->
                                  p.operand(LogicalProject.class)
                                      .oneInput(S3Rules::filteredScan)))),
          new S3LimitRule(
              S3RuleConfig.of(
                  "S3LimitRule", b -> b.operand(LogicalSort.class).oneInput(S3Rules::scan))),
          new S3LimitRule(
              S3RuleConfig.of(
                  "S3LimitRule(filter, scan)",
                  b -> b.operand(LogicalSort.class).oneInput(S3Rules::filteredScan))),
          new S3OrderRule(
              S3RuleConfig.of(
                  "S3OrderRule", b -> b.operand(LogicalSort.class).oneInput(S3Rules::scan))),
          ConverterRule.Config.INSTANCE
              .withConversion(
                  S3TableScan.class, Convention.NONE, ArrowConvention.INSTANCE, "S3ArrowScanRule")
              .withRuleFactory(ToArrowRule::new)
              .toRule(ToArrowRule.class),
          ConverterRule.Config.INSTANCE
              .withConversion(
                  FooterScan.class, Convention.NONE, ArrowConvention.INSTANCE, "S3FooterArrowRule")
              .withRuleFactory(FootersToArrowRule::new)
              .toRule(FootersToArrowRule.class));

  private S3Rules() {}

  private static RelRule.Done scan(RelRule.OperandBuilder builder) {
    return builder.operand(S3TableScan.class).noInputs();
  }

  private static RelRule.Done filteredScan(RelRule.OperandBuilder builder) {
    return builder.operand(LogicalFilter.class).oneInput(S3Rules::scan);
  }

  /** A row needs at least one column, and one that is not in the content costs no request. */
  private static int cheapest(S3TableScan scan, List<String> names) {
    int best = 0;
    int least = Integer.MAX_VALUE;
    for (int i = 0; i < names.size(); i++) {
      int cost = scan.s3Table().contents().findColumn(names.get(i)).map(S3Rules::cost).orElse(4);
      if (cost < least) {
        best = i;
        least = cost;
      }
    }
    return best;
  }

  private static int cost(TableColumn column) {
    boolean isNarrow = column.unreadable().isEmpty() && column.type().isNarrow();
    return (column.isContent() ? 2 : 0) + (isNarrow ? 0 : 1);
  }

  /**
   * Planner rule that reads only the columns a projection needs.
   *
   * <pre>
   *   Project(a + 1)           Project(a + 1)
   *     S3TableScan(a, b)  =>    S3TableScan(a)
   * </pre>
   *
   * <p>A projection that only picks columns goes away. Reaches a fixed point: it does nothing if
   * all columns are needed and the projection cannot go.
   */
  private static final class ProjectRule extends RelRule<S3RuleConfig> {
    ProjectRule(S3RuleConfig config) {
      super(config);
    }

    @Override
    public void onMatch(RelOptRuleCall call) {
      LogicalProject project = call.rel(0);
      S3TableScan scan = call.rel(1);
      List<String> names = scan.getRowType().getFieldNames();
      List<String> picked = picked(project, names);
      if (picked != null) {
        call.transformTo(scan.withSpec(scan.spec().withColumns(picked)));
        return;
      }
      ImmutableBitSet used = RelOptUtil.InputFinder.bits(project.getProjects(), null);
      if (used.isEmpty()) {
        used = ImmutableBitSet.of(cheapest(scan, names));
      }
      if (used.cardinality() == names.size()) {
        return;
      }
      List<String> columns = used.asList().stream().map(names::get).toList();
      RelNode narrowed = scan.withSpec(scan.spec().withColumns(columns));
      List<RexNode> projects =
          RexUtil.apply(target(used, names.size()), new ArrayList<>(project.getProjects()));
      call.transformTo(
          project.copy(project.getTraitSet(), narrowed, projects, project.getRowType()));
    }

    private static Mappings.TargetMapping target(ImmutableBitSet used, int count) {
      return Mappings.target(i -> used.get(i) ? used.indexOf(i) : -1, count, used.cardinality());
    }

    private static @Nullable List<String> picked(LogicalProject project, List<String> names) {
      List<String> picked = new ArrayList<>();
      for (RexNode node : project.getProjects()) {
        if (!(node instanceof RexInputRef ref) || picked.contains(names.get(ref.getIndex()))) {
          return null;
        }
        picked.add(names.get(ref.getIndex()));
      }
      return picked.isEmpty() || project.containsOver() ? null : picked;
    }
  }

  /**
   * Planner rule that counts rows by the cheapest column.
   *
   * <pre>
   *   Aggregate(COUNT(*))      Aggregate(COUNT(*))
   *     S3TableScan(a, b)  =>    S3TableScan(a)
   * </pre>
   *
   * <p>Calcite trims the columns of other aggregates itself. Reaches a fixed point: it does nothing
   * if the scan has one column.
   */
  private static final class CountRule extends RelRule<S3RuleConfig> {
    CountRule(S3RuleConfig config) {
      super(config);
    }

    @Override
    public void onMatch(RelOptRuleCall call) {
      LogicalAggregate aggregate = call.rel(0);
      S3TableScan scan = call.rel(1);
      List<String> names = scan.getRowType().getFieldNames();
      boolean countsOnly =
          aggregate.getGroupSet().isEmpty()
              && aggregate.getAggCallList().stream()
                  .allMatch(a -> a.getArgList().isEmpty() && !a.hasFilter());
      if (!countsOnly || names.size() == 1) {
        return;
      }
      List<String> one = List.of(names.get(cheapest(scan, names)));
      RelNode narrowed = scan.withSpec(scan.spec().withColumns(one));
      call.transformTo(aggregate.copy(aggregate.getTraitSet(), List.of(narrowed)));
    }
  }

  /** Planner rule that takes a scan into the Arrow convention. */
  private static final class ToArrowRule extends ConverterRule {
    ToArrowRule(Config config) {
      super(config);
    }

    @Override
    public RelNode convert(RelNode rel) {
      return new S3ArrowScan((S3TableScan) rel);
    }
  }

  /** Planner rule that takes a scan of footers into the Arrow convention. */
  private static final class FootersToArrowRule extends ConverterRule {
    FootersToArrowRule(Config config) {
      super(config);
    }

    @Override
    public RelNode convert(RelNode rel) {
      return new FooterArrowScan((FooterScan) rel);
    }
  }
}
