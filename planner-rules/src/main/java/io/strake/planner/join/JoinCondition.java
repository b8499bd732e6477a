/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.planner.join;

import org.apache.calcite.rex.RexNode;

/**
 * A condition that is no equality of columns. Immutable.
 *
 * @param node the condition over the columns of the group
 * @param inputs the inputs that it refers to
 * @param selectivity share of the combinations that meet it
 * @param hashable whether it is an equality, both sides of which have inputs that the other has not
 * @param isPushed whether the database that has all its inputs, if one has, can evaluate it
 */
record JoinCondition(
    RexNode node, long inputs, double selectivity, boolean hashable, boolean isPushed) {
  /** Returns whether it is to be evaluated where two sets are joined. */
  boolean joins(long left, long right) {
    long all = left | right;
    return (inputs & ~all) == 0 && (inputs & ~left) != 0 && (inputs & ~right) != 0;
  }
}
