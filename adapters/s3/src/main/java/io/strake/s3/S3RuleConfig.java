/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.s3;

import org.apache.calcite.plan.RelOptRule;
import org.apache.calcite.plan.RelRule;
import org.apache.calcite.plan.RelRule.OperandTransform;
import org.apache.calcite.rel.core.RelFactories;
import org.apache.calcite.tools.RelBuilderFactory;

/**
 * Settings of a planner rule without settings of its own. Immutable.
 *
 * @param relBuilderFactory maker of relational expressions
 * @param description name of the rule
 * @param operandSupplier what the rule matches
 */
record S3RuleConfig(
    RelBuilderFactory relBuilderFactory, String description, OperandTransform operandSupplier)
    implements RelRule.Config {

  static S3RuleConfig of(String description, OperandTransform operand) {
    return new S3RuleConfig(RelFactories.LOGICAL_BUILDER, description, operand);
  }

  @Override
  public RelOptRule toRule() {
    throw new UnsupportedOperationException("rules are made by their constructors");
  }

  @Override
  public RelRule.Config withRelBuilderFactory(RelBuilderFactory factory) {
    return new S3RuleConfig(factory, description, operandSupplier);
  }

  @Override
  public RelRule.Config withDescription(String newDescription) {
    return new S3RuleConfig(relBuilderFactory, newDescription, operandSupplier);
  }

  @Override
  public RelRule.Config withOperandSupplier(OperandTransform transform) {
    return new S3RuleConfig(relBuilderFactory, description, transform);
  }
}
