/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.benchmarks;

import java.time.Duration;

/**
 * What a client saw of one export.
 *
 * @param rows number of rows
 * @param batches number of batches that had them
 * @param amount sum of the column {@code amount}, in hundredths
 * @param firstBatch time from the statement to its first batch, planning included
 * @param total time from the statement to the end of its rows
 */
record ExportResult(long rows, long batches, long amount, Duration firstBatch, Duration total) {
  /** Returns the rows of a second, planning and start included. */
  double rowsPerSecond() {
    return rows * 1e9 / total.toNanos();
  }
}
