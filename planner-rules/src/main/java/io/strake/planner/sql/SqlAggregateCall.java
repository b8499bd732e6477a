/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.planner.sql;

import java.util.List;
import org.apache.calcite.rel.core.AggregateCall;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.sql.SqlAggFunction;
import org.jspecify.annotations.Nullable;

/**
 * A call of an aggregate or window function whose parts have been written already. Immutable.
 *
 * @param function what is called
 * @param type type of the result
 * @param distinct whether equal arguments count once
 * @param ignoreNulls whether a window function passes over NULL
 * @param operands arguments; literals that belong to the call come first
 * @param orderBy ORDER BY of the arguments
 * @param filter condition of FILTER; null for none
 * @param over window in parentheses; null for an aggregate over a group
 */
public record SqlAggregateCall(
    SqlAggFunction function,
    RelDataType type,
    boolean distinct,
    boolean ignoreNulls,
    List<Operand> operands,
    List<Key> orderBy,
    @Nullable String filter,
    @Nullable String over) {

  /**
   * An argument.
   *
   * @param sql its text
   * @param type its type
   */
  public record Operand(String sql, RelDataType type) {}

  /**
   * A part of ORDER BY.
   *
   * @param column what is sorted by
   * @param sql the same with its direction, such as {@code t0.c1 DESC NULLS FIRST}
   */
  public record Key(Operand column, String sql) {
    private Key of(String expression) {
      return new Key(new Operand(expression, column.type), sql.replace(column.sql, expression));
    }
  }

  /** Copies the lists. */
  public SqlAggregateCall {
    operands = List.copyOf(operands);
    orderBy = List.copyOf(orderBy);
  }

  /** Returns a call over a group, whose parts are given as text. */
  static SqlAggregateCall of(
      AggregateCall call, List<Operand> operands, List<Key> orderBy, @Nullable String filter) {
    return new SqlAggregateCall(
        call.getAggregation(),
        call.getType(),
        call.isDistinct(),
        call.ignoreNulls(),
        operands,
        orderBy,
        filter,
        null);
  }

  /** Returns the text of an argument. */
  public String sql(int operand) {
    return operands.get(operand).sql;
  }

  /** Returns the type of an argument. */
  public RelDataType type(int operand) {
    return operands.get(operand).type;
  }

  /** Returns this call of a function of the engine over the arguments. */
  public String write(String name) {
    return write(name, operands.stream().map(Operand::sql).toList());
  }

  /**
   * Returns a call of a function of the engine over other arguments, with DISTINCT, IGNORE NULLS,
   * ORDER BY, FILTER and OVER of this call.
   */
  public String write(String name, List<String> arguments) {
    StringBuilder text = new StringBuilder(name).append('(');
    text.append(distinct ? "DISTINCT " : "").append(String.join(", ", arguments));
    text.append(ignoreNulls ? " IGNORE NULLS" : "");
    if (!orderBy.isEmpty()) {
      text.append(" ORDER BY ").append(String.join(", ", orderBy.stream().map(Key::sql).toList()));
    }
    text.append(')');
    if (filter != null) {
      text.append(" FILTER (WHERE ").append(filter).append(')');
    }
    if (over != null) {
      text.append(" OVER ").append(over);
    }
    return text.toString();
  }

  /** Returns a literal as an aggregate, which has a value even for no rows. */
  public String literal() {
    return "CASE WHEN COUNT(*) >= 0 THEN " + sql(0) + " END";
  }

  /** Returns this call over those rows only for which another condition is true as well. */
  public SqlAggregateCall where(String condition) {
    String both = filter == null ? condition : "(" + filter + ") AND (" + condition + ")";
    return new SqlAggregateCall(
        function, type, distinct, ignoreNulls, operands, orderBy, both, over);
  }

  /** Returns this call with its arguments in the directions of its order, by an expression. */
  public SqlAggregateCall sortedBy(String expression) {
    List<Key> keys = orderBy.stream().map(key -> key.of(expression)).toList();
    return new SqlAggregateCall(
        function, type, distinct, ignoreNulls, operands, keys, filter, over);
  }

  /** Returns this call with its arguments in no order. */
  public SqlAggregateCall unordered() {
    return new SqlAggregateCall(
        function, type, distinct, ignoreNulls, operands, List.of(), filter, over);
  }
}
