/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.engine.local;

import io.strake.planner.arrow.ArrowConvention;
import io.strake.planner.arrow.ArrowRel;
import io.strake.planner.arrow.ArrowTypes;
import io.strake.planner.arrow.ExecutionContext;
import io.strake.planner.sql.SqlRel;
import java.util.List;
import org.apache.arrow.vector.ipc.ArrowReader;
import org.apache.calcite.plan.RelOptCost;
import org.apache.calcite.plan.RelOptPlanner;
import org.apache.calcite.plan.RelOptRule;
import org.apache.calcite.plan.RelOptUtil;
import org.apache.calcite.plan.RelTraitSet;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.RelWriter;
import org.apache.calcite.rel.SingleRel;
import org.apache.calcite.rel.convert.ConverterRule;
import org.apache.calcite.rel.metadata.RelMetadataQuery;
import org.apache.calcite.sql.SqlExplainLevel;
import org.jspecify.annotations.Nullable;

/**
 * Root of a local statement: runs it and yields its rows as batches.
 *
 * <p>Not a {@code Converter}, because Volcano applies no converter rule to one, and the batches
 * must be able to go on into other conventions.
 */
public final class LocalToArrowConverter extends SingleRel implements ArrowRel {
  private final LocalConvention convention;
  private volatile @Nullable LocalStatement statement;

  private LocalToArrowConverter(LocalConvention convention, RelTraitSet traits, RelNode input) {
    super(input.getCluster(), traits, input);
    this.convention = convention;
  }

  /**
   * Returns the rule that lets batches out, if all columns have types of the local engine and none
   * is of an outer query, which could be outside of the local engine.
   */
  static RelOptRule rule(LocalConvention convention) {
    return ConverterRule.Config.INSTANCE
        .withConversion(
            RelNode.class,
            rel -> LocalBackend.hasTypesOf(rel) && RelOptUtil.getVariablesUsed(rel).isEmpty(),
            convention,
            ArrowConvention.INSTANCE,
            "LocalToArrowConverterRule")
        .withRuleFactory(config -> new Rule(config, convention))
        .toRule();
  }

  @Override
  public RelNode copy(RelTraitSet traitSet, List<RelNode> inputs) {
    return new LocalToArrowConverter(convention, traitSet, sole(inputs));
  }

  @Override
  public @Nullable RelOptCost computeSelfCost(RelOptPlanner planner, RelMetadataQuery mq) {
    // Starting a statement is not free, so two local islands never beat one
    return planner.getCostFactory().makeCost(1, mq.getRowCount(this) * 0.1 + 100, 0);
  }

  /** Adds the statement, except while planning, when the input is still a set of alternatives. */
  @Override
  public RelWriter explainTerms(RelWriter writer) {
    super.explainTerms(writer);
    return writer.getDetailLevel() == SqlExplainLevel.DIGEST_ATTRIBUTES
        ? writer
        : writer.item("sql", statement().sql());
  }

  @Override
  public ArrowReader execute(ExecutionContext context) {
    return LocalStream.open(
        convention.database(), statement(), ArrowTypes.toSchema(getRowType()), context);
  }

  /** Returns an estimate of the bytes that the statement keeps; 0 if it only streams. */
  public long memoryBytes() {
    return statement().memoryBytes();
  }

  /** Returns the statement; first called while planning, because it asks for row counts. */
  private LocalStatement statement() {
    LocalStatement current = statement;
    if (current == null) {
      current = LocalStatement.of((SqlRel) getInput(), convention.backend());
      statement = current;
    }
    return current;
  }

  /** The rule class. */
  private static final class Rule extends ConverterRule {
    private final LocalConvention convention;

    Rule(Config config, LocalConvention convention) {
      super(config);
      this.convention = convention;
    }

    @Override
    public RelNode convert(RelNode rel) {
      return new LocalToArrowConverter(
          convention, rel.getTraitSet().replace(ArrowConvention.INSTANCE), rel);
    }
  }
}
