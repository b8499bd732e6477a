/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.planner.sql;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import java.util.List;
import org.apache.calcite.plan.RelOptCluster;
import org.apache.calcite.plan.RelOptCost;
import org.apache.calcite.plan.RelOptPlanner;
import org.apache.calcite.plan.RelTraitSet;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Project;
import org.apache.calcite.rel.metadata.RelMetadataQuery;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rex.RexNode;
import org.jspecify.annotations.Nullable;

/** Projection that an SQL engine runs. */
final class SqlProject extends Project implements SqlRel {
  SqlProject(
      SqlConvention convention,
      RelOptCluster cluster,
      RelNode input,
      List<? extends RexNode> projects,
      RelDataType rowType) {
    this(cluster, cluster.traitSetOf(convention), input, projects, rowType);
  }

  private SqlProject(
      RelOptCluster cluster,
      RelTraitSet traits,
      RelNode input,
      List<? extends RexNode> projects,
      RelDataType rowType) {
    super(cluster, traits, ImmutableList.of(), input, projects, rowType, ImmutableSet.of());
  }

  @Override
  public SqlProject copy(
      RelTraitSet traitSet, RelNode input, List<RexNode> projects, RelDataType rowType) {
    return new SqlProject(getCluster(), traitSet, input, projects, rowType);
  }

  @Override
  public @Nullable RelOptCost computeSelfCost(RelOptPlanner planner, RelMetadataQuery mq) {
    return SqlCosts.scale(super.computeSelfCost(planner, mq), this);
  }

  @Override
  public SqlSelect render(SqlRenderer renderer) {
    return renderer.project(this);
  }
}
