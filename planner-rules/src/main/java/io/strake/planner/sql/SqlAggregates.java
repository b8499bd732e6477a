/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.planner.sql;

import java.util.List;
import java.util.Optional;
import org.apache.calcite.rel.core.AggregateCall;
import org.apache.calcite.rel.type.RelDataType;

/** Aggregate calls with a FILTER clause. */
final class SqlAggregates {
  private SqlAggregates() {}

  /**
   * Returns a call over the rows that a condition is true for.
   *
   * <p>Aggregates skip NULL, so {@code f(x) FILTER (WHERE p)} is {@code f(CASE WHEN p THEN x END)},
   * and {@code COUNT(*)} counts a constant instead; this form needs no place inside the text that
   * the engine's backend makes.
   */
  static Optional<String> withFilter(
      SqlBackend backend,
      AggregateCall call,
      List<String> operands,
      List<RelDataType> types,
      String filter) {
    String condition = "CASE WHEN " + filter + " THEN ";
    List<String> filtered =
        operands.isEmpty()
            ? List.of(condition + "1 END")
            : operands.stream().map(operand -> condition + operand + " END").toList();
    return backend.aggregate(call, filtered, types);
  }
}
