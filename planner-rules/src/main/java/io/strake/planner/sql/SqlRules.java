/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.planner.sql;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.apache.calcite.plan.Convention;
import org.apache.calcite.plan.RelOptRule;
import org.apache.calcite.rel.RelFieldCollation;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.convert.ConverterRule;
import org.apache.calcite.rel.core.Aggregate;
import org.apache.calcite.rel.core.AggregateCall;
import org.apache.calcite.rel.core.JoinRelType;
import org.apache.calcite.rel.core.SetOp;
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
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rel.type.RelDataTypeField;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.sql.type.SqlTypeName;

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
    return List.of(
        SqlFilterSplitRule.of(out),
        rule(
            out,
            LogicalFilter.class,
            "SqlFilterRule",
            filter -> canFilter(filter, out),
            filter ->
                new SqlFilter(
                    out, filter.getCluster(), in(filter.getInput(), out), filter.getCondition())),
        rule(
            out,
            LogicalProject.class,
            "SqlProjectRule",
            project -> canProject(project, out),
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
            aggregate -> canAggregate(aggregate, out),
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
            join -> canJoin(join, out),
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
            correlate -> canCorrelate(correlate, out),
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
            uncollect -> canUncollect(uncollect, out),
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
            sort -> canSort(sort, out),
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
            union -> canCombine(union, out),
            union -> new SqlUnion(out, union.getCluster(), in(union.getInputs(), out), union.all)),
        rule(
            out,
            LogicalIntersect.class,
            "SqlIntersectRule",
            intersect -> canCombine(intersect, out),
            intersect ->
                new SqlIntersect(
                    out, intersect.getCluster(), in(intersect.getInputs(), out), intersect.all)),
        rule(
            out,
            LogicalMinus.class,
            "SqlMinusRule",
            minus -> canCombine(minus, out),
            minus -> new SqlMinus(out, minus.getCluster(), in(minus.getInputs(), out), minus.all)),
        rule(
            out,
            LogicalValues.class,
            "SqlValuesRule",
            values -> canEnumerate(values, out),
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

  private static boolean canFilter(LogicalFilter filter, SqlConvention out) {
    return filter.getVariablesSet().isEmpty()
        && canRender(filter.getCondition(), filter.getInput(), out);
  }

  private static boolean canProject(LogicalProject project, SqlConvention out) {
    return project.getVariablesSet().isEmpty()
        && !project.getProjects().isEmpty() // a SELECT without columns is not portable
        && project.getProjects().stream()
            .allMatch(node -> canRender(node, project.getInput(), out));
  }

  private static boolean canAggregate(LogicalAggregate aggregate, SqlConvention out) {
    return (aggregate.getGroupType() == Aggregate.Group.SIMPLE || out.backend().hasGroupingSets())
        && aggregate.getRowType().getFieldCount() > 0
        && aggregate.getGroupSet().asList().stream()
            .allMatch(key -> out.backend().canGroupBy(type(aggregate.getInput(), key)))
        && aggregate.getAggCallList().stream()
            .allMatch(call -> canCall(call, aggregate.getInput(), out));
  }

  private static boolean canCall(AggregateCall call, RelNode input, SqlConvention out) {
    if (call.distinctKeys != null
        || !call.rexList.stream().allMatch(literal -> canRender(literal, input, out))) {
      return false; // WITHIN DISTINCT has no text here
    }
    List<SqlAggregateCall.Operand> operands =
        Stream.concat(
                call.rexList.stream()
                    .map(literal -> new SqlAggregateCall.Operand("x", literal.getType())),
                call.getArgList().stream().map(arg -> placeholder(input, arg)))
            .toList();
    List<SqlAggregateCall.Key> orderBy = new ArrayList<>();
    for (RelFieldCollation key : call.getCollation().getFieldCollations()) {
      SqlAggregateCall.Operand column = placeholder(input, key.getFieldIndex());
      Optional<String> text = out.backend().sortKey(column.sql(), column.type());
      if (text.isEmpty()) {
        return false;
      }
      orderBy.add(new SqlAggregateCall.Key(column, text.get()));
    }
    return out.backend()
        .aggregate(
            new SqlAggregateCall(
                call.getAggregation(),
                call.getType(),
                call.isDistinct(),
                call.ignoreNulls(),
                operands,
                orderBy,
                call.hasFilter() ? "x" : null,
                null))
        .isPresent();
  }

  private static SqlAggregateCall.Operand placeholder(RelNode input, int column) {
    return new SqlAggregateCall.Operand("x" + column, type(input, column));
  }

  private static boolean canJoin(LogicalJoin join, SqlConvention out) {
    ExpressionRenderer expressions = renderer(join, out);
    int width =
        join.getLeft().getRowType().getFieldCount() + join.getRight().getRowType().getFieldCount();
    return join.getVariablesSet().isEmpty()
        && out.backend().canJoin(join.getJoinType(), join.analyzeCondition().isEqui())
        && expressions.canRender(join.getCondition(), width);
  }

  private static boolean canCorrelate(LogicalCorrelate correlate, SqlConvention out) {
    return out.backend().hasLateral()
        && (correlate.getJoinType() == JoinRelType.INNER
            || correlate.getJoinType() == JoinRelType.LEFT);
  }

  /** Rows in arrays would have to be taken apart, maps have two columns. */
  private static boolean canUncollect(Uncollect uncollect, SqlConvention out) {
    return out.backend().hasUnnest()
        && uncollect.getInput().getRowType().getFieldList().stream()
            .allMatch(field -> field.getType().getSqlTypeName() == SqlTypeName.ARRAY)
        && uncollect.getRowType().getFieldList().stream()
            .allMatch(field -> out.backend().typeName(field.getType()).isPresent());
  }

  private static boolean canSort(LogicalSort sort, SqlConvention out) {
    for (RelFieldCollation key : sort.getCollation().getFieldCollations()) {
      if (out.backend().sortKey("x", type(sort, key.getFieldIndex())).isEmpty()) {
        return false; // the engine's order of this type is not ours
      }
    }
    return isRenderable(sort.offset, sort, out) && isRenderable(sort.fetch, sort, out);
  }

  private static boolean isRenderable(
      @org.jspecify.annotations.Nullable RexNode node, RelNode rel, SqlConvention out) {
    return node == null || canRender(node, rel, out);
  }

  private static boolean canCombine(SetOp setOp, SqlConvention out) {
    return setOp.getRowType().getFieldCount() > 0
        && setOp.getRowType().getFieldList().stream()
            .map(RelDataTypeField::getType)
            .allMatch(
                type -> out.backend().canGroupBy(type) && out.backend().typeName(type).isPresent());
  }

  private static boolean canEnumerate(LogicalValues values, SqlConvention out) {
    ExpressionRenderer expressions = renderer(values, out);
    return values.getRowType().getFieldCount() > 0
        && values.getRowType().getFieldList().stream()
            .allMatch(field -> out.backend().typeName(field.getType()).isPresent())
        && values.getTuples().stream()
            .flatMap(List::stream)
            .allMatch(literal -> literal.isNull() || expressions.canRender(literal, 0));
  }

  private static boolean canRender(RexNode node, RelNode input, SqlConvention out) {
    return renderer(input, out).canRender(node, input.getRowType().getFieldCount());
  }

  private static ExpressionRenderer renderer(RelNode rel, SqlConvention out) {
    RexBuilder rexBuilder = requireNonNull(rel.getCluster().getRexBuilder(), "rexBuilder");
    return ExpressionRenderer.forChecks(out.backend(), rexBuilder);
  }

  private static RelDataType type(RelNode rel, int column) {
    return rel.getRowType().getFieldList().get(column).getType();
  }
}
