/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.planner.metadata;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What a table knows of the values of one column: the share of NULLs, the most common values with
 * their shares, and a histogram of equal depth of all others.
 *
 * <p>Values are BigDecimal for all numbers, String, Boolean, LocalDate, LocalTime, or
 * LocalDateTime, for instants in UTC; a value of another class is one that nothing is known of.
 * Immutable. The form is that of PostgreSQL's view {@code pg_stats}; estimates follow "Row
 * Estimation Examples" in its manual.
 */
public final class ValueDistribution {
  /** Other values that are fewer than this need no histogram. */
  private static final double NEGLIGIBLE_SHARE = 0.01;

  private final double nulls;
  private final SortedMap<Comparable<Object>, Double> common;
  private final List<Comparable<Object>> bounds;
  private final double commonShare;
  private final double distinctOthers;

  private ValueDistribution(
      double nulls,
      double distinct,
      SortedMap<Comparable<Object>, Double> common,
      List<Comparable<Object>> bounds) {
    this.nulls = nulls;
    this.common = common;
    this.bounds = bounds;
    this.commonShare = sum(common.values());
    this.distinctOthers = Math.max(1, distinct - common.size());
  }

  /**
   * Returns a distribution.
   *
   * @param nulls share of the rows that are NULL
   * @param distinct number of distinct values, at least 1
   * @param common shares of all rows by value; may be empty
   * @param bounds values between which equally many rows lie that have none of the common values,
   *     in ascending order; empty if that is not known
   * @throws IllegalArgumentException if the values are not all of one class
   */
  public static ValueDistribution of(
      double nulls,
      double distinct,
      Map<? extends Comparable<?>, Double> common,
      List<? extends Comparable<?>> bounds) {
    SortedMap<Comparable<Object>, Double> sorted = new TreeMap<>();
    common.forEach((value, share) -> sorted.put(comparable(value), share));
    List<Comparable<Object>> list = bounds.stream().map(ValueDistribution::comparable).toList();
    long classes =
        Stream.concat(sorted.keySet().stream(), list.stream())
            .map(Object::getClass)
            .distinct()
            .count();
    if (classes > 1) {
      throw new IllegalArgumentException("values of several classes");
    }
    return new ValueDistribution(nulls, distinct, sorted, list);
  }

  /** Returns the share of rows that are NULL. */
  public double nulls() {
    return nulls;
  }

  /**
   * Returns the share of rows that are equal to a value.
   *
   * @return empty if nothing is known of such values
   */
  public OptionalDouble equal(Comparable<?> value) {
    if (!knows(value)) {
      return OptionalDouble.empty();
    }
    Double share = common.get(comparable(value));
    return OptionalDouble.of(share != null ? share : others() / distinctOthers);
  }

  /**
   * Returns the share of rows that are less than a value.
   *
   * @return empty if nothing is known of such values, or not of their order
   */
  public OptionalDouble less(Comparable<?> value) {
    if (!knows(value) || (bounds.isEmpty() && others() > NEGLIGIBLE_SHARE)) {
      return OptionalDouble.empty();
    }
    double commonBelow = sum(common.headMap(comparable(value)).values());
    return OptionalDouble.of(commonBelow + others() * below(comparable(value)));
  }

  /**
   * Returns the share of rows that are not greater than a value.
   *
   * @return empty if nothing is known of such values, or not of their order
   */
  public OptionalDouble lessOrEqual(Comparable<?> value) {
    OptionalDouble less = less(value);
    return less.isEmpty() ? less : OptionalDouble.of(less.getAsDouble() + equal(value).orElse(0));
  }

  private static double sum(Collection<Double> shares) {
    double sum = 0;
    for (double share : shares) {
      sum += share;
    }
    return sum;
  }

  private boolean knows(Comparable<?> value) {
    Object example = bounds.isEmpty() ? firstCommon() : bounds.get(0);
    return example != null && example.getClass() == value.getClass();
  }

  private @Nullable Object firstCommon() {
    return common.isEmpty() ? null : common.firstKey();
  }

  /** Returns the share of rows that have a value which is not one of the common ones. */
  private double others() {
    return Math.max(0, 1 - nulls - commonShare);
  }

  /** Returns the share of the histogram that is below a value. */
  private double below(Comparable<Object> value) {
    if (bounds.size() < 2) {
      return 0.5;
    }
    int place = Collections.binarySearch(bounds, value);
    int next = place < 0 ? -place - 1 : place;
    if (next == 0) {
      return 0;
    } else if (next == bounds.size()) {
      return 1;
    }
    double low = position(bounds.get(next - 1));
    double high = position(bounds.get(next));
    double within = high > low ? (position(value) - low) / (high - low) : 0.5;
    return (next - 1 + within) / (bounds.size() - 1);
  }

  /** Returns a number that grows with the value; the same for all texts. */
  private static double position(Object value) {
    if (value instanceof BigDecimal number) {
      return number.doubleValue();
    } else if (value instanceof LocalDate date) {
      return date.toEpochDay();
    } else if (value instanceof LocalTime time) {
      return time.toNanoOfDay();
    } else if (value instanceof LocalDateTime time) {
      return time.toEpochSecond(ZoneOffset.UTC) + time.getNano() * 1e-9;
    }
    return 0;
  }

  @SuppressWarnings("unchecked") // values are only compared with those of their own class
  private static Comparable<Object> comparable(Comparable<?> value) {
    return (Comparable<Object>) value;
  }
}
