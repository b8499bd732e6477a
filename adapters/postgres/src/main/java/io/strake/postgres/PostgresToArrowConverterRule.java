/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.postgres;

import io.strake.planner.arrow.ArrowConvention;
import io.strake.planner.arrow.ArrowTypes;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.convert.ConverterRule;
import org.jspecify.annotations.Nullable;

/**
 * Planner rule that takes the result of a statement out of its database.
 *
 * @see PostgresToArrowConverter
 */
final class PostgresToArrowConverterRule extends ConverterRule {
  private PostgresToArrowConverterRule(Config config) {
    super(config);
  }

  static PostgresToArrowConverterRule of(PostgresConvention in) {
    return Config.INSTANCE
        .withConversion(RelNode.class, in, ArrowConvention.INSTANCE, "PostgresToArrowConverterRule")
        .withRuleFactory(PostgresToArrowConverterRule::new)
        .toRule(PostgresToArrowConverterRule.class);
  }

  @Override
  public @Nullable RelNode convert(RelNode rel) {
    boolean supported =
        rel.getRowType().getFieldList().stream()
            .allMatch(
                field ->
                    ArrowTypes.isSupported(field.getType())
                        && PostgresBackend.hasOutput(field.getType()));
    return supported
        ? new PostgresToArrowConverter(
            rel.getCluster(), rel.getTraitSet().replace(ArrowConvention.INSTANCE), rel)
        : null;
  }
}
