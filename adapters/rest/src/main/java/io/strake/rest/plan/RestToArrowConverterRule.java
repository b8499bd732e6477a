/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.rest.plan;

import io.strake.planner.arrow.ArrowConvention;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.convert.ConverterRule;

/**
 * Planner rule that takes a scan of an API into {@link ArrowConvention}.
 *
 * @see RestToArrowConverter
 */
final class RestToArrowConverterRule extends ConverterRule {
  private RestToArrowConverterRule(Config config) {
    super(config);
  }

  static RestToArrowConverterRule of(RestConvention convention) {
    return Config.INSTANCE
        .withConversion(
            RestRel.class,
            convention,
            ArrowConvention.INSTANCE,
            "RestToArrowConverterRule." + convention.getName())
        .withRuleFactory(RestToArrowConverterRule::new)
        .toRule(RestToArrowConverterRule.class);
  }

  @Override
  public RelNode convert(RelNode rel) {
    return new RestToArrowConverter(
        rel.getCluster(), rel.getTraitSet().replace(ArrowConvention.INSTANCE), rel);
  }
}
