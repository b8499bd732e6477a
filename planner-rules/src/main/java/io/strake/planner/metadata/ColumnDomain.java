/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.planner.metadata;

import java.util.List;
import java.util.OptionalDouble;
import org.apache.calcite.plan.RelOptUtil;
import org.apache.calcite.plan.hep.HepRelVertex;
import org.apache.calcite.plan.volcano.RelSubset;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.SingleRel;
import org.apache.calcite.rel.core.Aggregate;
import org.apache.calcite.rel.core.Correlate;
import org.apache.calcite.rel.core.Filter;
import org.apache.calcite.rel.core.Join;
import org.apache.calcite.rel.core.Project;
import org.apache.calcite.rel.core.TableScan;
import org.apache.calcite.rel.metadata.RelMetadataQuery;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexInputRef;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexUtil;
import org.apache.calcite.util.ImmutableBitSet;

/**
 * The number of values that a column takes its own from.
 *
 * <p>This is not the number of distinct values among the rows at hand: a filter on another column
 * leaves fewer rows, but the keys of the other side of a join come from the whole table all the
 * same. Dividing by the domain keeps {@code |L| * |R| / domain} right whichever side is filtered.
 * Stateless.
 */
public final class ColumnDomain {
  private ColumnDomain() {}

  /**
   * Returns the size of a column's domain, at least 1.
   *
   * @param column ordinal in the row type of {@code rel}
   * @return empty if nothing is known of it
   */
  public static OptionalDouble of(RelMetadataQuery mq, RelNode rel, int column) {
    if (rel instanceof HepRelVertex vertex) {
      return of(mq, vertex.getCurrentRel(), column);
    }
    if (rel instanceof RelSubset subset) {
      return of(mq, subset.getBestOrOriginal(), column);
    }
    if (rel instanceof TableScan scan) {
      return ofTable(mq, scan, column);
    }
    if (rel instanceof Project project) {
      return ofExpression(mq, project, RexUtil.removeCast(project.getProjects().get(column)));
    }
    if (rel instanceof Filter filter) {
      return filtered(mq, filter, column);
    }
    if (rel instanceof Aggregate aggregate) {
      return ofGroup(mq, aggregate, column);
    }
    if (rel instanceof Join || rel instanceof Correlate) {
      int left = rel.getInput(0).getRowType().getFieldCount();
      return column < left
          ? of(mq, rel.getInput(0), column)
          : of(mq, rel.getInput(1), column - left);
    }
    return rel instanceof SingleRel && rel.getRowType().equals(rel.getInput(0).getRowType())
        ? of(mq, rel.getInput(0), column)
        : OptionalDouble.empty();
  }

  /**
   * Returns how many combinations of columns there are, if the table has each but once; filters
   * take none of them away.
   *
   * @param columns ordinals in the row type of {@code rel}, at least one
   */
  public static OptionalDouble ofKey(RelMetadataQuery mq, RelNode rel, List<Integer> columns) {
    if (rel instanceof HepRelVertex vertex) {
      return ofKey(mq, vertex.getCurrentRel(), columns);
    }
    if (rel instanceof RelSubset subset) {
      return ofKey(mq, subset.getBestOrOriginal(), columns);
    }
    if (rel instanceof Filter filter) {
      return ofKey(mq, filter.getInput(), columns);
    }
    if (rel instanceof Project project) {
      List<RexNode> expressions = columns.stream().map(project.getProjects()::get).toList();
      return expressions.stream().allMatch(RexInputRef.class::isInstance)
          ? ofKey(
              mq,
              project.getInput(),
              expressions.stream().map(e -> ((RexInputRef) e).getIndex()).toList())
          : OptionalDouble.empty();
    }
    if (rel instanceof Aggregate aggregate) {
      return ofGroupKey(mq, aggregate, columns);
    }
    return rel instanceof TableScan scan ? ofTableKey(mq, scan, columns) : OptionalDouble.empty();
  }

  private static OptionalDouble ofExpression(
      RelMetadataQuery mq, Project project, RexNode expression) {
    if (expression instanceof RexInputRef ref) {
      return of(mq, project.getInput(), ref.getIndex());
    }
    return RexUtil.isConstant(expression) ? OptionalDouble.of(1) : OptionalDouble.empty();
  }

  private static OptionalDouble ofTable(RelMetadataQuery mq, TableScan scan, int column) {
    ColumnStatistics known = ColumnStatistics.of(scan);
    OptionalDouble distinct =
        known == null
            ? OptionalDouble.empty()
            : known.distinctValues(scan.getRowType().getFieldNames().get(column));
    return distinct.isPresent() ? distinct : ofTableKey(mq, scan, List.of(column));
  }

  /** The scan may have fewer columns than the table, by whose ordinals keys are declared. */
  private static OptionalDouble ofTableKey(
      RelMetadataQuery mq, TableScan scan, List<Integer> columns) {
    List<String> names = scan.getTable().getRowType().getFieldNames();
    ImmutableBitSet.Builder key = ImmutableBitSet.builder();
    columns.forEach(c -> key.set(names.indexOf(scan.getRowType().getFieldNames().get(c))));
    return scan.getTable().isKey(key.build())
        ? OptionalDouble.of(Math.max(1, mq.getRowCount(scan)))
        : OptionalDouble.empty();
  }

  /** Only what is said of the column itself takes values out of its domain. */
  private static OptionalDouble filtered(RelMetadataQuery mq, Filter filter, int column) {
    OptionalDouble domain = of(mq, filter.getInput(), column);
    RexBuilder rexBuilder = filter.getCluster().getRexBuilder();
    RexNode own =
        RexUtil.composeConjunction(
            rexBuilder,
            RelOptUtil.conjunctions(filter.getCondition()).stream()
                .filter(c -> RelOptUtil.InputFinder.bits(c).equals(ImmutableBitSet.of(column)))
                .toList(),
            true);
    if (own == null) {
      return domain;
    }
    Double selectivity = mq.getSelectivity(filter.getInput(), own);
    return domain.isEmpty() || selectivity == null
        ? domain
        : OptionalDouble.of(Math.max(1, domain.getAsDouble() * selectivity));
  }

  private static OptionalDouble ofGroup(RelMetadataQuery mq, Aggregate aggregate, int column) {
    if (column >= aggregate.getGroupCount()) {
      return OptionalDouble.empty();
    }
    OptionalDouble input = of(mq, aggregate.getInput(), aggregate.getGroupSet().nth(column));
    return input.isPresent() ? input : ofGroupKey(mq, aggregate, List.of(column));
  }

  private static OptionalDouble ofGroupKey(
      RelMetadataQuery mq, Aggregate aggregate, List<Integer> columns) {
    return ImmutableBitSet.of(columns).contains(ImmutableBitSet.range(aggregate.getGroupCount()))
        ? OptionalDouble.of(Math.max(1, mq.getRowCount(aggregate)))
        : OptionalDouble.empty();
  }
}
