/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.benchmarks.concurrency;

import io.strake.benchmarks.generated.GeneratedRows;
import java.util.Locale;

/** A query of the mix, with the number of its rows and the sum of its first column. */
enum MixedQuery {
  /** One row. */
  POINT("SELECT k FROM small WHERE k = 77", 1, 77),
  /** A group for each of the 1,024 values of a column. */
  AGGREGATE(
      "SELECT g, COUNT(*) AS n FROM a GROUP BY g", GeneratedRows.GROUPS, sum(GeneratedRows.GROUPS)),
  /** A large table against a small one. */
  JOIN("SELECT a.k, a.v FROM a JOIN small ON a.k = small.k", 1024, sum(1024)),
  /** A sort of all columns, which spills. */
  SORT("SELECT k, v, s FROM a ORDER BY k", -1, -1),
  /** A window over all columns, which spills. */
  WINDOW("SELECT k, s, ROW_NUMBER() OVER (PARTITION BY g ORDER BY k) AS n FROM a", -1, -1);

  private final String sql;
  private final long rows;
  private final long sum;

  /** Creates a query; -1 stands for all rows and all keys of the large table. */
  MixedQuery(String sql, long rows, long sum) {
    this.sql = sql;
    this.rows = rows;
    this.sum = sum;
  }

  String sql() {
    return sql;
  }

  String title() {
    return name().toLowerCase(Locale.ROOT);
  }

  boolean isRight(long foundRows, long foundSum, int bits) {
    long count = 1L << bits;
    return foundRows == (rows < 0 ? count : rows) && foundSum == (rows < 0 ? sum(count) : sum);
  }

  private static long sum(long count) {
    return count * (count - 1) / 2;
  }
}
