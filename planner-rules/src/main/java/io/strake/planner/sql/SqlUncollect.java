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
import org.apache.calcite.rel.core.Uncollect;
import org.apache.calcite.rel.metadata.RelMetadataQuery;
import org.jspecify.annotations.Nullable;

/** UNNEST that an SQL engine runs. */
final class SqlUncollect extends Uncollect implements SqlRel {
  SqlUncollect(
      SqlConvention convention,
      RelOptCluster cluster,
      RelNode input,
      boolean withOrdinality,
      List<String> itemAliases) {
    this(cluster, cluster.traitSetOf(convention), input, withOrdinality, itemAliases);
  }

  private SqlUncollect(
      RelOptCluster cluster,
      RelTraitSet traits,
      RelNode input,
      boolean withOrdinality,
      List<String> itemAliases) {
    super(cluster, traits, input, withOrdinality, itemAliases);
  }

  @Override
  public RelNode copy(RelTraitSet traitSet, RelNode input) {
    return new SqlUncollect(getCluster(), traitSet, input, withOrdinality, getItemAliases());
  }

  @Override
  public @Nullable RelOptCost computeSelfCost(RelOptPlanner planner, RelMetadataQuery mq) {
    return SqlCosts.scale(super.computeSelfCost(planner, mq), this);
  }

  @Override
  public SqlSelect render(SqlRenderer renderer) {
    return renderer.uncollect(this);
  }
}
