/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.planner.join;

import io.strake.planner.metadata.ColumnDomain;
import io.strake.planner.metadata.JoinDivisor;
import io.strake.planner.sql.SqlConvention;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.calcite.rel.metadata.RelMetadataQuery;
import org.jspecify.annotations.Nullable;

/**
 * The inputs of a group and what joins them. A set of inputs is the bits of a {@code long}.
 *
 * <p>How many rows a set has does not depend on the order in which it is joined. Not thread-safe.
 */
final class JoinGraph {
  private final List<JoinInput> inputs;
  private final List<KeyClass> keys;
  private final List<JoinCondition> conditions;
  private final List<Combination> combinations;
  private final long[] neighbours;
  private final Map<Long, Double> rows = new HashMap<>();

  /**
   * Two inputs with more than one equality between them.
   *
   * @param factor by how much more rows they have together than if these were independent
   */
  private record Combination(long inputs, double factor) {}

  JoinGraph(
      List<JoinInput> inputs,
      List<KeyClass> keys,
      List<JoinCondition> conditions,
      RelMetadataQuery mq) {
    this.inputs = inputs;
    this.keys = keys;
    this.conditions = conditions;
    this.combinations = combinations(mq);
    this.neighbours = new long[inputs.size()];
    keys.forEach(key -> connect(key.set()));
    conditions.stream()
        .filter(c -> c.hashable() && Long.bitCount(c.inputs()) == 2)
        .forEach(c -> connect(c.inputs()));
  }

  private void connect(long set) {
    for (int i = 0; i < inputs.size(); i++) {
      if (contains(set, i)) {
        neighbours[i] |= set & ~(1L << i);
      }
    }
  }

  private List<Combination> combinations(RelMetadataQuery mq) {
    List<Combination> found = new ArrayList<>();
    for (int i = 0; i < inputs.size(); i++) {
      for (int j = i + 1; j < inputs.size(); j++) {
        long pair = 1L << i | 1L << j;
        List<KeyClass> common =
            keys.stream().filter(key -> Long.bitCount(key.set() & pair) == 2).toList();
        if (common.size() > 1) {
          double product =
              common.stream().mapToDouble(k -> k.divisor(pair)).reduce(1, (a, b) -> a * b);
          double divisor =
              JoinDivisor.ofCombination(
                  product,
                  ofKey(mq, i, common),
                  ofKey(mq, j, common),
                  inputs.get(i).rows(),
                  inputs.get(j).rows());
          found.add(new Combination(pair, product / divisor));
        }
      }
    }
    return found;
  }

  private java.util.OptionalDouble ofKey(RelMetadataQuery mq, int number, List<KeyClass> common) {
    JoinInput input = inputs.get(number);
    return ColumnDomain.ofKey(
        mq,
        input.rel(),
        common.stream().map(key -> key.columnIn(1L << number) - input.first()).toList());
  }

  static boolean contains(long set, int input) {
    return (set >>> input & 1) != 0;
  }

  List<JoinInput> inputs() {
    return inputs;
  }

  List<KeyClass> keys() {
    return keys;
  }

  List<JoinCondition> conditions() {
    return conditions;
  }

  /** Returns the set of all inputs. */
  long all() {
    return -1L >>> (Long.SIZE - inputs.size());
  }

  /** Returns the inputs that an equality joins with one of a set. */
  long neighbours(long set) {
    long found = 0;
    for (long rest = set; rest != 0; rest &= rest - 1) {
      found |= neighbours[Long.numberOfTrailingZeros(rest)];
    }
    return found & ~set;
  }

  /** Returns the estimated rows of the join of a set, at least 1. */
  double rows(long set) {
    return rows.computeIfAbsent(set, this::estimate);
  }

  private double estimate(long set) {
    double estimate = 1;
    for (long rest = set; rest != 0; rest &= rest - 1) {
      estimate *= inputs.get(Long.numberOfTrailingZeros(rest)).rows();
    }
    for (KeyClass key : keys) {
      estimate /= key.divisor(set);
    }
    for (JoinCondition condition : conditions) {
      estimate *= (condition.inputs() & ~set) == 0 ? condition.selectivity() : 1;
    }
    for (Combination combination : combinations) {
      estimate *= (combination.inputs & ~set) == 0 ? combination.factor : 1;
    }
    return Math.max(1, estimate);
  }

  /** Returns whether the pairs of two sets are found by an equality rather than all looked at. */
  boolean isHashed(long left, long right) {
    return (neighbours(left) & right) != 0
        || conditions.stream().anyMatch(c -> c.hashable() && c.joins(left, right));
  }

  /** Returns whether one database has all inputs of a set and can evaluate what joins them. */
  boolean isInOneSource(long set) {
    @Nullable SqlConvention source = inputs.get(Long.numberOfTrailingZeros(set)).source();
    if (source == null) {
      return false;
    }
    for (long rest = set; rest != 0; rest &= rest - 1) {
      if (!Objects.equals(inputs.get(Long.numberOfTrailingZeros(rest)).source(), source)) {
        return false;
      }
    }
    return conditions.stream().allMatch(c -> c.isPushed() || (c.inputs() & ~set) != 0);
  }

  /** Returns the estimated bytes of a row of a set. */
  double rowBytes(long set) {
    double bytes = 0;
    for (long rest = set; rest != 0; rest &= rest - 1) {
      bytes += inputs.get(Long.numberOfTrailingZeros(rest)).rowBytes();
    }
    return bytes;
  }
}
