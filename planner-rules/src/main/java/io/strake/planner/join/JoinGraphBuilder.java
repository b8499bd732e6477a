/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.planner.join;

import io.strake.planner.metadata.ConditionSelectivity;
import io.strake.planner.sql.SqlConvention;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.apache.calcite.plan.RelOptUtil;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.metadata.RelMetadataQuery;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.rex.RexInputRef;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.util.ImmutableBitSet;
import org.apache.calcite.util.mapping.IntPair;

/** Makes the graph of a group with what metadata say of its inputs. Not thread-safe. */
final class JoinGraphBuilder {
  private final RelMetadataQuery mq;
  private final RexBuilder rexBuilder;
  private final List<JoinInput> inputs;
  private final KeyClasses classes;

  private JoinGraphBuilder(RelMetadataQuery mq, RexBuilder rexBuilder, List<JoinInput> inputs) {
    this.mq = mq;
    this.rexBuilder = rexBuilder;
    this.inputs = inputs;
    this.classes = new KeyClasses(inputs, mq);
  }

  static JoinGraph build(JoinGroup group, RelMetadataQuery mq, RexBuilder rexBuilder) {
    ImmutableBitSet used =
        RelOptUtil.InputFinder.bits(
            Stream.concat(group.outputs().stream(), group.conditions().stream()).toList(), null);
    List<JoinInput> inputs = new ArrayList<>();
    int first = 0;
    for (RelNode rel : group.inputs()) {
      inputs.add(JoinInput.of(mq, rel, first, used));
      first += rel.getRowType().getFieldCount();
    }
    return new JoinGraphBuilder(mq, rexBuilder, inputs).build(group.conditions());
  }

  private JoinGraph build(List<RexNode> all) {
    List<JoinCondition> conditions = new ArrayList<>();
    for (RexNode condition : all) {
      if (!isPushable(condition, inputs(condition)) || !classes.add(condition)) {
        conditions.add(condition(condition));
      }
    }
    for (IntPair equal : classes.within()) {
      conditions.add(
          condition(
              rexBuilder.makeCall(
                  SqlStdOperatorTable.EQUALS, field(equal.source), field(equal.target))));
    }
    return new JoinGraph(inputs, classes.classes(), conditions, mq);
  }

  private RexNode field(int column) {
    JoinInput input = inputs.get(classes.inputOf(column));
    return new RexInputRef(
        column, input.rel().getRowType().getFieldList().get(column - input.first()).getType());
  }

  private JoinCondition condition(RexNode node) {
    long set = inputs(node);
    ConditionSelectivity selectivity =
        new ConditionSelectivity(
            column -> inputs.get(classes.inputOf(column)).domain(mq, column),
            column -> inputs.get(classes.inputOf(column)).distribution(column),
            inputs.get(0).rel().getCluster().getPlanner().getContext());
    return new JoinCondition(
        node, set, selectivity.of(node), isHashable(node), isPushable(node, set));
  }

  private boolean isHashable(RexNode node) {
    if (!(node instanceof RexCall call)
        || !(call.isA(SqlKind.EQUALS) || call.isA(SqlKind.IS_NOT_DISTINCT_FROM))) {
      return false;
    }
    long left = inputs(call.getOperands().get(0));
    long right = inputs(call.getOperands().get(1));
    return left != 0 && right != 0 && (left & right) == 0;
  }

  /**
   * Returns whether the database that has all inputs of a condition can evaluate it, if one has.
   */
  private boolean isPushable(RexNode node, long set) {
    List<SqlConvention> sources = new ArrayList<>();
    for (int i = 0; i < inputs.size(); i++) {
      if (JoinGraph.contains(set, i)) {
        sources.add(inputs.get(i).source());
      }
    }
    boolean isOne = sources.stream().distinct().count() == 1 && sources.get(0) != null;
    return !isOne || sources.get(0).canJoin(node, isHashable(node), rexBuilder);
  }

  private long inputs(RexNode node) {
    long set = 0;
    for (int column : RelOptUtil.InputFinder.bits(node)) {
      set |= 1L << classes.inputOf(column);
    }
    return set;
  }
}
