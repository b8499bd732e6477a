/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.planner.join;

import java.util.List;
import org.apache.calcite.plan.AbstractRelOptPlanner;
import org.apache.calcite.plan.RelOptCluster;
import org.apache.calcite.plan.RelOptPlanner;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Join;

/**
 * Orders the inner joins of a query by what its tables say of themselves.
 *
 * <pre>
 *   Join                        Join
 *     Join                        lineitem
 *       customer, orders   =&gt;     Join
 *     lineitem                      orders, customer
 * </pre>
 *
 * <p>Joins of up to {@value JoinGroup#MAX_INPUTS} inputs are ordered together, with the filters and
 * projections between them; outer, semi and anti joins, aggregates and the like stay where they
 * are, and what is below them is ordered for itself. Tables of one database come together if that
 * moves less. The order as written is kept unless another is clearly cheaper, as it is where
 * nothing is known of the tables. Stateless.
 */
public final class JoinOrder {
  /** A tree must cost less than this share of the one that was written. */
  private static final double WORTHWHILE = 0.9;

  private static final int FEWEST_INPUTS = 3;

  private JoinOrder() {}

  /**
   * Returns the query with its joins in order: the same rows and the same row type.
   *
   * @throws org.apache.calcite.runtime.CalciteException or the like, if planning is cancelled
   */
  public static RelNode apply(RelNode query) {
    JoinGroup group = JoinGroup.of(query);
    if (group.inputs().size() < FEWEST_INPUTS) {
      return withInputs(query, query.getInputs().stream().map(JoinOrder::apply).toList());
    }
    List<RelNode> inputs = group.inputs().stream().map(JoinOrder::apply).toList();
    RelOptCluster cluster = query.getCluster();
    JoinGroup current = group.withInputs(inputs);
    JoinGraph graph =
        JoinGraphBuilder.build(current, cluster.getMetadataQuery(), cluster.getRexBuilder());
    JoinPlan best = new JoinSearch(graph, checkCancel(cluster.getPlanner())).run();
    JoinPlans written = written(graph, group.written());
    return best.cost() < written.here().cost() * WORTHWHILE
        ? new JoinWriter(current, graph, cluster.getRexBuilder()).write(best, query.getRowType())
        : asWritten(query, group.written(), inputs);
  }

  private static JoinPlans written(JoinGraph graph, JoinGroup.Shape shape) {
    return shape.left() == null || shape.right() == null
        ? JoinPlans.of(graph, shape.input())
        : JoinPlans.join(graph, written(graph, shape.left()), written(graph, shape.right()));
  }

  private static RelNode asWritten(RelNode rel, JoinGroup.Shape shape, List<RelNode> inputs) {
    JoinGroup.Shape left = shape.left();
    JoinGroup.Shape right = shape.right();
    if (left == null || right == null) {
      return inputs.get(shape.input());
    }
    if (rel instanceof Join join) {
      return withInputs(
          rel,
          List.of(
              asWritten(join.getLeft(), left, inputs), asWritten(join.getRight(), right, inputs)));
    }
    return withInputs(rel, List.of(asWritten(rel.getInput(0), shape, inputs)));
  }

  private static Runnable checkCancel(RelOptPlanner planner) {
    return planner instanceof AbstractRelOptPlanner cancellable
        ? cancellable::checkCancel
        : () -> {};
  }

  private static RelNode withInputs(RelNode rel, List<RelNode> inputs) {
    return inputs.equals(rel.getInputs()) ? rel : rel.copy(rel.getTraitSet(), inputs);
  }
}
