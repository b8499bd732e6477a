/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.planner.sql;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import org.apache.calcite.plan.RelOptCluster;
import org.apache.calcite.plan.RelOptCost;
import org.apache.calcite.plan.RelOptPlanner;
import org.apache.calcite.plan.RelTraitSet;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Join;
import org.apache.calcite.rel.core.JoinRelType;
import org.apache.calcite.rel.metadata.RelMetadataQuery;
import org.apache.calcite.rex.RexNode;
import org.jspecify.annotations.Nullable;

/** Join of two inputs of one SQL engine. */
final class SqlJoin extends Join implements SqlRel {
  SqlJoin(
      SqlConvention convention,
      RelOptCluster cluster,
      RelNode left,
      RelNode right,
      RexNode condition,
      JoinRelType type) {
    this(cluster, cluster.traitSetOf(convention), left, right, condition, type);
  }

  private SqlJoin(
      RelOptCluster cluster,
      RelTraitSet traits,
      RelNode left,
      RelNode right,
      RexNode condition,
      JoinRelType type) {
    super(cluster, traits, ImmutableList.of(), left, right, condition, ImmutableSet.of(), type);
  }

  @Override
  public SqlJoin copy(
      RelTraitSet traitSet,
      RexNode condition,
      RelNode left,
      RelNode right,
      JoinRelType type,
      boolean semiJoinDone) {
    return new SqlJoin(getCluster(), traitSet, left, right, condition, type);
  }

  @Override
  public @Nullable RelOptCost computeSelfCost(RelOptPlanner planner, RelMetadataQuery mq) {
    return SqlCosts.scale(super.computeSelfCost(planner, mq), this);
  }

  @Override
  public SqlSelect render(SqlRenderer renderer) {
    return renderer.join(this);
  }
}
