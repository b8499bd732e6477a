/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.postgres;

import io.strake.planner.metadata.ValueDistribution;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.apache.calcite.schema.Statistic;
import org.apache.calcite.schema.Statistics;
import org.apache.calcite.util.ImmutableBitSet;
import org.jspecify.annotations.Nullable;

/** What the server has counted of a table. Thread-safe. */
final class TableStatistics {
  /** Rows of what nobody has counted. */
  static final double DEFAULT_ROWS = 10_000;

  private final double rows;
  private final long pages;
  private final List<ImmutableBitSet> keys;
  private final @Nullable ExplainedRows explained;
  private final Map<String, ColumnCounts> counts;
  private final @Nullable ColumnDistributions distributions;

  /**
   * Creates the statistics of a table.
   *
   * @param pages pages of its files
   * @param keys columns by their ordinals that no two rows have the same values in
   * @param counts counts by the names of columns, where there are some
   */
  TableStatistics(
      double rows,
      long pages,
      List<ImmutableBitSet> keys,
      Map<String, ColumnCounts> counts,
      ColumnDistributions distributions) {
    this(rows, pages, keys, counts, distributions, null);
  }

  private TableStatistics(
      double rows,
      long pages,
      List<ImmutableBitSet> keys,
      Map<String, ColumnCounts> counts,
      @Nullable ColumnDistributions distributions,
      @Nullable ExplainedRows explained) {
    this.rows = rows;
    this.pages = pages;
    this.keys = List.copyOf(keys);
    this.explained = explained;
    this.counts = Map.copyOf(counts);
    this.distributions = distributions;
  }

  /** Returns the statistics of something that the server counts nothing of. */
  static TableStatistics of(ExplainedRows explained) {
    return new TableStatistics(DEFAULT_ROWS, 0, List.of(), Map.of(), null, explained);
  }

  /**
   * Returns rows and keys.
   *
   * @throws io.strake.planner.StrakeException if the server has to be asked, and there is no
   *     connection
   */
  Statistic statistic() {
    return Statistics.of(explained == null ? rows : explained.get(), keys);
  }

  long pages() {
    return pages;
  }

  OptionalDouble distinctValues(String column) {
    ColumnCounts counted = counts.get(column);
    return counted == null || counted.distinct() == 0
        ? OptionalDouble.empty()
        : OptionalDouble.of(counted.distinct(rows));
  }

  OptionalDouble averageBytes(String column) {
    ColumnCounts counted = counts.get(column);
    return counted == null || counted.width() == 0
        ? OptionalDouble.empty()
        : OptionalDouble.of(counted.width());
  }

  /**
   * Returns the distribution of a column's values, which may have to be read.
   *
   * @throws io.strake.planner.StrakeException if the database refuses or takes too long
   */
  Optional<ValueDistribution> distribution(String column) {
    return distributions == null ? Optional.empty() : distributions.of(column);
  }
}
