/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.planner.join;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.calcite.rel.metadata.RelMetadataQuery;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.rex.RexInputRef;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.type.SqlTypeName;
import org.apache.calcite.util.mapping.IntPair;

/**
 * Finds the columns that equalities make equal, also through others: {@code a = b AND b = c} makes
 * {@code a = c}. Not thread-safe.
 */
final class KeyClasses {
  private final List<JoinInput> inputs;
  private final RelMetadataQuery mq;
  private final Map<Integer, Integer> parents = new HashMap<>();

  KeyClasses(List<JoinInput> inputs, RelMetadataQuery mq) {
    this.inputs = inputs;
    this.mq = mq;
  }

  /** Takes a condition in; returns false if it is none that makes two columns equal. */
  boolean add(RexNode condition) {
    if (!(condition instanceof RexCall call)
        || !call.isA(SqlKind.EQUALS)
        || !(call.getOperands().get(0) instanceof RexInputRef left)
        || !(call.getOperands().get(1) instanceof RexInputRef right)
        || !isAlike(left.getType(), right.getType())) {
      return false;
    }
    parents.put(root(left.getIndex()), root(right.getIndex()));
    return true;
  }

  /** Equality is transitive within a type; texts of fixed lengths are padded to compare. */
  private static boolean isAlike(RelDataType left, RelDataType right) {
    return left.getSqlTypeName() == right.getSqlTypeName()
        && (left.getSqlTypeName() != SqlTypeName.CHAR
            || left.getPrecision() == right.getPrecision());
  }

  private int root(int column) {
    int root = column;
    while (parents.getOrDefault(root, root) != root) {
      root = parents.get(root);
    }
    return root;
  }

  /** Returns the classes, each with one of its columns for each input. */
  List<KeyClass> classes() {
    return columns().stream()
        .map(this::firstOfEachInput)
        .filter(columns -> columns.size() > 1)
        .map(columns -> new KeyClass(columns, inputsOf(columns), domains(columns)))
        .toList();
  }

  /** Returns pairs of columns of one input that are equal, of which the classes have but one. */
  List<IntPair> within() {
    List<IntPair> pairs = new ArrayList<>();
    for (List<Integer> columns : columns()) {
      for (int kept : firstOfEachInput(columns)) {
        columns.stream()
            .filter(column -> column != kept && inputOf(column) == inputOf(kept))
            .forEach(column -> pairs.add(IntPair.of(kept, column)));
      }
    }
    return pairs;
  }

  private List<List<Integer>> columns() {
    Set<Integer> members = new TreeSet<>(parents.keySet());
    members.addAll(parents.values());
    Map<Integer, List<Integer>> classes = new TreeMap<>();
    for (int column : members) {
      classes.computeIfAbsent(root(column), root -> new ArrayList<>()).add(column);
    }
    return List.copyOf(classes.values());
  }

  private List<Integer> firstOfEachInput(List<Integer> columns) {
    Map<Integer, Integer> first = new TreeMap<>();
    columns.forEach(column -> first.putIfAbsent(inputOf(column), column));
    return List.copyOf(first.values());
  }

  private List<Integer> inputsOf(List<Integer> columns) {
    return columns.stream().map(this::inputOf).toList();
  }

  /** Returns the number of the input that has a column. */
  int inputOf(int column) {
    int input = 0;
    while (!inputs.get(input).has(column)) {
      input++;
    }
    return input;
  }

  /** Domains that nobody knows are like those that are known; else the smallest input has a key. */
  private List<Double> domains(List<Integer> columns) {
    List<OptionalDouble> known = new ArrayList<>();
    double fewestRows = Double.POSITIVE_INFINITY;
    for (int column : columns) {
      JoinInput input = inputs.get(inputOf(column));
      known.add(input.domain(mq, column));
      fewestRows = Math.min(fewestRows, input.rows());
    }
    double assumed =
        known.stream()
            .filter(OptionalDouble::isPresent)
            .mapToDouble(OptionalDouble::getAsDouble)
            .max()
            .orElse(fewestRows);
    return known.stream().map(domain -> domain.orElse(assumed)).toList();
  }
}
