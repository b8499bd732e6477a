/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.s3.scan;

/**
 * What a footer is asked for: the number of rows, or of the values of a column, or an extreme.
 *
 * @param kind what is asked for
 * @param column column; empty for the number of rows
 */
public record FooterCall(Kind kind, String column) {
  /** Kind of a call. */
  public enum Kind {
    /** Number of rows, as a BIGINT. */
    ROWS,
    /** Number of values that are not NULL, as a BIGINT. */
    VALUES,
    /** Least value. */
    MIN,
    /** Greatest value. */
    MAX
  }

  @Override
  public String toString() {
    return switch (kind) {
      case ROWS -> "COUNT(*)";
      case VALUES -> "COUNT(" + column + ")";
      case MIN, MAX -> kind + "(" + column + ")";
    };
  }
}
