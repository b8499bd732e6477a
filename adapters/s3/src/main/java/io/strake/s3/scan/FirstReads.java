/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.s3.scan;

import java.util.concurrent.atomic.AtomicInteger;

/**
 * Whether a scan reads some of a row group first to find out what it needs of the rest: until that
 * was in vain for some more row groups than it was not. Thread-safe.
 */
public final class FirstReads {
  /**
   * Share of the rows up to which it pays to look for them first: with more of them, decoding the
   * columns of the filter twice costs more than is saved.
   */
  private static final double MAX_SHARE = 0.5;

  private static final int MAX_LATE_FAILURES = 2;
  private static final int MAX_DICTIONARY_FAILURES = 4;

  private final boolean isLateAllowed;
  private final AtomicInteger lateFailures = new AtomicInteger();
  private final AtomicInteger dictionaryFailures = new AtomicInteger();

  /**
   * Creates the state of a scan.
   *
   * @param isLateAllowed whether columns of a filter may be read before the others
   */
  public FirstReads(boolean isLateAllowed) {
    this.isLateAllowed = isLateAllowed;
  }

  /** Returns whether to read the columns of a filter before the others. */
  boolean readsLate() {
    return isLateAllowed && lateFailures.get() < MAX_LATE_FAILURES;
  }

  /** Takes in how many rows of a row group were left; returns whether that paid. */
  boolean latePays(long rows, long ofRows) {
    boolean pays = rows <= MAX_SHARE * ofRows;
    lateFailures.addAndGet(pays ? -1 : 1);
    return pays;
  }

  /** Returns whether to read dictionaries. */
  boolean readsDictionaries() {
    return dictionaryFailures.get() < MAX_DICTIONARY_FAILURES;
  }

  /** Takes in whether dictionaries skipped a row group. */
  void dictionariesSkipped(boolean skipped) {
    dictionaryFailures.addAndGet(skipped ? -1 : 1);
  }
}
