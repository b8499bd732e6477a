/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.benchmarks.generated;

import io.strake.planner.arrow.ArrowTypes;
import io.strake.planner.arrow.ExecutionContext;
import io.strake.planner.type.StrakeTypeFactory;
import java.util.List;
import org.apache.arrow.vector.ipc.ArrowReader;
import org.apache.arrow.vector.types.pojo.Schema;
import org.apache.calcite.plan.RelOptTable;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rel.type.RelDataTypeFactory;
import org.apache.calcite.schema.Statistic;
import org.apache.calcite.schema.Statistics;
import org.apache.calcite.schema.TranslatableTable;
import org.apache.calcite.schema.impl.AbstractTable;
import org.apache.calcite.sql.type.SqlTypeName;
import org.apache.calcite.util.ImmutableBitSet;

/** Table of {@link GeneratedRows}; or one that never yields a row, for waiting. Thread-safe. */
final class GeneratedTable extends AbstractTable implements TranslatableTable {
  private final GeneratedRows rows;
  private final boolean isBlocked;

  GeneratedTable(GeneratedRows rows, boolean isBlocked) {
    this.rows = rows;
    this.isBlocked = isBlocked;
  }

  ArrowReader read(ExecutionContext context) {
    Schema schema = ArrowTypes.toSchema(getRowType(new StrakeTypeFactory()));
    return isBlocked
        ? new BlockedReader(context, schema)
        : new GeneratedReader(context, schema, rows);
  }

  @Override
  public RelDataType getRowType(RelDataTypeFactory types) {
    return types
        .builder()
        .add("k", SqlTypeName.BIGINT)
        .add("v", SqlTypeName.BIGINT)
        .add("g", SqlTypeName.BIGINT)
        .add("s", SqlTypeName.VARCHAR)
        .build();
  }

  @Override
  public Statistic getStatistic() {
    return Statistics.of((double) rows.count(), List.of(ImmutableBitSet.of(0)));
  }

  @Override
  public RelNode toRel(RelOptTable.ToRelContext context, RelOptTable table) {
    return new GeneratedScan(context.getCluster(), table, this);
  }
}
