/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.planner.metadata;

import io.strake.planner.arrow.ArrowToEnumerableConverter;
import io.strake.planner.rules.WidenSumRule;
import org.apache.calcite.adapter.enumerable.EnumerableRel;
import org.apache.calcite.plan.RelOptCost;
import org.apache.calcite.plan.RelOptPlanner;
import org.apache.calcite.rel.core.Aggregate;
import org.apache.calcite.rel.metadata.BuiltInMetadata;
import org.apache.calcite.rel.metadata.MetadataDef;
import org.apache.calcite.rel.metadata.MetadataHandler;
import org.apache.calcite.rel.metadata.RelMetadataQuery;
import org.jspecify.annotations.Nullable;

/**
 * Cost of single operators of Calcite's Enumerable convention, made so high that each of them is
 * used only where no other convention has the operator.
 *
 * <p>It handles rows one by one, keeps all state on the heap without a limit, has to be compiled,
 * and differs from PostgreSQL in overflow, rounding and text forms.
 */
public final class FederationNodeCost
    implements MetadataHandler<BuiltInMetadata.NonCumulativeCost> {
  private static final double FACTOR = 10;
  private static final double COMPILATION = 100_000;

  @Override
  public MetadataDef<BuiltInMetadata.NonCumulativeCost> getDef() {
    return BuiltInMetadata.NonCumulativeCost.DEF;
  }

  /** Called by the metadata system. */
  public @Nullable RelOptCost getNonCumulativeCost(EnumerableRel rel, RelMetadataQuery mq) {
    RelOptPlanner planner = rel.getCluster().getPlanner();
    RelOptCost cost = rel.computeSelfCost(planner, mq);
    if (cost == null || rel instanceof ArrowToEnumerableConverter) {
      return cost;
    }
    if (rel instanceof Aggregate aggregate && WidenSumRule.sumsNarrow(aggregate)) {
      return planner.getCostFactory().makeInfiniteCost(); // would not compile
    }
    return cost.multiplyBy(FACTOR).plus(planner.getCostFactory().makeCost(0, COMPILATION, 0));
  }
}
