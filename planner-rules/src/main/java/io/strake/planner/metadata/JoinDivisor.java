/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.planner.metadata;

import java.util.List;
import java.util.OptionalDouble;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.metadata.RelMetadataQuery;

/**
 * By how much an equality between two inputs divides the number of their pairs.
 *
 * <p>This is the containment assumption of Selinger et al., "Access Path Selection in a Relational
 * Database Management System", 1979: {@code |L| * |R| / max(domain(L), domain(R))}. Where neither
 * side knows its domain, the smaller input is taken to hold each key once. Stateless.
 */
public final class JoinDivisor {
  private JoinDivisor() {}

  /**
   * Returns the divisor of a conjunction of equalities, at least 1.
   *
   * @param leftKeys columns of the left input, one for each equality
   * @param rightKeys columns of the right input in the same order
   */
  public static double of(
      RelMetadataQuery mq,
      RelNode left,
      List<Integer> leftKeys,
      RelNode right,
      List<Integer> rightKeys) {
    double product = 1;
    for (int i = 0; i < leftKeys.size(); i++) {
      product *= ofColumns(mq, left, leftKeys.get(i), right, rightKeys.get(i));
    }
    return leftKeys.size() < 2
        ? product
        : ofCombination(
            product,
            ColumnDomain.ofKey(mq, left, leftKeys),
            ColumnDomain.ofKey(mq, right, rightKeys),
            mq.getRowCount(left),
            mq.getRowCount(right));
  }

  /**
   * Returns the divisor of several equalities together, which are seldom independent.
   *
   * @param product product of their own divisors
   * @param leftKeys combinations of the left table if it has each but once, else empty
   * @param rightKeys the same of the right one
   * @param leftRows rows of the left input
   * @param rightRows rows of the right input
   */
  public static double ofCombination(
      double product,
      OptionalDouble leftKeys,
      OptionalDouble rightKeys,
      double leftRows,
      double rightRows) {
    double most =
        leftKeys.isPresent() || rightKeys.isPresent()
            ? Math.max(leftKeys.orElse(1), rightKeys.orElse(1))
            : Math.max(leftRows, rightRows);
    return Math.max(1, Math.min(product, most));
  }

  private static double ofColumns(
      RelMetadataQuery mq, RelNode left, int leftKey, RelNode right, int rightKey) {
    OptionalDouble leftDomain = ColumnDomain.of(mq, left, leftKey);
    OptionalDouble rightDomain = ColumnDomain.of(mq, right, rightKey);
    return leftDomain.isEmpty() && rightDomain.isEmpty()
        ? Math.max(1, Math.min(mq.getRowCount(left), mq.getRowCount(right)))
        : Math.max(leftDomain.orElse(1), rightDomain.orElse(1));
  }
}
