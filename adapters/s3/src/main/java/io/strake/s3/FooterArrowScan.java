/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.s3;

import io.strake.planner.arrow.ArrowConvention;
import io.strake.planner.arrow.ArrowTypes;
import io.strake.planner.arrow.ExecutionContext;
import io.strake.planner.arrow.PushedDownRel;
import io.strake.planner.cost.TransferCost;
import io.strake.s3.scan.Coverage;
import io.strake.s3.scan.FooterReader;
import io.strake.s3.scan.ScanSpec;
import java.util.List;
import org.apache.arrow.vector.ipc.ArrowReader;
import org.apache.calcite.plan.RelOptCost;
import org.apache.calcite.plan.RelOptPlanner;
import org.apache.calcite.plan.RelTraitSet;
import org.apache.calcite.rel.AbstractRelNode;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.RelWriter;
import org.apache.calcite.rel.metadata.RelMetadataQuery;
import org.apache.calcite.rel.type.RelDataType;
import org.jspecify.annotations.Nullable;

/** Relational expression that answers from the footers of objects, which are mostly cached. */
final class FooterArrowScan extends AbstractRelNode implements PushedDownRel {
  private final FooterScan scan;

  FooterArrowScan(FooterScan scan) {
    super(scan.getCluster(), scan.getTraitSet().replace(ArrowConvention.INSTANCE));
    this.scan = scan;
    this.rowType = scan.getRowType();
  }

  @Override
  public RelNode copy(RelTraitSet traitSet, List<RelNode> inputs) {
    return this;
  }

  @Override
  public double estimateRowCount(RelMetadataQuery mq) {
    return scan.estimateRowCount(mq);
  }

  @Override
  public @Nullable RelOptCost computeSelfCost(RelOptPlanner planner, RelMetadataQuery mq) {
    return TransferCost.of(planner, mq, this, 1);
  }

  @Override
  public RelWriter explainTerms(RelWriter pw) {
    return scan.explainTerms(pw);
  }

  @Override
  public String sourceName() {
    return scan.scan().s3Table().sourceName();
  }

  @Override
  public String pushedRequest() {
    return scan.request();
  }

  @Override
  public ArrowReader execute(ExecutionContext context) {
    S3TableScan table = scan.scan();
    ScanSpec spec = table.boundSpec(context.parameters());
    Coverage coverage = scan.coverage().bind(context.parameters(), getCluster().getRexBuilder());
    ScanSpec covered = spec.withCovered(coverage);
    RelDataType planned = table.getTable().getRowType();
    table.s3Table().check(context, covered, scan.groups(), planned);
    return new FooterReader(
        context,
        ArrowTypes.toSchema(getRowType()),
        table.s3Table().access(),
        table.s3Table().contents(context),
        covered,
        scan.groups(),
        scan.calls(),
        table.s3Table()::forget);
  }
}
