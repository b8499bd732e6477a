/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.planner.sql;

import java.util.List;
import org.apache.calcite.plan.RelOptCluster;
import org.apache.calcite.plan.RelOptCost;
import org.apache.calcite.plan.RelOptPlanner;
import org.apache.calcite.plan.RelTraitSet;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Intersect;
import org.apache.calcite.rel.metadata.RelMetadataQuery;
import org.jspecify.annotations.Nullable;

/** INTERSECT that an SQL engine runs. */
final class SqlIntersect extends Intersect implements SqlRel {
  SqlIntersect(SqlConvention convention, RelOptCluster cluster, List<RelNode> inputs, boolean all) {
    this(cluster, cluster.traitSetOf(convention), inputs, all);
  }

  private SqlIntersect(
      RelOptCluster cluster, RelTraitSet traits, List<RelNode> inputs, boolean all) {
    super(cluster, traits, inputs, all);
  }

  @Override
  public SqlIntersect copy(RelTraitSet traitSet, List<RelNode> inputs, boolean all) {
    return new SqlIntersect(getCluster(), traitSet, inputs, all);
  }

  @Override
  public @Nullable RelOptCost computeSelfCost(RelOptPlanner planner, RelMetadataQuery mq) {
    return SqlCosts.scale(super.computeSelfCost(planner, mq), this);
  }

  @Override
  public SqlSelect render(SqlRenderer renderer) {
    return renderer.setOperation(this, all ? "INTERSECT ALL" : "INTERSECT");
  }
}
