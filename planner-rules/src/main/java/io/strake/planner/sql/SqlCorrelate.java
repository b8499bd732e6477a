/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.planner.sql;

import com.google.common.collect.ImmutableList;
import org.apache.calcite.plan.RelOptCluster;
import org.apache.calcite.plan.RelOptCost;
import org.apache.calcite.plan.RelOptPlanner;
import org.apache.calcite.plan.RelTraitSet;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Correlate;
import org.apache.calcite.rel.core.CorrelationId;
import org.apache.calcite.rel.core.JoinRelType;
import org.apache.calcite.rel.metadata.RelMetadataQuery;
import org.apache.calcite.util.ImmutableBitSet;
import org.jspecify.annotations.Nullable;

/** Lateral join that an SQL engine runs. */
final class SqlCorrelate extends Correlate implements SqlRel {
  SqlCorrelate(
      SqlConvention convention,
      RelOptCluster cluster,
      RelNode left,
      RelNode right,
      CorrelationId correlationId,
      ImmutableBitSet requiredColumns,
      JoinRelType joinType) {
    this(
        cluster,
        cluster.traitSetOf(convention),
        left,
        right,
        correlationId,
        requiredColumns,
        joinType);
  }

  private SqlCorrelate(
      RelOptCluster cluster,
      RelTraitSet traits,
      RelNode left,
      RelNode right,
      CorrelationId correlationId,
      ImmutableBitSet requiredColumns,
      JoinRelType joinType) {
    super(
        cluster, traits, ImmutableList.of(), left, right, correlationId, requiredColumns, joinType);
  }

  @Override
  public SqlCorrelate copy(
      RelTraitSet traitSet,
      RelNode left,
      RelNode right,
      CorrelationId correlationId,
      ImmutableBitSet requiredColumns,
      JoinRelType joinType) {
    return new SqlCorrelate(
        getCluster(), traitSet, left, right, correlationId, requiredColumns, joinType);
  }

  @Override
  public @Nullable RelOptCost computeSelfCost(RelOptPlanner planner, RelMetadataQuery mq) {
    return SqlCosts.scale(super.computeSelfCost(planner, mq), this);
  }

  @Override
  public SqlSelect render(SqlRenderer renderer) {
    return renderer.correlate(this);
  }
}
