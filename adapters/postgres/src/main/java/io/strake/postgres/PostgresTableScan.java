/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.postgres;

import io.strake.planner.cost.TransferCost;
import io.strake.planner.sql.SqlRel;
import io.strake.planner.sql.SqlRenderer;
import io.strake.planner.sql.SqlSelect;
import java.util.List;
import org.apache.calcite.plan.RelOptCluster;
import org.apache.calcite.plan.RelOptCost;
import org.apache.calcite.plan.RelOptPlanner;
import org.apache.calcite.plan.RelOptTable;
import org.apache.calcite.plan.RelTraitSet;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.TableScan;
import org.apache.calcite.rel.hint.RelHint;
import org.apache.calcite.rel.metadata.RelMetadataQuery;
import org.jspecify.annotations.Nullable;

/** Scan of a table inside its database: the leaf of a statement. */
final class PostgresTableScan extends TableScan implements SqlRel {
  private final PostgresTable postgresTable;
  private final PostgresConvention convention;

  /** What it reads; null for the whole table. */
  private final @Nullable PageRange range;

  PostgresTableScan(
      RelOptCluster cluster,
      List<RelHint> hints,
      RelOptTable table,
      PostgresTable postgresTable,
      PostgresConvention convention) {
    this(cluster, hints, table, postgresTable, convention, null);
  }

  private PostgresTableScan(
      RelOptCluster cluster,
      List<RelHint> hints,
      RelOptTable table,
      PostgresTable postgresTable,
      PostgresConvention convention,
      @Nullable PageRange range) {
    super(cluster, cluster.traitSetOf(convention), hints, table);
    this.postgresTable = postgresTable;
    this.convention = convention;
    this.range = range;
  }

  /** Returns a scan of some pages only, for a statement that is about to run. */
  PostgresTableScan within(PageRange pages) {
    return new PostgresTableScan(getCluster(), hints, table, postgresTable, convention, pages);
  }

  PostgresTable postgresTable() {
    return postgresTable;
  }

  @Override
  public RelNode copy(RelTraitSet traitSet, List<RelNode> inputs) {
    return this;
  }

  @Override
  public RelNode withHints(List<RelHint> hintList) {
    return new PostgresTableScan(getCluster(), hintList, table, postgresTable, convention, range);
  }

  @Override
  public @Nullable RelOptCost computeSelfCost(RelOptPlanner planner, RelMetadataQuery mq) {
    RelOptCost cost = super.computeSelfCost(planner, mq);
    return cost == null ? null : cost.multiplyBy(TransferCost.PUSHED_DOWN_FACTOR);
  }

  @Override
  public SqlSelect render(SqlRenderer renderer) {
    String alias = renderer.newAlias();
    List<SqlSelect.Column> columns =
        postgresTable.columns().stream()
            .map(column -> new SqlSelect.Column(column.sql(alias), true))
            .toList();
    String from = postgresTable.sqlName() + " AS " + alias;
    return range == null
        ? SqlSelect.from(from, columns)
        : new SqlSelect(from, columns, range.conditions(alias), null, List.of(), null, null);
  }
}
