/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.planner.sql;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.calcite.plan.RelOptUtil;
import org.apache.calcite.rel.RelFieldCollation;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Aggregate;
import org.apache.calcite.rel.core.AggregateCall;
import org.apache.calcite.rel.core.JoinRelType;
import org.apache.calcite.rel.core.SetOp;
import org.apache.calcite.rel.core.Uncollect;
import org.apache.calcite.rel.logical.LogicalAggregate;
import org.apache.calcite.rel.logical.LogicalCorrelate;
import org.apache.calcite.rel.logical.LogicalFilter;
import org.apache.calcite.rel.logical.LogicalJoin;
import org.apache.calcite.rel.logical.LogicalProject;
import org.apache.calcite.rel.logical.LogicalSort;
import org.apache.calcite.rel.logical.LogicalValues;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rel.type.RelDataTypeField;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.type.SqlTypeName;
import org.jspecify.annotations.Nullable;

/**
 * What an engine can take of each logical operator.
 *
 * @param backend the engine
 */
record SqlCapabilities(SqlBackend backend) {
  boolean filter(LogicalFilter filter) {
    return filter.getVariablesSet().isEmpty()
        && canRender(filter.getCondition(), filter.getInput());
  }

  boolean project(LogicalProject project) {
    return project.getVariablesSet().isEmpty()
        && !project.getProjects().isEmpty() // a SELECT without columns is not portable
        && project.getProjects().stream().allMatch(node -> canRender(node, project.getInput()));
  }

  boolean aggregate(LogicalAggregate aggregate) {
    boolean simple =
        aggregate.getGroupType() == Aggregate.Group.SIMPLE
            && aggregate.getAggCallList().stream()
                .noneMatch(call -> call.getAggregation().getKind() == SqlKind.GROUPING);
    return (simple
            || backend.hasGroupingSets(aggregate.getCluster().getTypeFactory().getTypeSystem()))
        && aggregate.getRowType().getFieldCount() > 0
        && aggregate.getGroupSet().asList().stream()
            .allMatch(key -> backend.canGroupBy(type(aggregate.getInput(), key)))
        && aggregate.getAggCallList().stream()
            .allMatch(call -> canCall(call, aggregate.getInput()));
  }

  private boolean canCall(AggregateCall call, RelNode input) {
    if (call.distinctKeys != null
        || !call.rexList.stream().allMatch(literal -> canRender(literal, input))) {
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
      Optional<String> text = backend.sortKey(column.sql(), column.type());
      if (text.isEmpty()) {
        return false;
      }
      orderBy.add(new SqlAggregateCall.Key(column, text.get()));
    }
    return backend
        .aggregate(SqlAggregateCall.of(call, operands, orderBy, call.hasFilter() ? "x" : null))
        .isPresent();
  }

  private static SqlAggregateCall.Operand placeholder(RelNode input, int column) {
    return new SqlAggregateCall.Operand("x" + column, type(input, column));
  }

  boolean join(LogicalJoin join) {
    ExpressionRenderer expressions = renderer(join);
    int width =
        join.getLeft().getRowType().getFieldCount() + join.getRight().getRowType().getFieldCount();
    return join.getVariablesSet().isEmpty()
        && backend.canJoin(join.getJoinType(), isEqui(join))
        && expressions.canRender(join.getCondition(), width);
  }

  /** Two NULLs that are equal are no equality that an engine can hash. */
  private static boolean isEqui(LogicalJoin join) {
    return join.analyzeCondition().isEqui()
        && RelOptUtil.conjunctions(join.getCondition()).stream()
            .allMatch(conjunct -> conjunct.getKind() == SqlKind.EQUALS);
  }

  boolean correlate(LogicalCorrelate correlate) {
    return backend.hasLateral()
        && (correlate.getJoinType() == JoinRelType.INNER
            || correlate.getJoinType() == JoinRelType.LEFT);
  }

  /** Rows in arrays would have to be taken apart, maps have two columns. */
  boolean uncollect(Uncollect uncollect) {
    return backend.hasUnnest()
        && uncollect.getInput().getRowType().getFieldList().stream()
            .allMatch(field -> field.getType().getSqlTypeName() == SqlTypeName.ARRAY)
        && uncollect.getRowType().getFieldList().stream()
            .allMatch(field -> backend.typeName(field.getType()).isPresent());
  }

  boolean sort(LogicalSort sort) {
    for (RelFieldCollation key : sort.getCollation().getFieldCollations()) {
      if (backend.sortKey("x", type(sort, key.getFieldIndex())).isEmpty()) {
        return false; // the engine's order of this type is not ours
      }
    }
    return isRenderable(sort.offset, sort) && isRenderable(sort.fetch, sort);
  }

  private boolean isRenderable(@Nullable RexNode node, RelNode rel) {
    return node == null || canRender(node, rel);
  }

  boolean combine(SetOp setOp) {
    return setOp.getRowType().getFieldCount() > 0
        && setOp.getRowType().getFieldList().stream()
            .map(RelDataTypeField::getType)
            .allMatch(type -> backend.canGroupBy(type) && backend.typeName(type).isPresent());
  }

  boolean enumerate(LogicalValues values) {
    ExpressionRenderer expressions = renderer(values);
    return values.getRowType().getFieldCount() > 0
        && values.getRowType().getFieldList().stream()
            .allMatch(field -> backend.typeName(field.getType()).isPresent())
        && values.getTuples().stream()
            .flatMap(List::stream)
            .allMatch(literal -> literal.isNull() || expressions.canRender(literal, 0));
  }

  private boolean canRender(RexNode node, RelNode input) {
    return renderer(input).canRender(node, input.getRowType().getFieldCount());
  }

  private ExpressionRenderer renderer(RelNode rel) {
    RexBuilder rexBuilder = requireNonNull(rel.getCluster().getRexBuilder(), "rexBuilder");
    return ExpressionRenderer.forChecks(backend, rexBuilder);
  }

  private static RelDataType type(RelNode rel, int column) {
    return rel.getRowType().getFieldList().get(column).getType();
  }
}
