/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.planner.sql;

import java.util.List;
import java.util.Optional;
import org.apache.calcite.rel.core.AggregateCall;
import org.apache.calcite.rel.core.JoinRelType;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.rex.RexLiteral;
import org.apache.calcite.rex.RexNode;

/**
 * What an SQL engine evaluates with exactly our semantics, and how it writes it.
 *
 * <p>Everything is refused unless allowed: an empty answer keeps the operator out of the engine.
 * Implementations are immutable.
 */
public interface SqlBackend {
  /** Returns the scalar operators that may be handed over. */
  OperatorAllowList operators();

  /**
   * Returns what is written of a call before the call itself: its operands, or theirs in the place
   * of an operand that the template of the call writes along with it.
   */
  default List<RexNode> operands(RexCall call) {
    return call.getOperands();
  }

  /** Returns an identifier, quoted so that any characters and any case are kept. */
  String identifier(String name);

  /** Returns the name of a type for CAST, if the engine has exactly this type. */
  Optional<String> typeName(RelDataType type);

  /** Returns a literal other than NULL, typed and escaped, if the engine can read it exactly. */
  Optional<String> literal(RexLiteral literal);

  /**
   * Returns an aggregate call without its FILTER clause, cast to the type of the call.
   *
   * @param call function, DISTINCT and result type
   * @param operands arguments as SQL
   * @param operandTypes their types
   */
  Optional<String> aggregate(
      AggregateCall call, List<String> operands, List<RelDataType> operandTypes);

  /**
   * Returns what to sort by so that the order is ours: numbers and times by value, texts by code
   * point; empty if the engine cannot sort such a type in this way.
   */
  Optional<String> sortKey(String expression, RelDataType type);

  /** Returns whether two values of a type are grouped and joined as equal exactly if we say so. */
  boolean canGroupBy(RelDataType type);

  /** Returns whether the engine has GROUP BY GROUPING SETS. */
  default boolean hasGroupingSets() {
    return false;
  }

  /**
   * Returns whether the engine has a kind of join.
   *
   * @param equiJoin whether the condition is a conjunction of equalities between the two sides
   */
  boolean canJoin(JoinRelType type, boolean equiJoin);

  /**
   * Returns whether the engine takes the right side of a join as build side as it is written, so
   * that the smaller input must be written there.
   */
  default boolean buildsRightSide() {
    return false;
  }
}
