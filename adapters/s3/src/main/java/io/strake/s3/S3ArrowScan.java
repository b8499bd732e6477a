/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.s3;

import io.strake.planner.Parameters;
import io.strake.planner.arrow.ArrowConvention;
import io.strake.planner.arrow.ExecutionContext;
import io.strake.planner.arrow.KeyLookup;
import io.strake.planner.arrow.PushedDownRel;
import io.strake.planner.cost.TransferCost;
import java.util.List;
import java.util.Optional;
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

/** Relational expression that reads objects and yields their rows as batches. */
final class S3ArrowScan extends TableScan implements PushedDownRel {
  /** Part of the cost that does not depend on how many columns are read. */
  private static final double FIXED_SHARE = 0.75;

  private final S3TableScan scan;

  S3ArrowScan(S3TableScan scan) {
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
    return new S3ArrowScan(scan);
  }

  @Override
  public double estimateRowCount(RelMetadataQuery mq) {
    return scan.estimateRowCount(mq);
  }

  @Override
  public @Nullable RelOptCost computeSelfCost(RelOptPlanner planner, RelMetadataQuery mq) {
    double share = FIXED_SHARE + (1 - FIXED_SHARE) * scan.columnShare();
    return TransferCost.of(planner, mq, this, scan.requests()).multiplyBy(share);
  }

  @Override
  public RelWriter explainTerms(RelWriter pw) {
    return scan.explainSpec(super.explainTerms(pw));
  }

  @Override
  public String sourceName() {
    return scan.s3Table().sourceName();
  }

  @Override
  public String pushedRequest() {
    return scan.request(Parameters.NONE);
  }

  @Override
  public String pushedRequest(Parameters known) {
    return scan.request(known);
  }

  @Override
  public ArrowReader execute(ExecutionContext context) {
    return start(context, false);
  }

  @Override
  public ArrowReader executeNarrow(ExecutionContext context) {
    return start(context, true);
  }

  @Override
  public Optional<KeyLookup> keyLookup(List<Integer> columns) {
    return S3KeyLookup.of(scan, columns);
  }

  private ArrowReader start(ExecutionContext context, boolean isNarrow) {
    return scan.open(context, scan.boundSpec(context.parameters()), isNarrow);
  }
}
