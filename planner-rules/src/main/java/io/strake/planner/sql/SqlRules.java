/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.planner.sql;

import java.util.List;
import java.util.function.Predicate;
import org.apache.calcite.plan.Convention;
import org.apache.calcite.plan.RelOptRule;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.convert.ConverterRule;
import org.apache.calcite.rel.core.Uncollect;
import org.apache.calcite.rel.logical.LogicalAggregate;
import org.apache.calcite.rel.logical.LogicalCorrelate;
import org.apache.calcite.rel.logical.LogicalFilter;
import org.apache.calcite.rel.logical.LogicalIntersect;
import org.apache.calcite.rel.logical.LogicalJoin;
import org.apache.calcite.rel.logical.LogicalMinus;
import org.apache.calcite.rel.logical.LogicalProject;
import org.apache.calcite.rel.logical.LogicalSort;
import org.apache.calcite.rel.logical.LogicalUnion;
import org.apache.calcite.rel.logical.LogicalValues;

/**
 * Planner rules that bring logical operators into an {@link SqlConvention}, each only as far as the
 * allow-list of its engine goes.
 *
 * <pre>
 *   LogicalX(input)   =&gt;   SqlX(input in the convention)
 * </pre>
 *
 * <p>They terminate because a converted operator is not logical any more.
 */
final class SqlRules {
  private SqlRules() {}

  /** Returns the rules of a convention. */
  static List<RelOptRule> of(SqlConvention out) {
    SqlCapabilities can = new SqlCapabilities(out.backend());
    return List.of(
        SqlFilterSplitRule.of(out),
        rule(
            out,
            LogicalFilter.class,
            "SqlFilterRule",
            can::filter,
            filter ->
                new SqlFilter(
                    out, filter.getCluster(), in(filter.getInput(), out), filter.getCondition())),
        rule(
            out,
            LogicalProject.class,
            "SqlProjectRule",
            can::project,
            project ->
                new SqlProject(
                    out,
                    project.getCluster(),
                    in(project.getInput(), out),
                    project.getProjects(),
                    project.getRowType())),
        rule(
            out,
            LogicalAggregate.class,
            "SqlAggregateRule",
            can::aggregate,
            aggregate ->
                new SqlAggregate(
                    out,
                    aggregate.getCluster(),
                    in(aggregate.getInput(), out),
                    aggregate.getGroupSet(),
                    aggregate.getGroupSets(),
                    aggregate.getAggCallList())),
        rule(
            out,
            LogicalJoin.class,
            "SqlJoinRule",
            can::join,
            join ->
                new SqlJoin(
                    out,
                    join.getCluster(),
                    in(join.getLeft(), out),
                    in(join.getRight(), out),
                    join.getCondition(),
                    join.getJoinType())),
        rule(
            out,
            LogicalCorrelate.class,
            "SqlCorrelateRule",
            can::correlate,
            correlate ->
                new SqlCorrelate(
                    out,
                    correlate.getCluster(),
                    in(correlate.getLeft(), out),
                    in(correlate.getRight(), out),
                    correlate.getCorrelationId(),
                    correlate.getRequiredColumns(),
                    correlate.getJoinType())),
        rule(
            out,
            Uncollect.class,
            "SqlUncollectRule",
            can::uncollect,
            uncollect ->
                new SqlUncollect(
                    out,
                    uncollect.getCluster(),
                    in(uncollect.getInput(), out),
                    uncollect.withOrdinality,
                    uncollect.getItemAliases())),
        rule(
            out,
            LogicalSort.class,
            "SqlSortRule",
            can::sort,
            sort ->
                new SqlSort(
                    out,
                    sort.getCluster(),
                    in(sort.getInput(), out),
                    sort.getCollation(),
                    sort.offset,
                    sort.fetch)),
        rule(
            out,
            LogicalUnion.class,
            "SqlUnionRule",
            can::combine,
            union -> new SqlUnion(out, union.getCluster(), in(union.getInputs(), out), union.all)),
        rule(
            out,
            LogicalIntersect.class,
            "SqlIntersectRule",
            can::combine,
            intersect ->
                new SqlIntersect(
                    out, intersect.getCluster(), in(intersect.getInputs(), out), intersect.all)),
        rule(
            out,
            LogicalMinus.class,
            "SqlMinusRule",
            can::combine,
            minus -> new SqlMinus(out, minus.getCluster(), in(minus.getInputs(), out), minus.all)),
        rule(
            out,
            LogicalValues.class,
            "SqlValuesRule",
            can::enumerate,
            values ->
                new SqlValues(out, values.getCluster(), values.getRowType(), values.getTuples())));
  }

  /** Conversion of one kind of operator. */
  @FunctionalInterface
  private interface Conversion<R extends RelNode> {
    RelNode convert(R rel);
  }

  private static <R extends RelNode> RelOptRule rule(
      SqlConvention out,
      Class<R> type,
      String name,
      Predicate<R> condition,
      Conversion<R> conversion) {
    return ConverterRule.Config.INSTANCE
        .withConversion(type, condition, Convention.NONE, out, name)
        .withRuleFactory(config -> new SqlConverterRule<>(config, type, conversion))
        .toRule();
  }

  /** The rule class behind all of them. */
  private static final class SqlConverterRule<R extends RelNode> extends ConverterRule {
    private final Class<R> type;
    private final Conversion<R> conversion;

    SqlConverterRule(Config config, Class<R> type, Conversion<R> conversion) {
      super(config);
      this.type = type;
      this.conversion = conversion;
    }

    @Override
    public RelNode convert(RelNode rel) {
      return conversion.convert(type.cast(rel));
    }
  }

  private static RelNode in(RelNode input, SqlConvention out) {
    return RelOptRule.convert(input, input.getTraitSet().replace(out));
  }

  private static List<RelNode> in(List<RelNode> inputs, SqlConvention out) {
    return inputs.stream().map(input -> in(input, out)).toList();
  }
}
