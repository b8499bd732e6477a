/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.planner.join;

import com.google.common.collect.ImmutableList;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.apache.calcite.plan.RelOptUtil;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.JoinRelType;
import org.apache.calcite.rel.logical.LogicalFilter;
import org.apache.calcite.rel.logical.LogicalJoin;
import org.apache.calcite.rel.logical.LogicalProject;
import org.apache.calcite.rex.RexInputRef;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexOver;
import org.apache.calcite.rex.RexShuttle;
import org.apache.calcite.rex.RexUtil;
import org.jspecify.annotations.Nullable;

/**
 * Inner joins with the filters and projections between them, taken apart. Immutable.
 *
 * <p>Its columns are those of all inputs, side by side. What is not an inner join is an input.
 *
 * @param inputs what is joined, at most {@value #MAX_INPUTS}
 * @param conditions what every row of the result meets
 * @param outputs the columns of the result
 * @param written the tree as it was written
 */
record JoinGroup(
    List<RelNode> inputs, List<RexNode> conditions, List<RexNode> outputs, Shape written) {
  /** As many as a set in a {@code long} has; inner joins below are groups of their own. */
  static final int MAX_INPUTS = Long.SIZE;

  /** An expression that stands in for a column is written as often as the column was. */
  private static final int MAX_EXPRESSION_NODES = 50;

  /** Copies the lists. */
  JoinGroup {
    inputs = List.copyOf(inputs);
    conditions = List.copyOf(conditions);
    outputs = List.copyOf(outputs);
  }

  /**
   * A tree of joins: an input, or a join of two trees.
   *
   * @param input number of the input, if there are no branches
   */
  record Shape(int input, @Nullable Shape left, @Nullable Shape right) {
    static Shape of(int input) {
      return new Shape(input, null, null);
    }

    private Shape shift(int offset) {
      return left == null || right == null
          ? of(input + offset)
          : new Shape(-1, left.shift(offset), right.shift(offset));
    }
  }

  /** Takes an expression apart; it is the only input if it is no inner join. */
  static JoinGroup of(RelNode rel) {
    if (rel instanceof LogicalJoin join && isFree(join)) {
      return join(of(join.getLeft()), join.getLeft(), of(join.getRight()), join.getRight())
          .where(join.getCondition());
    }
    if (rel instanceof LogicalFilter filter && isFree(filter)) {
      JoinGroup group = of(filter.getInput());
      return group.inputs.size() == 1 ? leaf(rel) : group.where(filter.getCondition());
    }
    if (rel instanceof LogicalProject project && isFree(project)) {
      JoinGroup group = of(project.getInput());
      List<RexNode> outputs = group.expand(project.getProjects());
      boolean isLarge = outputs.stream().anyMatch(e -> e.nodeCount() > MAX_EXPRESSION_NODES);
      return group.inputs.size() == 1 || isLarge
          ? leaf(rel)
          : new JoinGroup(group.inputs, group.conditions, outputs, group.written);
    }
    return leaf(rel);
  }

  private static boolean isFree(LogicalJoin join) {
    return join.getJoinType() == JoinRelType.INNER
        && join.getVariablesSet().isEmpty()
        && join.getHints().isEmpty()
        && RexUtil.isDeterministic(join.getCondition());
  }

  private static boolean isFree(LogicalFilter filter) {
    return filter.getVariablesSet().isEmpty()
        && RexUtil.isDeterministic(filter.getCondition())
        && !RexOver.containsOver(filter.getCondition());
  }

  private static boolean isFree(LogicalProject project) {
    return project.getVariablesSet().isEmpty()
        && project.getHints().isEmpty()
        && !project.containsOver()
        && project.getProjects().stream().allMatch(RexUtil::isDeterministic);
  }

  private static JoinGroup leaf(RelNode rel) {
    List<RexInputRef> fields = new ArrayList<>();
    for (int i = 0; i < rel.getRowType().getFieldCount(); i++) {
      fields.add(RexInputRef.of(i, rel.getRowType()));
    }
    return new JoinGroup(List.of(rel), List.of(), ImmutableList.copyOf(fields), Shape.of(0));
  }

  private static JoinGroup join(
      JoinGroup left, RelNode leftRel, JoinGroup right, RelNode rightRel) {
    if (left.inputs.size() + right.inputs.size() <= MAX_INPUTS) {
      return left.times(right);
    }
    return left.inputs.size() > right.inputs.size()
        ? join(leaf(leftRel), leftRel, right, rightRel)
        : join(left, leftRel, leaf(rightRel), rightRel);
  }

  private JoinGroup times(JoinGroup right) {
    int offset = columnCount();
    return new JoinGroup(
        concat(inputs, right.inputs),
        concat(conditions, shift(right.conditions, offset)),
        concat(outputs, shift(right.outputs, offset)),
        new Shape(-1, written, right.written.shift(inputs.size())));
  }

  private JoinGroup where(RexNode condition) {
    List<RexNode> more = expand(RelOptUtil.conjunctions(condition));
    return new JoinGroup(inputs, concat(conditions, more), outputs, written);
  }

  /** Returns the same group over other inputs, which have the same columns. */
  JoinGroup withInputs(List<RelNode> newInputs) {
    return new JoinGroup(newInputs, conditions, outputs, written);
  }

  /** Returns the number of columns of all inputs. */
  int columnCount() {
    return inputs.stream().mapToInt(input -> input.getRowType().getFieldCount()).sum();
  }

  private List<RexNode> expand(List<RexNode> expressions) {
    RexShuttle toInputs =
        new RexShuttle() {
          @Override
          public RexNode visitInputRef(RexInputRef ref) {
            return outputs.get(ref.getIndex());
          }
        };
    return toInputs.visitList(expressions);
  }

  private static List<RexNode> shift(List<RexNode> expressions, int offset) {
    return expressions.stream().map(e -> RexUtil.shift(e, offset)).toList();
  }

  private static <T> List<T> concat(List<T> one, List<T> other) {
    return Stream.concat(one.stream(), other.stream()).toList();
  }
}
