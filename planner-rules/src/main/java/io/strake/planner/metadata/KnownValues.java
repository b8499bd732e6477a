/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.planner.metadata;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.calcite.plan.Context;
import org.apache.calcite.rex.RexDynamicParam;
import org.apache.calcite.rex.RexLiteral;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexUtil;
import org.apache.calcite.util.DateString;
import org.apache.calcite.util.NlsString;
import org.apache.calcite.util.TimeString;
import org.apache.calcite.util.TimestampString;
import org.jspecify.annotations.Nullable;

/**
 * The values of constants and of parameters whose values are known while a statement is planned, as
 * {@link ValueDistribution} takes them.
 *
 * <p>Part of the planner's context. A plan is right for any values; these only tell which of
 * several plans is likely to be the best. Thread-safe.
 */
public final class KnownValues {
  private final Map<Integer, Comparable<?>> parameters = new ConcurrentHashMap<>();
  private final Map<List<ValueCondition>, ValueDistribution> assumed = new ConcurrentHashMap<>();

  /**
   * Makes the value of a parameter known.
   *
   * @param value a value of one of the classes of {@link ValueDistribution}; others are ignored
   */
  public void put(int parameter, Object value) {
    ofJava(value).ifPresent(known -> parameters.put(parameter, known));
  }

  /** Returns what estimates have made of these values so far. */
  public ShareAssumptions assumptions() {
    return new ShareAssumptions(assumed);
  }

  /** Notes that the share of rows that meet conditions on a column was estimated. */
  static void assume(
      List<ValueCondition> conditions, ValueDistribution distribution, Context context) {
    KnownValues known = context.unwrap(KnownValues.class);
    if (known != null && conditions.stream().anyMatch(c -> c.constant() == null)) {
      known.assumed.putIfAbsent(List.copyOf(conditions), distribution);
    }
  }

  /** Returns the value of a parameter, if it is known. */
  static Optional<Comparable<?>> parameter(int index, Context context) {
    return Optional.ofNullable(context.unwrap(KnownValues.class))
        .flatMap(known -> Optional.ofNullable(known.parameters.get(index)));
  }

  static Optional<Comparable<?>> ofJava(@Nullable Object value) {
    return value instanceof Comparable<?> comparable ? Optional.of(comparable) : Optional.empty();
  }

  /** Returns the value of an expression, if it is known. */
  static Optional<Comparable<?>> of(RexNode expression, Context context) {
    RexNode node = RexUtil.removeCast(expression);
    if (node instanceof RexLiteral literal) {
      Comparable<?> value = literal.isNull() ? null : literal.getValueAs(Comparable.class);
      return value == null ? Optional.empty() : of(value);
    }
    return node instanceof RexDynamicParam parameter
        ? parameter(parameter.getIndex(), context)
        : Optional.empty();
  }

  /** Returns one of Calcite's internal values. */
  static Optional<Comparable<?>> of(Comparable<?> value) {
    if (value instanceof NlsString text) {
      return Optional.of(text.getValue());
    } else if (value instanceof Double number) {
      return Double.isFinite(number) ? Optional.of(BigDecimal.valueOf(number)) : Optional.empty();
    } else if (value instanceof DateString date) {
      return Optional.of(LocalDate.parse(date.toString()));
    } else if (value instanceof TimeString time) {
      return Optional.of(LocalTime.parse(time.toString()));
    } else if (value instanceof TimestampString time) {
      return Optional.of(LocalDateTime.parse(time.toString().replace(' ', 'T')));
    }
    return value instanceof BigDecimal || value instanceof Boolean || value instanceof String
        ? Optional.of(value)
        : Optional.empty();
  }
}
