/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.planner.metadata;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.IntFunction;
import org.apache.calcite.plan.Context;
import org.apache.calcite.plan.RelOptUtil;
import org.apache.calcite.rel.metadata.RelMdUtil;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.rex.RexInputRef;
import org.apache.calcite.rex.RexLiteral;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexUtil;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.util.Sarg;
import org.jspecify.annotations.Nullable;

/**
 * The share of rows that meet a condition: from the distributions of its columns where it compares
 * them with known values, from their domains where it compares them with others or each other, else
 * what Calcite guesses. Not thread-safe if its functions are not.
 */
public final class ConditionSelectivity {
  private final IntFunction<OptionalDouble> domains;
  private final DistributionSelectivity known;

  /**
   * Creates an estimate.
   *
   * @param domains the size of a column's domain by its ordinal, see {@link ColumnDomain}
   * @param distributions the values of a column by its ordinal, see {@link ColumnDistribution}
   * @param context the planner's, which may have {@link KnownValues}
   */
  public ConditionSelectivity(
      IntFunction<OptionalDouble> domains,
      IntFunction<Optional<ValueDistribution>> distributions,
      Context context) {
    this.domains = domains;
    this.known = new DistributionSelectivity(distributions, context);
  }

  /**
   * Returns the share of the rows that meet a condition, from 0 to 1.
   *
   * @param condition null for one that all rows meet
   */
  public double of(@Nullable RexNode condition) {
    double selectivity = 1;
    Map<Integer, List<ValueCondition>> comparisons = new HashMap<>();
    for (RexNode conjunct : RelOptUtil.conjunctions(condition)) {
      Optional<DistributionSelectivity.Comparison> comparison = known.comparison(conjunct);
      if (comparison.isPresent()) {
        comparisons
            .computeIfAbsent(comparison.get().column(), column -> new ArrayList<>())
            .add(comparison.get().condition());
      } else {
        selectivity *= ofConjunct(conjunct);
      }
    }
    for (Map.Entry<Integer, List<ValueCondition>> ofColumn : comparisons.entrySet()) {
      selectivity *= known.of(ofColumn.getKey(), ofColumn.getValue());
    }
    return selectivity;
  }

  private double ofConjunct(RexNode conjunct) {
    if (conjunct.isA(SqlKind.OR)) {
      double misses = 1;
      for (RexNode alternative : RelOptUtil.disjunctions(conjunct)) {
        misses *= 1 - of(alternative);
      }
      return 1 - misses;
    }
    OptionalDouble share = known.of(conjunct);
    if (share.isEmpty() && conjunct instanceof RexCall call) {
      share = byDomain(call);
    }
    return share.isPresent() ? share.getAsDouble() : RelMdUtil.guessSelectivity(conjunct);
  }

  private OptionalDouble byDomain(RexCall call) {
    if (call.isA(SqlKind.EQUALS)) {
      OptionalDouble left = domain(call.getOperands().get(0));
      OptionalDouble right = domain(call.getOperands().get(1));
      return left.isEmpty() && right.isEmpty()
          ? left
          : OptionalDouble.of(1 / Math.max(1, Math.max(left.orElse(1), right.orElse(1))));
    }
    if (call.isA(SqlKind.SEARCH) && call.getOperands().get(1) instanceof RexLiteral literal) {
      Sarg<?> values = literal.getValueAs(Sarg.class);
      OptionalDouble domain = domain(call.getOperands().get(0));
      return values == null || !values.isPoints() || domain.isEmpty()
          ? OptionalDouble.empty()
          : OptionalDouble.of(Math.min(1, values.pointCount / domain.getAsDouble()));
    }
    return OptionalDouble.empty();
  }

  private OptionalDouble domain(RexNode node) {
    return RexUtil.removeCast(node) instanceof RexInputRef ref
        ? domains.apply(ref.getIndex())
        : OptionalDouble.empty();
  }
}
