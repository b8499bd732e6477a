/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.planner.metadata;

import java.util.Optional;
import org.apache.calcite.plan.hep.HepRelVertex;
import org.apache.calcite.plan.volcano.RelSubset;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.SingleRel;
import org.apache.calcite.rel.core.Correlate;
import org.apache.calcite.rel.core.Join;
import org.apache.calcite.rel.core.Project;
import org.apache.calcite.rel.core.TableScan;
import org.apache.calcite.rex.RexInputRef;
import org.apache.calcite.rex.RexUtil;

/**
 * The distribution of a column's values in the table that it comes from. What stands in between is
 * taken to leave the shares as they are. Stateless.
 */
public final class ColumnDistribution {
  private ColumnDistribution() {}

  /**
   * Returns the distribution.
   *
   * @param column ordinal in the row type of {@code rel}
   * @return empty if the column is computed, or its table does not know
   */
  public static Optional<ValueDistribution> of(RelNode rel, int column) {
    if (rel instanceof HepRelVertex vertex) {
      return of(vertex.getCurrentRel(), column);
    } else if (rel instanceof RelSubset subset) {
      return of(subset.getBestOrOriginal(), column);
    } else if (rel instanceof TableScan scan) {
      ColumnStatistics known = ColumnStatistics.of(scan);
      return known == null
          ? Optional.empty()
          : known.distribution(scan.getRowType().getFieldNames().get(column));
    } else if (rel instanceof Project project) {
      return RexUtil.removeCast(project.getProjects().get(column)) instanceof RexInputRef ref
          ? of(project.getInput(), ref.getIndex())
          : Optional.empty();
    } else if (rel instanceof Join || rel instanceof Correlate) {
      int left = rel.getInput(0).getRowType().getFieldCount();
      return column < left ? of(rel.getInput(0), column) : of(rel.getInput(1), column - left);
    }
    return rel instanceof SingleRel && rel.getRowType().equals(rel.getInput(0).getRowType())
        ? of(rel.getInput(0), column)
        : Optional.empty();
  }
}
