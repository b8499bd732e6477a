/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.postgres;

import io.strake.planner.metadata.ColumnStatistics;
import io.strake.planner.metadata.TableDescription;
import io.strake.planner.metadata.ValueDistribution;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.apache.calcite.plan.RelOptTable;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rel.type.RelDataTypeFactory;
import org.apache.calcite.schema.Schema;
import org.apache.calcite.schema.Statistic;
import org.apache.calcite.schema.TranslatableTable;
import org.apache.calcite.schema.impl.AbstractTable;

/** A table, view, materialised view or foreign table of a database. Thread-safe. */
final class PostgresTable extends AbstractTable
    implements TranslatableTable, ColumnStatistics, TableDescription {
  private final PostgresDatabase database;
  private final String from;
  private final Schema.TableType type;
  private final List<PostgresColumn> columns;
  private final TableStatistics statistics;
  private final TableFacts facts;

  /**
   * Creates a table.
   *
   * @param from what statements read it from, such as its qualified name
   */
  PostgresTable(
      PostgresDatabase database,
      String from,
      Schema.TableType type,
      List<PostgresColumn> columns,
      TableStatistics statistics,
      TableFacts facts) {
    this.database = database;
    this.from = from;
    this.type = type;
    this.columns = List.copyOf(columns);
    this.statistics = statistics;
    this.facts = facts;
  }

  /** Returns a derived table, of which only the columns are known. */
  static PostgresTable ofQuery(
      PostgresDatabase database,
      PostgresOptions options,
      String query,
      List<PostgresColumn> columns) {
    return new PostgresTable(
        database,
        query,
        Schema.TableType.VIEW,
        columns,
        TableStatistics.of(new ExplainedRows(database, options, query)),
        TableFacts.NONE);
  }

  /** Returns a qualified name as SQL. */
  static String sqlName(String schema, String name) {
    return PostgresBackend.quoteIdentifier(schema) + "." + PostgresBackend.quoteIdentifier(name);
  }

  /** Returns what statements read it from: its qualified name, or a query in parentheses. */
  String sqlName() {
    return from;
  }

  /** Returns how many pages it had when the server last counted them; 0 for views. */
  long pages() {
    return statistics.pages();
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
    return statistics.statistic();
  }

  @Override
  public OptionalDouble distinctValues(String column) {
    return statistics.distinctValues(column);
  }

  @Override
  public OptionalDouble averageBytes(String column) {
    return statistics.averageBytes(column);
  }

  @Override
  public Optional<ValueDistribution> distribution(String column) {
    return statistics.distribution(column);
  }

  @Override
  public Optional<String> remarks() {
    return facts.remarks();
  }

  @Override
  public Optional<String> remarks(String column) {
    return Optional.ofNullable(facts.columnRemarks().get(column));
  }

  @Override
  public Optional<String> sourceType(String column) {
    return Optional.ofNullable(facts.sourceTypes().get(column));
  }

  @Override
  public Optional<Key> primaryKey() {
    return facts.primaryKey();
  }

  @Override
  public List<Key> uniqueKeys() {
    return facts.uniqueKeys();
  }

  @Override
  public List<ForeignKey> foreignKeys() {
    return facts.foreignKeys();
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
