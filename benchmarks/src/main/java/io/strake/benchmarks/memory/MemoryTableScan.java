/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.benchmarks.memory;

import io.strake.planner.arrow.ArrowConvention;
import java.util.List;
import java.util.Objects;
import org.apache.calcite.plan.Convention;
import org.apache.calcite.plan.RelOptCluster;
import org.apache.calcite.plan.RelOptPlanner;
import org.apache.calcite.plan.RelOptTable;
import org.apache.calcite.plan.RelTraitSet;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.RelWriter;
import org.apache.calcite.rel.core.TableScan;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rel.type.RelDataTypeFactory;

/** Logical scan of a table, narrowed to the columns that a query needs. */
final class MemoryTableScan extends TableScan {
  private final MemoryTable memoryTable;
  private final List<String> columns;

  private MemoryTableScan(
      RelOptCluster cluster,
      RelTraitSet traits,
      RelOptTable table,
      MemoryTable memoryTable,
      List<String> columns) {
    super(cluster, traits, List.of(), table);
    this.memoryTable = memoryTable;
    this.columns = List.copyOf(columns);
  }

  /** Returns a scan of all columns. */
  static MemoryTableScan create(RelOptCluster cluster, RelOptTable table, MemoryTable memory) {
    RelTraitSet traits = cluster.traitSetOf(Convention.NONE);
    return new MemoryTableScan(cluster, traits, table, memory, table.getRowType().getFieldNames());
  }

  MemoryTable memoryTable() {
    return memoryTable;
  }

  List<String> columns() {
    return columns;
  }

  MemoryTableScan withColumns(List<String> newColumns) {
    return new MemoryTableScan(getCluster(), getTraitSet(), getTable(), memoryTable, newColumns);
  }

  /** Returns the share of the columns that are read, from 0 exclusive to 1. */
  double columnShare() {
    return (double) columns.size() / getTable().getRowType().getFieldCount();
  }

  @Override
  public RelDataType deriveRowType() {
    RelDataTypeFactory.Builder builder = getCluster().getTypeFactory().builder();
    for (String column : columns) {
      builder.add(Objects.requireNonNull(getTable().getRowType().getField(column, true, false)));
    }
    return builder.build();
  }

  @Override
  public RelNode copy(RelTraitSet traitSet, List<RelNode> inputs) {
    return new MemoryTableScan(getCluster(), traitSet, getTable(), memoryTable, columns);
  }

  @Override
  public void register(RelOptPlanner planner) {
    MemoryRules.ALL.forEach(planner::addRule);
    ArrowConvention.INSTANCE.register(planner);
  }

  @Override
  public RelWriter explainTerms(RelWriter pw) {
    return super.explainTerms(pw).item("columns", columns);
  }
}
