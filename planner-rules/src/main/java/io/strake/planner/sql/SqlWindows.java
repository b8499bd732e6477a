/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.planner.sql;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.apache.calcite.rel.RelFieldCollation.NullDirection;
import org.apache.calcite.rex.RexFieldCollation;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexOver;
import org.apache.calcite.rex.RexWindow;
import org.apache.calcite.rex.RexWindowBound;
import org.apache.calcite.rex.RexWindowExclusion;

/** Writer of calls over windows, given a writer of the expressions in them. */
final class SqlWindows {
  private final SqlBackend backend;
  private final Function<RexNode, Optional<String>> expressions;

  SqlWindows(SqlBackend backend, Function<RexNode, Optional<String>> expressions) {
    this.backend = backend;
    this.expressions = expressions;
  }

  /** Returns a call over a window, if the engine gives our answer. */
  Optional<String> write(RexOver over) {
    List<SqlAggregateCall.Operand> operands = new ArrayList<>();
    for (RexNode operand : over.getOperands()) {
      Optional<String> text = expressions.apply(operand);
      if (text.isEmpty()) {
        return Optional.empty();
      }
      operands.add(new SqlAggregateCall.Operand(text.get(), operand.getType()));
    }
    return window(over)
        .flatMap(
            window ->
                backend.aggregate(
                    new SqlAggregateCall(
                        over.getAggOperator(),
                        over.getType(),
                        over.isDistinct(),
                        over.ignoreNulls(),
                        operands,
                        List.of(),
                        null,
                        window)));
  }

  private Optional<String> window(RexOver over) {
    RexWindow window = over.getWindow();
    Optional<List<String>> keys = partitionKeys(window);
    Optional<List<String>> order = order(window);
    Optional<String> frame =
        over.getAggOperator().allowsFraming() ? frame(window) : Optional.of("");
    if (keys.isEmpty() || order.isEmpty() || frame.isEmpty()) {
      return Optional.empty();
    }
    List<String> clauses = new ArrayList<>();
    if (!keys.get().isEmpty()) {
      clauses.add("PARTITION BY " + String.join(", ", keys.get()));
    }
    if (!order.get().isEmpty()) {
      clauses.add("ORDER BY " + String.join(", ", order.get()));
    }
    if (!frame.get().isEmpty()) {
      clauses.add(frame.get());
    }
    return Optional.of("(" + String.join(" ", clauses) + ")");
  }

  private Optional<List<String>> partitionKeys(RexWindow window) {
    List<String> keys = new ArrayList<>();
    for (RexNode key : window.partitionKeys) {
      Optional<String> text = expressions.apply(key);
      if (text.isEmpty() || !backend.canGroupBy(key.getType())) {
        return Optional.empty();
      }
      keys.add(text.get());
    }
    return Optional.of(keys);
  }

  private Optional<List<String>> order(RexWindow window) {
    List<String> keys = new ArrayList<>();
    for (RexFieldCollation key : window.orderKeys) {
      Optional<String> text =
          expressions
              .apply(key.left)
              .flatMap(expression -> backend.sortKey(expression, key.left.getType()));
      if (text.isEmpty()) {
        return Optional.empty();
      }
      keys.add(text.get() + direction(key));
    }
    return Optional.of(keys);
  }

  private static String direction(RexFieldCollation key) {
    boolean descending = key.getDirection().isDescending();
    boolean nullsFirst =
        key.getNullDirection() == NullDirection.UNSPECIFIED
            ? descending // PostgreSQL's default
            : key.getNullDirection() == NullDirection.FIRST;
    return (descending ? " DESC" : " ASC") + (nullsFirst ? " NULLS FIRST" : " NULLS LAST");
  }

  private Optional<String> frame(RexWindow window) {
    RexWindowBound lower = window.getLowerBound();
    RexWindowBound upper = window.getUpperBound();
    if (lower.isUnboundedPreceding()
        && upper.isUnboundedFollowing()
        && window.getExclude() == RexWindowExclusion.EXCLUDE_NO_OTHER) {
      return Optional.of("ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING");
    }
    if (!window.isRows() && (hasOffset(lower) || hasOffset(upper)) && !hasExactKey(window)) {
      return Optional.empty();
    }
    return bound(lower)
        .flatMap(
            start ->
                bound(upper)
                    .map(
                        end ->
                            (window.isRows() ? "ROWS" : "RANGE")
                                + (" BETWEEN " + start + " AND " + end)
                                + exclusion(window.getExclude())));
  }

  /** Returns whether keys can be added to exactly, and none is NaN, which is near to nothing. */
  private static boolean hasExactKey(RexWindow window) {
    return window.orderKeys.size() == 1
        && switch (window.orderKeys.get(0).left.getType().getSqlTypeName()) {
          case SMALLINT, INTEGER, BIGINT, DECIMAL, DATE, TIMESTAMP -> true;
          default -> false;
        };
  }

  private static boolean hasOffset(RexWindowBound bound) {
    return bound.getOffset() != null;
  }

  private Optional<String> bound(RexWindowBound bound) {
    String side = bound.isPreceding() ? " PRECEDING" : " FOLLOWING";
    RexNode offset = bound.getOffset();
    if (bound.isCurrentRow()) {
      return Optional.of("CURRENT ROW");
    }
    return offset == null
        ? Optional.of("UNBOUNDED" + side)
        : expressions.apply(offset).map(text -> text + side);
  }

  private static String exclusion(RexWindowExclusion exclusion) {
    return switch (exclusion) {
      case EXCLUDE_NO_OTHER -> "";
      case EXCLUDE_CURRENT_ROW -> " EXCLUDE CURRENT ROW";
      case EXCLUDE_GROUP -> " EXCLUDE GROUP";
      case EXCLUDE_TIES -> " EXCLUDE TIES";
    };
  }
}
