/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.benchmarks.cancel;

import java.util.Locale;

/** What a statement is busy with when it is cancelled. */
enum CancelPhase {
  /** Its plan is being made; the calling thread is interrupted. */
  PLANNING,
  /** A source under the local engine does not answer. */
  SOURCE,
  /** The local engine computes, and has no row yet. */
  LOCAL,
  /** Rows come, and the client reads them. */
  STREAMING;

  private static final int JOINS = 150;
  private static final int DIGITS = 11;

  String title() {
    return name().toLowerCase(Locale.ROOT);
  }

  /**
   * Returns a statement that is busy for long.
   *
   * @param number makes it another statement each time, which is not in the plan cache
   */
  String sql(int number) {
    return switch (this) {
      case PLANNING -> joins(number);
      case SOURCE -> "SELECT b.k FROM small a JOIN blocked b ON a.k = b.k ORDER BY b.k";
      case LOCAL -> crossJoin();
      case STREAMING -> "SELECT k + 1 AS k, v, s FROM a";
    };
  }

  private static String joins(int number) {
    StringBuilder sql = new StringBuilder("SELECT COUNT(*) FROM small t0");
    for (int i = 1; i < JOINS; i++) {
      sql.append(" JOIN small t").append(i).append(" ON t").append(i).append(".k = t");
      sql.append(i - 1).append(".k + ").append(number);
    }
    return sql.toString();
  }

  private static String crossJoin() {
    String digits = "(VALUES (0),(1),(2),(3),(4),(5),(6),(7),(8),(9)) AS d";
    StringBuilder sql = new StringBuilder("SELECT COUNT(*) FROM " + digits + "0(x)");
    StringBuilder sum = new StringBuilder("d0.x");
    for (int i = 1; i < DIGITS; i++) {
      sql.append(" CROSS JOIN ").append(digits).append(i).append("(x)");
      sum.append(" + d").append(i).append(".x");
    }
    return sql + " WHERE " + sum + " = 45";
  }
}
