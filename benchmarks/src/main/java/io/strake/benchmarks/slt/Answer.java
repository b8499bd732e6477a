/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.benchmarks.slt;

import net.hydromatic.sqllogictest.TestStatistics;
import org.jspecify.annotations.Nullable;

/**
 * How the answer to a query compares with the corpus.
 *
 * @param kind whether there were rows, and the right ones
 * @param text how the rows differ, or why there are none; empty for the right ones
 */
record Answer(Kind kind, String text) {
  static final Answer RIGHT = new Answer(Kind.RIGHT, "");

  /** Kinds of answers. */
  enum Kind {
    /** The rows that the corpus expects. */
    RIGHT,
    /** Other rows. */
    OTHER_ROWS,
    /** An error. */
    ERROR
  }

  static Answer error(Throwable failure) {
    String message = failure.getMessage();
    return new Answer(Kind.ERROR, message == null ? failure.toString() : message);
  }

  boolean isRight() {
    return kind == Kind.RIGHT;
  }

  /** The account that the library gives of one query. */
  static final class Account extends TestStatistics {
    private @Nullable FailedTestDescription failure;

    Account() {
      super(true, 0);
    }

    @Override
    public boolean addFailure(FailedTestDescription failure) {
      this.failure = failure;
      return super.addFailure(failure);
    }

    /** Returns the answer that was accounted for. */
    Answer answer() {
      return failure == null
          ? RIGHT
          : new Answer(Kind.OTHER_ROWS, failure.error + ": " + failure.details.strip());
    }
  }
}
