/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.planner.metadata;

import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.IntFunction;
import org.apache.calcite.sql.SqlKind;
import org.jspecify.annotations.Nullable;

/**
 * Comparison of a column with a constant or a parameter.
 *
 * @param kind how they are compared, the column on the left
 * @param parameter index of the parameter; {@link #CONSTANT} for none
 * @param constant the constant as {@link ValueDistribution} takes it; null for a parameter
 */
record ValueCondition(SqlKind kind, int parameter, @Nullable Comparable<?> constant) {
  /** Stands for the index of a parameter where there is a constant. */
  static final int CONSTANT = -1;

  /** Returns the share of rows that meet the condition; empty if that is not known. */
  OptionalDouble share(ValueDistribution values, IntFunction<Optional<Comparable<?>>> parameters) {
    Comparable<?> value = constant != null ? constant : parameters.apply(parameter).orElse(null);
    if (value == null) {
      return OptionalDouble.empty();
    }
    return switch (kind) {
      case EQUALS -> values.equal(value);
      case NOT_EQUALS -> rest(values, values.equal(value));
      case LESS_THAN -> values.less(value);
      case LESS_THAN_OR_EQUAL -> values.lessOrEqual(value);
      case GREATER_THAN -> rest(values, values.lessOrEqual(value));
      case GREATER_THAN_OR_EQUAL -> rest(values, values.less(value));
      default -> OptionalDouble.empty();
    };
  }

  /**
   * Returns the share of rows that meet all of several conditions on one column. Two that bound it
   * on both sides depend on each other: what they have in common counts.
   *
   * @return empty if that of one of them is not known
   */
  static OptionalDouble share(
      List<ValueCondition> conditions,
      ValueDistribution values,
      IntFunction<Optional<Comparable<?>>> parameters) {
    double all = 1 - values.nulls();
    double below = all;
    double above = all;
    double others = 1;
    for (ValueCondition condition : conditions) {
      OptionalDouble known = condition.share(values, parameters);
      if (known.isEmpty()) {
        return known;
      }
      double share = known.getAsDouble();
      switch (condition.kind) {
        case LESS_THAN, LESS_THAN_OR_EQUAL -> below = Math.min(below, share);
        case GREATER_THAN, GREATER_THAN_OR_EQUAL -> above = Math.min(above, share);
        default -> others = Math.min(others, share);
      }
    }
    return OptionalDouble.of(Math.min(others, Math.max(0, below + above - all)));
  }

  private static OptionalDouble rest(ValueDistribution values, OptionalDouble share) {
    return share.isEmpty()
        ? share
        : OptionalDouble.of(Math.max(0, 1 - values.nulls() - share.getAsDouble()));
  }
}
