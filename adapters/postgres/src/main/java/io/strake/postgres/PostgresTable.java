/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.postgres;

import io.strake.planner.metadata.ColumnStatistics;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import org.apache.calcite.plan.RelOptTable;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rel.type.RelDataTypeFactory;
import org.apache.calcite.schema.Schema;
import org.apache.calcite.schema.Statistic;
import org.apache.calcite.schema.Statistics;
import org.apache.calcite.schema.TranslatableTable;
import org.apache.calcite.schema.impl.AbstractTable;
import org.apache.calcite.util.ImmutableBitSet;

/** A table, view, materialised view or foreign table of a database. Immutable. */
final class PostgresTable extends AbstractTable implements TranslatableTable, ColumnStatistics {
  private final PostgresDatabase database;
  private final String schema;
  private final String name;
  private final Schema.TableType type;
  private final List<PostgresColumn> columns;
  private final Statistic statistic;
  private final long pages;
  private final Map<String, Double> distinctValues;

  PostgresTable(
      PostgresDatabase database,
      String schema,
      String name,
      Schema.TableType type,
      List<PostgresColumn> columns,
      double rowCount,
      long pages,
      List<ImmutableBitSet> keys,
      Map<String, Double> distinctValues) {
    this.database = database;
    this.schema = schema;
    this.name = name;
    this.type = type;
    this.columns = List.copyOf(columns);
    this.pages = pages;
    this.statistic = Statistics.of(rowCount, keys);
    this.distinctValues = Map.copyOf(distinctValues);
  }

  /** Returns the qualified name as SQL. */
  String sqlName() {
    return PostgresBackend.quoteIdentifier(schema) + "." + PostgresBackend.quoteIdentifier(name);
  }

  /** Returns how many pages it had when the server last counted them; 0 for views. */
  long pages() {
    return pages;
  }

  List<PostgresColumn> columns() {
    return columns;
  }

  @Override
  public RelDataType getRowType(RelDataTypeFactory factory) {
    RelDataTypeFactory.Builder builder = factory.builder();
    columns.forEach(column -> builder.add(column.name(), column.toRelDataType(factory)));
    return builder.build();
  }

  @Override
  public Statistic getStatistic() {
    return statistic;
  }

  @Override
  public OptionalDouble distinctValues(String column) {
    Double known = distinctValues.get(column);
    return known == null ? OptionalDouble.empty() : OptionalDouble.of(known);
  }

  @Override
  public Schema.TableType getJdbcTableType() {
    return type;
  }

  @Override
  public RelNode toRel(RelOptTable.ToRelContext context, RelOptTable table) {
    return new PostgresTableScan(
        context.getCluster(), context.getTableHints(), table, this, database.convention());
  }
}
