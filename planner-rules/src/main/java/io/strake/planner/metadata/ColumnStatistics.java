/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.planner.metadata;

import java.util.Optional;
import java.util.OptionalDouble;
import org.apache.calcite.rel.core.TableScan;
import org.jspecify.annotations.Nullable;

/**
 * What a table knows of its columns beyond Calcite's {@link org.apache.calcite.schema.Statistic}.
 *
 * <p>A table implements it; the planner asks {@code RelOptTable.unwrap}. A scan that reads only a
 * part of its table implements it as well, for the rows that it reads. Implementations answer at
 * once and are thread-safe.
 */
public interface ColumnStatistics {
  /** Returns what is known of the rows of a scan; null if nothing is. */
  static @Nullable ColumnStatistics of(TableScan scan) {
    return scan instanceof ColumnStatistics own
        ? own
        : scan.getTable().unwrap(ColumnStatistics.class);
  }

  /**
   * Returns about how many distinct values other than NULL a column has; at least 1.
   *
   * @param column name of the column
   * @return empty if that is not known
   */
  OptionalDouble distinctValues(String column);

  /**
   * Returns how many bytes a value of a column has on average.
   *
   * @param column name of the column
   * @return empty if that is not known
   */
  default OptionalDouble averageBytes(String column) {
    return OptionalDouble.empty();
  }

  /**
   * Returns what is known of the values of a column.
   *
   * @param column name of the column
   * @return empty if nothing is
   */
  default Optional<ValueDistribution> distribution(String column) {
    return Optional.empty();
  }
}
