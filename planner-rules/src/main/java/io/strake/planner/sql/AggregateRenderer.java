/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.planner.sql;

import java.util.ArrayList;
import java.util.List;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Aggregate;
import org.apache.calcite.rel.core.AggregateCall;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.util.ImmutableBitSet;
import org.jspecify.annotations.Nullable;

/** The part of {@link SqlRenderer} that writes GROUP BY and its aggregates. */
final class AggregateRenderer {
  private final SqlRenderer renderer;
  private final SqlBackend backend;

  AggregateRenderer(SqlRenderer renderer, SqlBackend backend) {
    this.renderer = renderer;
    this.backend = backend;
  }

  SqlSelect render(Aggregate aggregate) {
    return new Passes(renderer, backend)
        .render(
            aggregate,
            List.of(renderer.visit(aggregate.getInput())),
            () -> List.of(keys(aggregate)),
            inputs -> write(aggregate, inputs.get(0)));
  }

  /** Returns the exact columns that every grouping set groups by. */
  private static List<Integer> keys(Aggregate aggregate) {
    ImmutableBitSet common =
        aggregate.getGroupSets().stream().reduce(ImmutableBitSet::intersect).orElseThrow();
    return common.asList().stream()
        .filter(key -> Passes.tellsApart(SqlRenderer.field(aggregate.getInput(), key).getType()))
        .toList();
  }

  private SqlSelect write(Aggregate aggregate, SqlSelect input) {
    boolean simple = aggregate.getGroupType() == Aggregate.Group.SIMPLE;
    boolean fits =
        simple && input.takesFilter() && input.orderBy().isEmpty() && plainKeys(aggregate, input);
    SqlSelect target = fits ? input : renderer.asSubQuery(input);
    List<SqlSelect.Column> columns = new ArrayList<>();
    List<String> keys = new ArrayList<>();
    for (int key : aggregate.getGroupSet()) {
      columns.add(target.columns().get(key));
      keys.add(target.columns().get(key).sql());
    }
    for (AggregateCall call : aggregate.getAggCallList()) {
      columns.add(new SqlSelect.Column(write(call, aggregate.getInput(), target), false));
    }
    // Keys that grouping sets make NULL must be columns, below and above: engines take an
    // expression
    // over one for what it was before
    return simple
        ? target.withGroupBy(keys, columns)
        : renderer.asSubQuery(
            target.withGroupBy(List.of(groupingSets(aggregate, target)), columns));
  }

  private static String groupingSets(Aggregate aggregate, SqlSelect target) {
    List<String> sets = new ArrayList<>();
    for (ImmutableBitSet set : aggregate.getGroupSets()) {
      List<String> keys =
          set.asList().stream().map(key -> target.columns().get(key).sql()).toList();
      sets.add("(" + String.join(", ", keys) + ")");
    }
    return "GROUPING SETS (" + String.join(", ", sets) + ")";
  }

  private String write(AggregateCall call, RelNode input, SqlSelect target) {
    List<SqlAggregateCall.Operand> operands = new ArrayList<>();
    for (RexNode literal : call.rexList) {
      operands.add(
          new SqlAggregateCall.Operand(renderer.expression(literal, target), literal.getType()));
    }
    for (int argument : call.getArgList()) {
      operands.add(operand(argument, input, target));
    }
    List<SqlAggregateCall.Key> orderBy =
        call.getCollation().getFieldCollations().stream()
            .map(
                key ->
                    new SqlAggregateCall.Key(
                        operand(key.getFieldIndex(), input, target),
                        renderer.sortKey(key, input, target)))
            .toList();
    @Nullable String filter = call.hasFilter() ? column(call.filterArg, target) : null;
    return backend
        .aggregate(SqlAggregateCall.of(call, operands, orderBy, filter))
        .orElseThrow(() -> new AssertionError("not on the allow-list: " + call));
  }

  private static SqlAggregateCall.Operand operand(int index, RelNode input, SqlSelect target) {
    return new SqlAggregateCall.Operand(
        column(index, target), SqlRenderer.field(input, index).getType());
  }

  private static String column(int index, SqlSelect target) {
    return target.columns().get(index).sql();
  }

  /** Returns whether the keys are columns; an expression there might be read as an ordinal. */
  private static boolean plainKeys(Aggregate aggregate, SqlSelect input) {
    return aggregate.getGroupSet().asList().stream()
        .allMatch(key -> input.columns().get(key).plain());
  }
}
