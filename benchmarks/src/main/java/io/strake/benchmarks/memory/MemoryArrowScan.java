/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.benchmarks.memory;

import io.strake.planner.arrow.ArrowConvention;
import io.strake.planner.arrow.ArrowRel;
import io.strake.planner.arrow.ExecutionContext;
import io.strake.planner.cost.TransferCost;
import java.util.List;
import org.apache.arrow.vector.ipc.ArrowReader;
import org.apache.calcite.plan.RelOptCost;
import org.apache.calcite.plan.RelOptPlanner;
import org.apache.calcite.plan.RelTraitSet;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.RelWriter;
import org.apache.calcite.rel.core.TableScan;
import org.apache.calcite.rel.metadata.RelMetadataQuery;
import org.apache.calcite.rel.type.RelDataType;
import org.jspecify.annotations.Nullable;

/** Relational expression that yields the columns of a table in memory as batches. */
final class MemoryArrowScan extends TableScan implements ArrowRel {
  /** Part of the cost that does not depend on how many columns are read. */
  private static final double FIXED_SHARE = 0.75;

  private final MemoryTableScan scan;

  MemoryArrowScan(MemoryTableScan scan) {
    super(
        scan.getCluster(),
        scan.getTraitSet().replace(ArrowConvention.INSTANCE),
        List.of(),
        scan.getTable());
    this.scan = scan;
  }

  @Override
  public RelDataType deriveRowType() {
    return scan.getRowType();
  }

  @Override
  public RelNode copy(RelTraitSet traitSet, List<RelNode> inputs) {
    return new MemoryArrowScan(scan);
  }

  @Override
  public @Nullable RelOptCost computeSelfCost(RelOptPlanner planner, RelMetadataQuery mq) {
    double share = FIXED_SHARE + (1 - FIXED_SHARE) * scan.columnShare();
    return TransferCost.of(planner, mq, this, 1).multiplyBy(share);
  }

  @Override
  public RelWriter explainTerms(RelWriter pw) {
    return super.explainTerms(pw).item("columns", scan.columns());
  }

  @Override
  public ArrowReader execute(ExecutionContext context) {
    return scan.memoryTable().scan(context, getRowType());
  }

  @Override
  public ArrowReader executeNarrow(ExecutionContext context) {
    return scan.memoryTable().scanNarrow(context, getRowType());
  }
}
