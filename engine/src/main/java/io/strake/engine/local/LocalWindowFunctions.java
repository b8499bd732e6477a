/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.engine.local;

import io.strake.planner.sql.SqlAggregateCall;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The functions that exist over windows only. */
final class LocalWindowFunctions {
  private LocalWindowFunctions() {}

  /** Returns a call; null if it is none of these functions. */
  static @Nullable String write(SqlAggregateCall call) {
    return switch (call.function().getKind()) {
      case ROW_NUMBER -> call.write("row_number");
      case RANK -> call.write("rank");
      case DENSE_RANK -> call.write("dense_rank");
      case PERCENT_RANK -> call.write("percent_rank");
      case CUME_DIST -> call.write("cume_dist");
      case NTILE -> call.write("ntile", List.of(positive(call.sql(0))));
      case LAG -> call.write("lag");
      case LEAD -> call.write("lead");
      case FIRST_VALUE -> call.write("first_value");
      case LAST_VALUE -> call.write("last_value");
      case NTH_VALUE -> call.write("nth_value", List.of(call.sql(0), positive(call.sql(1))));
      default -> null;
    };
  }

  private static String positive(String sql) {
    return "CASE WHEN "
        + sql
        + " <= 0 THEN error('"
        + LocalFunctions.NOT_POSITIVE
        + "') ELSE "
        + sql
        + " END";
  }
}
