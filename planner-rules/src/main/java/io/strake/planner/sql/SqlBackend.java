/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.planner.sql;

import java.util.List;
import java.util.Optional;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.JoinRelType;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rel.type.RelDataTypeSystem;
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
  /**
   * Returns the scalar operators that may be handed over.
   *
   * @param types rules of the types of the plan, by which its other operators compute
   */
  OperatorAllowList operators(RelDataTypeSystem types);

  /**
   * Returns whether a value is one of a list, as a condition.
   *
   * @param type type of the value; those of the list are constants of the same kind
   */
  default String in(String operand, List<String> values, RelDataType type) {
    return "(" + operand + " IN (" + String.join(", ", values) + "))";
  }

  /**
   * Returns the condition that columns are equal to those of one of several keys; empty if the
   * engine does not compare them as we do, or has no arrays.
   *
   * @param columns the columns as SQL
   * @param types their types
   * @param arrays for each column a constant array, which has its values of all keys
   */
  default Optional<String> among(
      List<String> columns, List<RelDataType> types, List<String> arrays) {
    return Optional.empty();
  }

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

  /** Returns a call of an aggregate or window function, cast to the type of the call. */
  Optional<String> aggregate(SqlAggregateCall call);

  /**
   * Returns what to sort by so that the order is ours: numbers and times by value, texts by code
   * point; empty if the engine cannot sort such a type in this way.
   */
  Optional<String> sortKey(String expression, RelDataType type);

  /** Returns whether two values of a type are grouped and joined as equal exactly if we say so. */
  boolean canGroupBy(RelDataType type);

  /**
   * Returns whether the engine should do GROUP BY GROUPING SETS.
   *
   * @param types rules of the types of the plan
   */
  default boolean hasGroupingSets(RelDataTypeSystem types) {
    return false;
  }

  /**
   * Returns whether the engine has a kind of join.
   *
   * @param equiJoin whether the condition is a conjunction of equalities between the two sides
   */
  boolean canJoin(JoinRelType type, boolean equiJoin);

  /** Returns whether a query in FROM may refer to the columns of the tables before it. */
  default boolean hasLateral() {
    return false;
  }

  /** Returns whether the engine can make rows of the items of arrays; see {@link #unnest}. */
  default boolean hasUnnest() {
    return false;
  }

  /**
   * Returns a query for the items of arrays side by side, shorter ones filled up with NULL; none
   * for a NULL.
   *
   * @param ordinality whether their position, from 1, comes as the last column
   */
  default String unnest(List<String> arrays, boolean ordinality) {
    throw new UnsupportedOperationException("unnest");
  }

  /**
   * Returns whether the engine takes the right side of a join as build side as it is written, so
   * that the smaller input must be written there.
   */
  default boolean buildsRightSide() {
    return false;
  }

  /**
   * Returns in how many passes the engine should do a join, an aggregate or a set operation if it
   * can be divided, because what it keeps would be too much at a time; 1 for a plain one. Called
   * while planning.
   */
  default int passes(RelNode rel) {
    return 1;
  }

  /**
   * Returns the number of the pass of a row, from 0 on, which follows from the values of its keys;
   * NULLs have one too.
   */
  default String pass(List<String> keys, int passes) {
    throw new UnsupportedOperationException("passes");
  }
}
