/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.planner.join;

import io.strake.planner.metadata.ColumnDistribution;
import io.strake.planner.metadata.ColumnDomain;
import io.strake.planner.metadata.ValueDistribution;
import io.strake.planner.sql.SqlConvention;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.TableScan;
import org.apache.calcite.rel.metadata.RelMetadataQuery;
import org.apache.calcite.util.ImmutableBitSet;
import org.jspecify.annotations.Nullable;

/**
 * What is known of one input of a group.
 *
 * @param rel the input
 * @param first ordinal of its first column among those of the group
 * @param rows estimated rows, at least 1
 * @param rowBytes estimated bytes of the columns that are needed
 * @param source convention of the database that all its tables are in; null for none
 */
record JoinInput(
    RelNode rel, int first, double rows, double rowBytes, @Nullable SqlConvention source) {
  private static final double COLUMN_BYTES = 16;

  /**
   * Looks an input up.
   *
   * @param used columns of the group that are needed
   */
  static JoinInput of(RelMetadataQuery mq, RelNode rel, int first, ImmutableBitSet used) {
    List<@Nullable Double> sizes = mq.getAverageColumnSizesNotNull(rel);
    double bytes = 0;
    for (int i = 0; i < rel.getRowType().getFieldCount(); i++) {
      if (used.get(first + i)) {
        Double size = sizes.get(i);
        bytes += size == null ? COLUMN_BYTES : size;
      }
    }
    return new JoinInput(rel, first, Math.max(1, mq.getRowCount(rel)), bytes, source(rel));
  }

  private static @Nullable SqlConvention source(RelNode rel) {
    if (rel instanceof TableScan) {
      return rel.getConvention() instanceof SqlConvention convention ? convention : null;
    }
    SqlConvention source = null;
    for (RelNode input : rel.getInputs()) {
      SqlConvention other = source(input);
      if (other == null || (source != null && source != other)) {
        return null;
      }
      source = other;
    }
    return source;
  }

  /** Returns whether it has a column of the group. */
  boolean has(int column) {
    return column >= first && column < first + rel.getRowType().getFieldCount();
  }

  /** Returns the distribution of one of its columns, if it is known. */
  Optional<ValueDistribution> distribution(int column) {
    return ColumnDistribution.of(rel, column - first);
  }

  /** Returns the size of the domain of one of its columns, if it is known. */
  OptionalDouble domain(RelMetadataQuery mq, int column) {
    return ColumnDomain.of(mq, rel, column - first);
  }
}
