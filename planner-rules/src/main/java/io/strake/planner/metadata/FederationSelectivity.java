/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.planner.metadata;

import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.TableScan;
import org.apache.calcite.rel.metadata.RelMdSelectivity;
import org.apache.calcite.rel.metadata.RelMetadataQuery;
import org.apache.calcite.rex.RexNode;
import org.jspecify.annotations.Nullable;

/** Selectivity of conditions by {@link ConditionSelectivity}. */
public final class FederationSelectivity extends RelMdSelectivity {
  /** Creates a handler; called while metadata is set up. */
  FederationSelectivity() {}

  @Override
  public @Nullable Double getSelectivity(
      TableScan scan, RelMetadataQuery mq, @Nullable RexNode predicate) {
    return of(scan, mq, predicate);
  }

  @Override
  public @Nullable Double getSelectivity(
      RelNode rel, RelMetadataQuery mq, @Nullable RexNode predicate) {
    return of(rel, mq, predicate);
  }

  private static double of(RelNode rel, RelMetadataQuery mq, @Nullable RexNode predicate) {
    return new ConditionSelectivity(
            column -> ColumnDomain.of(mq, rel, column),
            column -> ColumnDistribution.of(rel, column),
            rel.getCluster().getPlanner().getContext())
        .of(predicate);
  }
}
