/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.benchmarks.postgres;

import org.apache.arrow.memory.ArrowBuf;
import org.apache.arrow.vector.DecimalVector;

/**
 * What a reader saw of the table.
 *
 * @param rows number of rows
 * @param amount sum of the column {@code amount}, in hundredths; 0 if it does not look at values
 */
record ReadResult(long rows, long amount) {
  static final ReadResult NONE = new ReadResult(0, 0);

  /** Adds the rows of a batch, of which the amounts fit into 64 bits. */
  ReadResult plus(int batchRows, DecimalVector amounts) {
    ArrowBuf values = amounts.getDataBuffer();
    long sum = amount;
    for (int row = 0; row < batchRows; row++) {
      sum += values.getLong((long) row * DecimalVector.TYPE_WIDTH);
    }
    return new ReadResult(rows + batchRows, sum);
  }
}
