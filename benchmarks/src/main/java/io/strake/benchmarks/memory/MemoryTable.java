/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.benchmarks.memory;

import io.strake.planner.arrow.ArrowTypes;
import io.strake.planner.arrow.ExecutionContext;
import io.strake.planner.arrow.NarrowDecimals;
import io.strake.planner.metadata.ColumnStatistics;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.ipc.ArrowReader;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;
import org.apache.calcite.plan.RelOptTable;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rel.type.RelDataTypeFactory;
import org.apache.calcite.rel.type.RelProtoDataType;
import org.apache.calcite.schema.Statistic;
import org.apache.calcite.schema.Statistics;
import org.apache.calcite.schema.TranslatableTable;
import org.apache.calcite.schema.impl.AbstractTable;
import org.apache.calcite.util.ImmutableBitSet;

/**
 * Table of Arrow batches in memory.
 *
 * <p>Scans share the buffers of the batches and copy nothing, but decimals that are stored narrow
 * for a consumer that wants them wide. Owns the batches; close it after the last scan. Thread-safe
 * while nobody writes to the batches.
 */
public final class MemoryTable extends AbstractTable
    implements TranslatableTable, ColumnStatistics, AutoCloseable {
  private final RelProtoDataType rowType;
  private final List<VectorSchemaRoot> batches;
  private final Statistic statistic;
  private final Map<String, Double> distinctValues;

  /**
   * Creates a table that takes over its batches.
   *
   * @param rowType names and types of the columns, of fixed or variable width
   * @param batches rows, in vectors of the types that {@link ArrowTypes} gives the columns, or with
   *     {@link NarrowDecimals}
   * @param keys ordinals of columns without duplicates
   * @param distinctValues number of distinct values of those columns of which it is known
   */
  public MemoryTable(
      RelProtoDataType rowType,
      List<VectorSchemaRoot> batches,
      List<ImmutableBitSet> keys,
      Map<String, Double> distinctValues) {
    this.rowType = rowType;
    this.batches = List.copyOf(batches);
    long rows = batches.stream().mapToLong(VectorSchemaRoot::getRowCount).sum();
    this.statistic = Statistics.of((double) rows, List.copyOf(keys));
    this.distinctValues = Map.copyOf(distinctValues);
  }

  @Override
  public OptionalDouble distinctValues(String column) {
    Double known = distinctValues.get(column);
    return known == null ? OptionalDouble.empty() : OptionalDouble.of(known);
  }

  /**
   * Starts a scan.
   *
   * @param read row type of some of the columns, in the order of the result
   */
  public ArrowReader scan(ExecutionContext context, RelDataType read) {
    return new MemoryReader(context, ArrowTypes.toSchema(read), batches);
  }

  /**
   * Starts a scan for a consumer that takes decimals as they are stored.
   *
   * @param read as for {@link #scan}
   */
  public ArrowReader scanNarrow(ExecutionContext context, RelDataType read) {
    List<Field> fields = new ArrayList<>();
    for (Field field : ArrowTypes.toSchema(read).getFields()) {
      fields.add(batches.isEmpty() ? field : batches.get(0).getVector(field.getName()).getField());
    }
    return new MemoryReader(context, new Schema(fields), batches);
  }

  @Override
  public RelDataType getRowType(RelDataTypeFactory typeFactory) {
    return rowType.apply(typeFactory);
  }

  @Override
  public Statistic getStatistic() {
    return statistic;
  }

  @Override
  public RelNode toRel(RelOptTable.ToRelContext context, RelOptTable relOptTable) {
    return MemoryTableScan.create(context.getCluster(), relOptTable, this);
  }

  @Override
  public void close() {
    batches.forEach(VectorSchemaRoot::close);
  }
}
