/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.engine.local;

import io.strake.planner.arrow.ArrowConvention;
import io.strake.planner.sql.SqlRel;
import io.strake.planner.sql.SqlRenderer;
import io.strake.planner.sql.SqlSelect;
import java.util.ArrayList;
import java.util.List;
import org.apache.calcite.plan.ConventionTraitDef;
import org.apache.calcite.plan.RelOptCost;
import org.apache.calcite.plan.RelOptPlanner;
import org.apache.calcite.plan.RelOptRule;
import org.apache.calcite.plan.RelTraitSet;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.convert.ConverterImpl;
import org.apache.calcite.rel.convert.ConverterRule;
import org.apache.calcite.rel.metadata.RelMetadataQuery;
import org.apache.calcite.rel.type.RelDataTypeField;
import org.jspecify.annotations.Nullable;

/**
 * Leaf of a local statement: a stream of batches that appears there as a table.
 *
 * <p>The table has the name of the stream's position in the statement, see {@link LocalStatement}.
 */
final class ArrowToLocalConverter extends ConverterImpl implements SqlRel {
  ArrowToLocalConverter(LocalConvention convention, RelNode input) {
    super(
        input.getCluster(),
        ConventionTraitDef.INSTANCE,
        input.getTraitSet().replace(convention),
        input);
  }

  private ArrowToLocalConverter(RelTraitSet traits, RelNode input) {
    super(input.getCluster(), ConventionTraitDef.INSTANCE, traits, input);
  }

  /** Returns the rule that lets streams in, if all their columns have types of the local engine. */
  static RelOptRule rule(LocalConvention convention) {
    return ConverterRule.Config.INSTANCE
        .withConversion(
            RelNode.class,
            LocalBackend::hasTypesOf,
            ArrowConvention.INSTANCE,
            convention,
            "ArrowToLocalConverterRule")
        .withRuleFactory(config -> new Rule(config, convention))
        .toRule();
  }

  @Override
  public RelNode copy(RelTraitSet traitSet, List<RelNode> inputs) {
    return new ArrowToLocalConverter(traitSet, sole(inputs));
  }

  @Override
  public @Nullable RelOptCost computeSelfCost(RelOptPlanner planner, RelMetadataQuery mq) {
    return planner.getCostFactory().makeTinyCost();
  }

  @Override
  public SqlSelect render(SqlRenderer renderer) {
    String alias = renderer.newAlias();
    List<String> names = new ArrayList<>();
    List<SqlSelect.Column> columns = new ArrayList<>();
    for (RelDataTypeField field : getRowType().getFieldList()) {
      names.add("c" + field.getIndex());
      columns.add(new SqlSelect.Column(alias + ".c" + field.getIndex(), true));
    }
    String table = renderer.newInput(getInput());
    return SqlSelect.from(table + " AS " + alias + "(" + String.join(", ", names) + ")", columns);
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
      return new ArrowToLocalConverter(convention, rel);
    }
  }
}
