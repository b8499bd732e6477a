/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.planner.join;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.calcite.plan.RelOptUtil;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.JoinRelType;
import org.apache.calcite.rel.logical.LogicalFilter;
import org.apache.calcite.rel.logical.LogicalJoin;
import org.apache.calcite.rel.logical.LogicalProject;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexInputRef;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexShuttle;
import org.apache.calcite.rex.RexUtil;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.util.ImmutableBitSet;

/**
 * Writes a plan as logical operators, the smaller input of each join on the right, where hash joins
 * build. Not thread-safe.
 */
final class JoinWriter {
  private final JoinGroup group;
  private final JoinGraph graph;
  private final RexBuilder rexBuilder;

  /**
   * An expression and the columns of the group that it has.
   *
   * @param columns by position
   */
  private record Part(RelNode rel, List<Integer> columns) {}

  JoinWriter(JoinGroup group, JoinGraph graph, RexBuilder rexBuilder) {
    this.group = group;
    this.graph = graph;
    this.rexBuilder = rexBuilder;
  }

  /** Returns the plan with the outputs of the group. */
  RelNode write(JoinPlan plan, RelDataType rowType) {
    Part joined = part(plan, false);
    List<RexNode> constant =
        graph.conditions().stream().filter(c -> c.inputs() == 0).map(JoinCondition::node).toList();
    RelNode filtered = filter(joined.rel, constant);
    List<RexNode> outputs = replace(group.outputs(), joined.columns, filtered.getRowType());
    return RexUtil.isIdentity(outputs, filtered.getRowType())
            && RelOptUtil.areRowTypesEqual(filtered.getRowType(), rowType, true)
        ? filtered
        : LogicalProject.create(filtered, List.of(), outputs, rowType, Set.of());
  }

  private Part part(JoinPlan plan, boolean isParentInSource) {
    if (plan.left() == null || plan.right() == null) {
      return input(Long.numberOfTrailingZeros(plan.set()));
    }
    boolean swaps = plan.left().rows() < plan.right().rows();
    JoinPlan larger = swaps ? plan.right() : plan.left();
    JoinPlan smaller = swaps ? plan.left() : plan.right();
    Part joined =
        join(
            larger.set(),
            part(larger, plan.inSource()),
            smaller.set(),
            part(smaller, plan.inSource()));
    boolean leavesSource = plan.inSource() && !isParentInSource && plan.set() != graph.all();
    return leavesSource ? narrow(joined, plan.set()) : joined;
  }

  private Part input(int number) {
    JoinInput input = graph.inputs().get(number);
    List<Integer> columns = new ArrayList<>();
    for (int i = 0; i < input.rel().getRowType().getFieldCount(); i++) {
      columns.add(input.first() + i);
    }
    List<RexNode> own =
        graph.conditions().stream()
            .filter(c -> c.inputs() == 1L << number)
            .map(JoinCondition::node)
            .toList();
    RelDataType rowType = input.rel().getRowType();
    return new Part(filter(input.rel(), replace(own, columns, rowType)), columns);
  }

  private RelNode filter(RelNode rel, List<RexNode> conditions) {
    return conditions.isEmpty()
        ? rel
        : LogicalFilter.create(rel, RexUtil.composeConjunction(rexBuilder, conditions));
  }

  private Part join(long leftSet, Part left, long rightSet, Part right) {
    List<Integer> columns = Stream.concat(left.columns.stream(), right.columns.stream()).toList();
    List<RelDataType> types =
        Stream.of(left.rel, right.rel)
            .flatMap(rel -> rel.getRowType().getFieldList().stream())
            .map(field -> field.getType())
            .toList();
    List<RexNode> conditions = new ArrayList<>();
    for (KeyClass key : graph.keys()) {
      if ((key.set() & leftSet) != 0 && (key.set() & rightSet) != 0) {
        conditions.add(
            rexBuilder.makeCall(
                SqlStdOperatorTable.EQUALS,
                field(key.columnIn(leftSet), columns, types),
                field(key.columnIn(rightSet), columns, types)));
      }
    }
    List<RexNode> others =
        graph.conditions().stream()
            .filter(c -> c.joins(leftSet, rightSet))
            .map(JoinCondition::node)
            .toList();
    conditions.addAll(replace(others, columns, types));
    RexNode condition = RexUtil.composeConjunction(rexBuilder, conditions);
    return new Part(
        LogicalJoin.create(left.rel, right.rel, List.of(), condition, Set.of(), JoinRelType.INNER),
        columns);
  }

  /** Leaves out the columns that are not needed any more, so that a source does not send them. */
  private Part narrow(Part part, long set) {
    List<RexNode> needing = new ArrayList<>(group.outputs());
    graph.conditions().stream()
        .filter(c -> (c.inputs() & ~set) != 0)
        .forEach(c -> needing.add(c.node()));
    ImmutableBitSet.Builder needed = ImmutableBitSet.builder();
    needed.addAll(RelOptUtil.InputFinder.bits(needing, null));
    graph.keys().stream()
        .filter(key -> (key.set() & set) != 0 && (key.set() & ~set) != 0)
        .forEach(key -> needed.set(key.columnIn(set)));
    ImmutableBitSet columns = needed.build();
    List<Integer> kept = part.columns.stream().filter(columns::get).toList();
    if (kept.size() == part.columns.size() || kept.isEmpty()) {
      return part;
    }
    List<Integer> positions = kept.stream().map(part.columns::indexOf).toList();
    return new Part(RelOptUtil.createProject(part.rel, positions), kept);
  }

  private static List<RexNode> replace(
      List<RexNode> nodes, List<Integer> columns, RelDataType rowType) {
    return replace(nodes, columns, rowType.getFieldList().stream().map(f -> f.getType()).toList());
  }

  private static List<RexNode> replace(
      List<RexNode> nodes, List<Integer> columns, List<RelDataType> types) {
    RexShuttle shuttle =
        new RexShuttle() {
          @Override
          public RexNode visitInputRef(RexInputRef ref) {
            return field(ref.getIndex(), columns, types);
          }
        };
    return shuttle.visitList(nodes);
  }

  private static RexNode field(int column, List<Integer> columns, List<RelDataType> types) {
    int position = columns.indexOf(column);
    return new RexInputRef(position, types.get(position));
  }
}
