/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.benchmarks.generated;

import io.strake.planner.arrow.ArrowConvention;
import io.strake.planner.arrow.ArrowRel;
import io.strake.planner.arrow.ExecutionContext;
import io.strake.planner.cost.TransferCost;
import java.util.List;
import org.apache.arrow.vector.ipc.ArrowReader;
import org.apache.calcite.plan.RelOptCluster;
import org.apache.calcite.plan.RelOptCost;
import org.apache.calcite.plan.RelOptPlanner;
import org.apache.calcite.plan.RelOptTable;
import org.apache.calcite.plan.RelTraitSet;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.TableScan;
import org.apache.calcite.rel.metadata.RelMetadataQuery;
import org.jspecify.annotations.Nullable;

/** Scan of a generated table, of all its columns. */
final class GeneratedScan extends TableScan implements ArrowRel {
  private final GeneratedTable generated;

  GeneratedScan(RelOptCluster cluster, RelOptTable table, GeneratedTable generated) {
    super(cluster, cluster.traitSetOf(ArrowConvention.INSTANCE), List.of(), table);
    this.generated = generated;
  }

  @Override
  public RelNode copy(RelTraitSet traitSet, List<RelNode> inputs) {
    return this;
  }

  @Override
  public void register(RelOptPlanner planner) {
    ArrowConvention.INSTANCE.register(planner);
  }

  @Override
  public @Nullable RelOptCost computeSelfCost(RelOptPlanner planner, RelMetadataQuery mq) {
    return TransferCost.of(planner, mq, this, 1);
  }

  @Override
  public ArrowReader execute(ExecutionContext context) {
    return generated.read(context);
  }
}
