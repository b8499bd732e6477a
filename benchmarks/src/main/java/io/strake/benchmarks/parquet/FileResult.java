/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.benchmarks.parquet;

/**
 * What came of one file.
 *
 * @param detail numbers or reasons, for people
 */
record FileResult(Outcome outcome, String detail) {
  /** Kind of a result. */
  enum Outcome {
    /** The same rows. */
    SAME("same"),
    /** We read what DuckDB refuses. */
    ONLY_WE("only we"),
    /** Nobody reads it. */
    NOBODY("nobody"),
    /** We refuse what DuckDB reads. */
    ONLY_DUCKDB("ONLY DUCKDB"),
    /** Other rows. */
    DIFFERENT("DIFFERENT");

    private final String text;

    Outcome(String text) {
      this.text = text;
    }

    String text() {
      return text;
    }

    boolean isFailure() {
      return this == ONLY_DUCKDB || this == DIFFERENT;
    }
  }
}
