/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.planner.arrow;

import org.apache.calcite.adapter.enumerable.EnumerableConvention;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.convert.ConverterRule;

/**
 * Planner rule that takes batches into Calcite's Enumerable convention.
 *
 * @see ArrowToEnumerableConverter
 */
public final class ArrowToEnumerableConverterRule extends ConverterRule {
  /** The only instance. */
  public static final ArrowToEnumerableConverterRule INSTANCE =
      Config.INSTANCE
          .withConversion(
              RelNode.class,
              ArrowConvention.INSTANCE,
              EnumerableConvention.INSTANCE,
              "ArrowToEnumerableConverterRule")
          .withRuleFactory(ArrowToEnumerableConverterRule::new)
          .toRule(ArrowToEnumerableConverterRule.class);

  private ArrowToEnumerableConverterRule(Config config) {
    super(config);
  }

  @Override
  public RelNode convert(RelNode rel) {
    return new ArrowToEnumerableConverter(
        rel.getCluster(), rel.getTraitSet().replace(EnumerableConvention.INSTANCE), rel);
  }
}
