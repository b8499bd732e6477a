/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.planner.metadata;

import com.google.common.collect.BoundType;
import com.google.common.collect.Range;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.IntFunction;
import org.apache.calcite.plan.Context;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.rex.RexDynamicParam;
import org.apache.calcite.rex.RexInputRef;
import org.apache.calcite.rex.RexLiteral;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexUnknownAs;
import org.apache.calcite.rex.RexUtil;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.util.Sarg;
import org.jspecify.annotations.Nullable;

/**
 * The share of rows that meet a condition on one column whose distribution is known, with values
 * that are known. Not thread-safe if its function is not.
 */
final class DistributionSelectivity {
  /** Share of the texts with a prefix that also match the rest of a pattern. */
  private static final double REST_OF_PATTERN = 0.2;

  private final IntFunction<Optional<ValueDistribution>> distributions;
  private final Context context;

  DistributionSelectivity(IntFunction<Optional<ValueDistribution>> distributions, Context context) {
    this.distributions = distributions;
    this.context = context;
  }

  /** A condition on a column. */
  record Comparison(int column, ValueCondition condition) {}

  /** Returns a condition as a comparison with a value whose share is known, if it is one. */
  Optional<Comparison> comparison(RexNode condition) {
    if (!(condition instanceof RexCall call)
        || call.getOperands().size() != 2
        || !SqlKind.COMPARISON.contains(call.getKind())) {
      return Optional.empty();
    }
    RexNode left = call.getOperands().get(0);
    RexNode right = call.getOperands().get(1);
    Optional<Comparison> straight = comparison(call.getKind(), left, right);
    return straight.isPresent() ? straight : comparison(call.getKind().reverse(), right, left);
  }

  private Optional<Comparison> comparison(SqlKind kind, RexNode column, RexNode value) {
    if (!(RexUtil.removeCast(column) instanceof RexInputRef ref)) {
      return Optional.empty();
    }
    ValueCondition condition =
        RexUtil.removeCast(value) instanceof RexDynamicParam parameter
            ? new ValueCondition(kind, parameter.getIndex(), null)
            : new ValueCondition(
                kind, ValueCondition.CONSTANT, KnownValues.of(value, context).orElse(null));
    return distributions
        .apply(ref.getIndex())
        .filter(values -> condition.share(values, this::parameter).isPresent())
        .map(values -> new Comparison(ref.getIndex(), condition));
  }

  /**
   * Returns the share of rows that meet all of some comparisons of a column.
   *
   * @param conditions those that {@link #comparison} has found
   */
  double of(int column, List<ValueCondition> conditions) {
    ValueDistribution values = distributions.apply(column).orElseThrow();
    KnownValues.assume(conditions, values, context);
    return ValueCondition.share(conditions, values, this::parameter).orElseThrow();
  }

  private Optional<Comparable<?>> parameter(int index) {
    return KnownValues.parameter(index, context);
  }

  /**
   * Returns the share of rows that meet a condition, from 0 to 1.
   *
   * @return empty if it is not on one column, or too little is known
   */
  OptionalDouble of(RexNode condition) {
    OptionalDouble share =
        condition instanceof RexCall call ? ofCall(call) : isTrue(condition, Boolean.TRUE);
    return share.isPresent()
        ? OptionalDouble.of(Math.max(0, Math.min(1, share.getAsDouble())))
        : share;
  }

  private OptionalDouble ofCall(RexCall call) {
    @Nullable RexNode operand = call.getOperands().isEmpty() ? null : call.getOperands().get(0);
    Optional<ValueDistribution> values = operand == null ? Optional.empty() : distribution(operand);
    return switch (call.getKind()) {
      case SEARCH -> values.isEmpty() ? OptionalDouble.empty() : ofSearch(values.get(), call);
      case LIKE -> values.isEmpty() ? OptionalDouble.empty() : ofPattern(values.get(), call);
      case NOT -> operand == null ? OptionalDouble.empty() : isTrue(operand, Boolean.FALSE);
      case IS_NULL -> optional(values.map(ValueDistribution::nulls));
      case IS_NOT_NULL -> optional(values.map(v -> 1 - v.nulls()));
      default -> OptionalDouble.empty();
    };
  }

