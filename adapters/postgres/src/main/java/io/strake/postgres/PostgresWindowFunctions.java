/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.postgres;

import io.strake.planner.sql.OperandTypes;
import io.strake.planner.sql.SqlAggregateCall;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Writer of the functions that exist over windows only. */
final class PostgresWindowFunctions {
  private PostgresWindowFunctions() {}

  /** Returns a call; empty if it is none of these functions, or has to be computed elsewhere. */
  static Optional<String> write(SqlAggregateCall call) {
    return switch (call.function().getKind()) {
      case ROW_NUMBER -> ranked("row_number", call);
      case RANK -> ranked("rank", call);
      case DENSE_RANK -> ranked("dense_rank", call);
      case PERCENT_RANK -> ranked("percent_rank", call);
      case CUME_DIST -> ranked("cume_dist", call);
      case NTILE ->
          OperandTypes.isInteger(call.type(0))
              ? PostgresAggregates.cast(
                  call.write("ntile", List.of(integer(call.sql(0)))), call.type())
              : Optional.empty();
      case LAG -> shifted("lag", call);
      case LEAD -> shifted("lead", call);
      case FIRST_VALUE -> Optional.of(call.write("first_value"));
      case LAST_VALUE -> Optional.of(call.write("last_value"));
      case NTH_VALUE ->
          OperandTypes.isInteger(call.type(1))
              ? Optional.of(call.write("nth_value", List.of(call.sql(0), integer(call.sql(1)))))
              : Optional.empty();
      default -> Optional.empty();
    };
  }

  private static Optional<String> ranked(String function, SqlAggregateCall call) {
    return PostgresAggregates.cast(call.write(function), call.type());
  }

  /** Value and default must have one type to the server, and the offset is an integer. */
  private static Optional<String> shifted(String function, SqlAggregateCall call) {
    int operands = call.operands().size();
    if (operands > 1 && !OperandTypes.isInteger(call.type(1))) {
      return Optional.empty();
    }
    List<String> arguments = new ArrayList<>();
    arguments.add(operands == 3 ? typed(call, 0) : call.sql(0));
    if (operands > 1) {
      arguments.add(integer(call.sql(1)));
    }
    if (operands > 2) {
      arguments.add(typed(call, 2));
    }
    return Optional.of(call.write(function, arguments));
  }

  private static String typed(SqlAggregateCall call, int operand) {
    return PostgresAggregates.cast(call.sql(operand), call.type()).orElseThrow();
  }

  private static String integer(String sql) {
    return "CAST(" + sql + " AS integer)";
  }
}
