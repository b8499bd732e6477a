/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.engine.local;

import io.strake.planner.arrow.ExecutionContext;

/**
 * Size of the batches that go into the local engine: larger than those of clients, since each one
 * costs a call from DuckDB into Java, as far as memory allows.
 */
public final class InputBatches {
  /** Most rows of one: as many as DuckDB keeps together in tables of its own. */
  public static final int ROWS = 120 * 1024;

  /** Beyond so many times the size for clients nothing is gained any more. */
  private static final int MAX_GROWTH = 5;

  /** Share of a query's memory that one batch may have. */
  private static final int MEMORY_SHARE = 128;

  private InputBatches() {}

  /**
   * Returns how many times larger they are than the batches of clients, at least once.
   *
   * @param queryMemory bytes that the batches of the query may have together
   */
  public static int growth(long queryMemory) {
    long fitting = queryMemory / MEMORY_SHARE / ExecutionContext.DEFAULT_BATCH_BYTES;
    return (int) Math.max(1, Math.min(MAX_GROWTH, fitting));
  }
}
