/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.s3;

import io.strake.planner.arrow.ArrowRel;
import io.strake.planner.arrow.ExecutionContext;
import io.strake.planner.cost.TransferCost;
import java.util.List;
import org.apache.arrow.vector.ipc.ArrowReader;
import org.apache.calcite.plan.ConventionTraitDef;
import org.apache.calcite.plan.RelOptCluster;
import org.apache.calcite.plan.RelOptCost;
import org.apache.calcite.plan.RelOptPlanner;
import org.apache.calcite.plan.RelTraitSet;
import org.apache.calcite.plan.volcano.RelSubset;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.convert.ConverterImpl;
import org.apache.calcite.rel.metadata.RelMetadataQuery;
import org.jspecify.annotations.Nullable;

/** Relational expression that runs a scan of objects and yields its batches. */
final class S3ToArrowConverter extends ConverterImpl implements ArrowRel {
  /** Part of the cost that does not depend on how many columns are read. */
  private static final double FIXED_SHARE = 0.75;

  S3ToArrowConverter(RelOptCluster cluster, RelTraitSet traits, RelNode input) {
    super(cluster, ConventionTraitDef.INSTANCE, traits, input);
  }

  @Override
  public RelNode copy(RelTraitSet traitSet, List<RelNode> inputs) {
    return new S3ToArrowConverter(getCluster(), traitSet, sole(inputs));
  }

  @Override
  public @Nullable RelOptCost computeSelfCost(RelOptPlanner planner, RelMetadataQuery mq) {
    S3TableScan scan = findScan();
    if (scan == null) {
      return TransferCost.of(planner, mq, getInput(), 1);
    }
    double share = FIXED_SHARE + (1 - FIXED_SHARE) * scan.columnShare();
    return TransferCost.of(planner, mq, scan, scan.requests()).multiplyBy(share);
  }

  private @Nullable S3TableScan findScan() {
    RelNode input = getInput();
    RelNode best = input instanceof RelSubset subset ? subset.getBestOrOriginal() : input;
    return best instanceof S3TableScan scan ? scan : null;
  }

  @Override
  public ArrowReader execute(ExecutionContext context) {
    S3TableScan scan = (S3TableScan) getInput();
    return scan.s3Table().scan(context, scan.spec(), scan.getRowType());
  }
}
