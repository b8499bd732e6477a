/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.planner.join;

import io.strake.planner.metadata.ColumnStatistics;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import org.apache.calcite.DataContext;
import org.apache.calcite.linq4j.Enumerable;
import org.apache.calcite.linq4j.Linq4j;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rel.type.RelDataTypeFactory;
import org.apache.calcite.schema.ScannableTable;
import org.apache.calcite.schema.Statistic;
import org.apache.calcite.schema.Statistics;
import org.apache.calcite.schema.impl.AbstractTable;
import org.apache.calcite.sql.type.SqlTypeName;
import org.apache.calcite.util.ImmutableBitSet;

/**
 * A table of nullable integers that says of itself what a test wants it to say.
 *
 * @param columns names
 * @param rows what a scan gives
 * @param claimedRows how many rows it says it has
 * @param keys ordinals of columns that it says have each value once
 * @param distinct how many values it says its columns have
 */
record ClaimingTable(
    List<String> columns,
    List<Object[]> rows,
    double claimedRows,
    List<Integer> keys,
    Map<String, Double> distinct) {
  /** Returns a table without rows, the first column of which is its key. */
  static ClaimingTable of(double claimedRows, String... columns) {
    return new ClaimingTable(List.of(columns), List.of(), claimedRows, List.of(0), Map.of());
  }

  ClaimingTable withDistinct(String column, double values) {
    return new ClaimingTable(columns, rows, claimedRows, keys, Map.of(column, values));
  }

  Table table() {
    return new Table(this);
  }

  /** The same for Calcite. */
  static final class Table extends AbstractTable implements ScannableTable, ColumnStatistics {
    private final ClaimingTable claims;

    private Table(ClaimingTable claims) {
      this.claims = claims;
    }

    @Override
    public RelDataType getRowType(RelDataTypeFactory types) {
      RelDataTypeFactory.Builder builder = types.builder();
      claims.columns.forEach(name -> builder.add(name, SqlTypeName.INTEGER).nullable(true));
      return builder.build();
    }

    @Override
    public Statistic getStatistic() {
      return Statistics.of(
          claims.claimedRows, claims.keys.stream().map(key -> ImmutableBitSet.of(key)).toList());
    }

    @Override
    public OptionalDouble distinctValues(String column) {
      Double values = claims.distinct.get(column);
      return values == null ? OptionalDouble.empty() : OptionalDouble.of(values);
    }

    @Override
    public Enumerable<Object[]> scan(DataContext root) {
      return Linq4j.asEnumerable(claims.rows);
    }
  }
}
