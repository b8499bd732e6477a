/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.rest.plan;

import java.util.function.Function;
import org.apache.calcite.plan.RelOptRule;
import org.apache.calcite.plan.RelRule;
import org.apache.calcite.plan.RelRule.OperandTransform;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.RelFactories;
import org.apache.calcite.tools.RelBuilderFactory;
import org.jspecify.annotations.Nullable;

/**
 * Configuration of a rule without settings of its own. Immutable.
 *
 * @param relBuilderFactory maker of builders
 * @param description name of the rule
 * @param operandSupplier what the rule matches
 * @param maker constructor of the rule
 */
record RestRuleConfig(
    RelBuilderFactory relBuilderFactory,
    @Nullable String description,
    OperandTransform operandSupplier,
    Function<RestRuleConfig, RelOptRule> maker)
    implements RelRule.Config {
  /** Returns the configuration of a rule that matches an expression directly above a scan. */
  static RestRuleConfig above(
      Class<? extends RelNode> parent, String name, Function<RestRuleConfig, RelOptRule> maker) {
    return new RestRuleConfig(
        RelFactories.LOGICAL_BUILDER,
        name,
        above ->
            above
                .operand(parent)
                .oneInput(
                    below ->
                        below
                            .operand(RestTableScan.class)
                            .predicate(RestTableScan::isLogical)
                            .noInputs()),
        maker);
  }

  /** Returns the configuration of a rule that matches a scan that is not yet placed. */
  static RestRuleConfig scan(String name, Function<RestRuleConfig, RelOptRule> maker) {
    return new RestRuleConfig(
        RelFactories.LOGICAL_BUILDER,
        name,
        scan -> scan.operand(RestTableScan.class).predicate(RestTableScan::isLogical).noInputs(),
        maker);
  }

  @Override
  public RelOptRule toRule() {
    return maker.apply(this);
  }

  @Override
  public RestRuleConfig withRelBuilderFactory(RelBuilderFactory factory) {
    return new RestRuleConfig(factory, description, operandSupplier, maker);
  }

  @Override
  public RestRuleConfig withDescription(@Nullable String newDescription) {
    return new RestRuleConfig(relBuilderFactory, newDescription, operandSupplier, maker);
  }

  @Override
  public RestRuleConfig withOperandSupplier(OperandTransform transform) {
    return new RestRuleConfig(relBuilderFactory, description, transform, maker);
  }
}