  private OptionalDouble isTrue(RexNode column, Boolean value) {
    return distribution(column).map(v -> v.equal(value)).orElse(OptionalDouble.empty());
  }

  private static OptionalDouble ofSearch(ValueDistribution values, RexCall call) {
    Sarg<?> sought =
        call.getOperands().get(1) instanceof RexLiteral literal
            ? literal.getValueAs(Sarg.class)
            : null;
    if (sought == null) {
      return OptionalDouble.empty();
    }
    double share = sought.nullAs == RexUnknownAs.TRUE ? values.nulls() : 0;
    for (Range<? extends Comparable<?>> range : sought.rangeSet.asRanges()) {
      OptionalDouble part = ofRange(values, range);
      if (part.isEmpty()) {
        return part;
      }
      share += part.getAsDouble();
    }
    return OptionalDouble.of(share);
  }

  private static OptionalDouble ofRange(
      ValueDistribution values, Range<? extends Comparable<?>> range) {
    OptionalDouble start = OptionalDouble.of(0);
    OptionalDouble end = OptionalDouble.of(1 - values.nulls());
    if (range.hasLowerBound()) {
      boolean open = range.lowerBoundType() == BoundType.OPEN;
      Optional<Comparable<?>> bound = KnownValues.of(range.lowerEndpoint());
      if (range.hasUpperBound() && range.lowerEndpoint().equals(range.upperEndpoint())) {
        return bound.map(values::equal).orElse(OptionalDouble.empty());
      }
      start = below(values, bound, open);
    }
    if (range.hasUpperBound()) {
      boolean closed = range.upperBoundType() == BoundType.CLOSED;
      end = below(values, KnownValues.of(range.upperEndpoint()), closed);
    }
    return start.isEmpty() || end.isEmpty()
        ? OptionalDouble.empty()
        : OptionalDouble.of(Math.max(0, end.getAsDouble() - start.getAsDouble()));
  }

  private static OptionalDouble below(
      ValueDistribution values, Optional<Comparable<?>> bound, boolean withBound) {
    return bound
        .map(value -> withBound ? values.lessOrEqual(value) : values.less(value))
        .orElse(OptionalDouble.empty());
  }

  /** Texts that match a pattern without an escape begin with what stands before its wildcards. */
  private OptionalDouble ofPattern(ValueDistribution values, RexCall call) {
    if (call.getOperands().size() > 2
        || !(KnownValues.of(call.getOperands().get(1), context).orElse(null)
            instanceof String pattern)
        || pattern.indexOf('\\') >= 0) {
      return OptionalDouble.empty();
    }
    int end = 0;
    while (end < pattern.length() && pattern.charAt(end) != '%' && pattern.charAt(end) != '_') {
      end++;
    }
    String prefix = pattern.substring(0, end);
    if (end == pattern.length()) {
      return values.equal(prefix);
    } else if (end == 0) {
      return OptionalDouble.empty();
    }
    OptionalDouble from = values.less(prefix);
    OptionalDouble to = values.less(prefix + Character.MAX_VALUE);
    double rest = pattern.substring(end).equals("%") ? 1 : REST_OF_PATTERN;
    return from.isEmpty() || to.isEmpty()
        ? OptionalDouble.empty()
        : OptionalDouble.of(rest * (to.getAsDouble() - from.getAsDouble()));
  }

  private Optional<ValueDistribution> distribution(RexNode node) {
    return RexUtil.removeCast(node) instanceof RexInputRef ref
        ? distributions.apply(ref.getIndex())
        : Optional.empty();
  }

  private static OptionalDouble optional(Optional<Double> value) {
    return value.map(OptionalDouble::of).orElse(OptionalDouble.empty());
  }
}
