/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.engine.fallback;

import io.strake.planner.arrow.ArrowConvention;
import io.strake.planner.arrow.ArrowRel;
import io.strake.planner.arrow.ArrowTypes;
import io.strake.planner.arrow.ExecutionContext;
import io.strake.planner.metadata.FederationMetadata;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.arrow.vector.ipc.ArrowReader;
import org.apache.calcite.DataContext;
import org.apache.calcite.adapter.enumerable.EnumerableConvention;
import org.apache.calcite.adapter.enumerable.EnumerableInterpretable;
import org.apache.calcite.adapter.enumerable.EnumerableRel;
import org.apache.calcite.adapter.java.JavaTypeFactory;
import org.apache.calcite.plan.RelOptCost;
import org.apache.calcite.plan.RelOptPlanner;
import org.apache.calcite.plan.RelOptRule;
import org.apache.calcite.plan.RelOptUtil;
import org.apache.calcite.plan.RelTraitSet;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.SingleRel;
import org.apache.calcite.rel.convert.ConverterRule;
import org.apache.calcite.rel.metadata.JaninoRelMetadataProvider;
import org.apache.calcite.rel.metadata.RelMetadataQuery;
import org.apache.calcite.rel.metadata.RelMetadataQueryBase;
import org.apache.calcite.rel.type.RelDataTypeField;
import org.apache.calcite.runtime.Bindable;
import org.apache.calcite.schema.SchemaPlus;
import org.jspecify.annotations.Nullable;

/**
 * Relational expression that turns the rows of Calcite's Enumerable convention into batches.
 *
 * <p>The generated code is compiled when it first runs and kept for later executions. Not a {@code
 * Converter}, because Volcano applies no converter rule to one.
 */
public final class EnumerableToArrowConverter extends SingleRel implements ArrowRel {
  private final SchemaPlus rootSchema;
  private volatile @Nullable CompiledRows compiled;

  private EnumerableToArrowConverter(SchemaPlus rootSchema, RelTraitSet traits, RelNode input) {
    super(input.getCluster(), traits, input);
    this.rootSchema = rootSchema;
  }

  /** Returns the rule for plans over the tables of a root schema. */
  public static RelOptRule rule(SchemaPlus rootSchema) {
    return ConverterRule.Config.INSTANCE
        .withConversion(
            RelNode.class,
            EnumerableToArrowConverter::isWritable,
            EnumerableConvention.INSTANCE,
            ArrowConvention.INSTANCE,
            "EnumerableToArrowConverterRule")
        .withRuleFactory(config -> new Rule(config, rootSchema))
        .toRule();
  }

  private static boolean isWritable(RelNode rel) {
    return rel.getRowType().getFieldList().stream()
            .map(RelDataTypeField::getType)
            .allMatch(ArrowTypes::isSupported)
        && RelOptUtil.getVariablesUsed(rel).isEmpty(); // no column of a query around it
  }

  @Override
  public RelNode copy(RelTraitSet traitSet, List<RelNode> inputs) {
    return new EnumerableToArrowConverter(rootSchema, traitSet, sole(inputs));
  }

  @Override
  public @Nullable RelOptCost computeSelfCost(RelOptPlanner planner, RelMetadataQuery mq) {
    double rows = mq.getRowCount(this);
    return planner.getCostFactory().makeCost(rows, rows * getRowType().getFieldCount(), 0);
  }

  @Override
  public ArrowReader execute(ExecutionContext context) {
    CompiledRows rows = compiled();
    DataContext data =
        new StatementDataContext(
            context,
            rootSchema,
            (JavaTypeFactory) getCluster().getTypeFactory(),
            rows.parameters());
    return RowBatchReader.open(rows.plan().bind(data), getRowType(), context);
  }

  private CompiledRows compiled() {
    CompiledRows current = compiled;
    if (current == null) {
      current = CompiledRows.of((EnumerableRel) getInput());
      compiled = current;
    }
    return current;
  }

  /**
   * Generated code and the objects that it refers to by name.
   *
   * @param plan code
   * @param parameters objects; read only
   */
  private record CompiledRows(Bindable<?> plan, Map<String, Object> parameters) {
    static CompiledRows of(EnumerableRel input) {
      Map<String, Object> parameters = new HashMap<>();
      // Calcite finds metadata through the thread at work, which need not be the one that planned
      RelMetadataQueryBase.THREAD_PROVIDERS.set(
          JaninoRelMetadataProvider.of(FederationMetadata.PROVIDER));
      Bindable<?> plan =
          EnumerableInterpretable.toBindable(parameters, null, input, EnumerableRel.Prefer.ARRAY);
      return new CompiledRows(plan, parameters);
    }
  }

  /** The rule class. */
  private static final class Rule extends ConverterRule {
    private final SchemaPlus rootSchema;

    Rule(Config config, SchemaPlus rootSchema) {
      super(config);
      this.rootSchema = rootSchema;
    }

    @Override
    public RelNode convert(RelNode rel) {
      return new EnumerableToArrowConverter(
          rootSchema, rel.getTraitSet().replace(ArrowConvention.INSTANCE), rel);
    }
  }
}
