/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.s3.table;

import io.strake.planner.metadata.ColumnStatistics;
import io.strake.planner.metadata.ValueDistribution;
import io.strake.s3.column.ColumnType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What the keys of objects tell a planner of partition columns; another source tells it of the
 * columns of their content. Thread-safe.
 */
final class PartitionStatistics implements ColumnStatistics {
  /** More values than this are told of by a histogram. */
  private static final int MAX_COMMON = 100;

  private static final int PARTS = 32;

  private final Map<String, ValueDistribution> distributions = new HashMap<>();
  private final Map<String, Integer> distinct = new HashMap<>();
  private final ColumnStatistics content;

  /**
   * Counts values.
   *
   * @param types partition columns
   * @param shares values of objects or directories; one that does not have a column says nothing of
   *     it
   * @param content statistics of the other columns
   */
  PartitionStatistics(Map<String, ColumnType> types, List<Share> shares, ColumnStatistics content) {
    this.content = content;
    types.forEach((name, type) -> count(name, type, shares));
  }

  /**
   * Partition values and how much of a table has them.
   *
   * @param weight more than 0; only its ratio to others counts
   */
  record Share(Map<String, @Nullable Comparable<?>> values, double weight) {}

  private void count(String name, ColumnType type, List<Share> shares) {
    SortedMap<Comparable<Object>, Double> weights = new TreeMap<>();
    double nulls = 0;
    double all = 0;
    for (Share share : shares) {
      if (share.values.containsKey(name)) {
        Comparable<Object> value = planned(type, share.values.get(name));
        all += share.weight;
        if (value == null) {
          nulls += share.weight;
        } else {
          weights.merge(value, share.weight, Double::sum);
        }
      }
    }
    if (weights.isEmpty()) {
      return;
    }
    double total = all;
    weights.replaceAll((value, weight) -> weight / total);
    distinct.put(name, weights.size());
    boolean isCommon = weights.size() <= MAX_COMMON;
    distributions.put(
        name,
        ValueDistribution.of(
            nulls / total,
            weights.size(),
            isCommon ? weights : Map.of(),
            isCommon ? List.of() : bounds(weights, 1 - nulls / total)));
  }

  @SuppressWarnings("unchecked") // the values of a column have one class
  private static @Nullable Comparable<Object> planned(
      ColumnType type, @Nullable Comparable<?> value) {
    return (Comparable<Object>) PlannedValue.of(type, value);
  }

  private static List<Comparable<Object>> bounds(
      SortedMap<Comparable<Object>, Double> weights, double total) {
    List<Comparable<Object>> bounds = new ArrayList<>();
    bounds.add(weights.firstKey());
    double sum = 0;
    for (Map.Entry<Comparable<Object>, Double> entry : weights.entrySet()) {
      sum += entry.getValue();
      while (bounds.size() < PARTS && sum >= total * bounds.size() / PARTS) {
        bounds.add(entry.getKey());
      }
    }
    bounds.add(weights.lastKey());
    return bounds;
  }

  @Override
  public OptionalDouble distinctValues(String column) {
    Integer counted = distinct.get(column);
    return counted == null ? content.distinctValues(column) : OptionalDouble.of(counted);
  }

  @Override
  public OptionalDouble averageBytes(String column) {
    return content.averageBytes(column);
  }

  @Override
  public Optional<ValueDistribution> distribution(String column) {
    ValueDistribution counted = distributions.get(column);
    return counted == null ? content.distribution(column) : Optional.of(counted);
  }
}
