/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.benchmarks.s3;

import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.VectorSchemaRoot;

/**
 * What a reader saw of the line items.
 *
 * @param rows number of rows
 * @param keys sum of the column {@code l_orderkey}
 */
record BatchCount(long rows, long keys) {
  static final BatchCount NONE = new BatchCount(0, 0);

  BatchCount plus(VectorSchemaRoot batch) {
    BigIntVector column = (BigIntVector) batch.getVector("l_orderkey");
    long sum = keys;
    for (int row = 0; row < batch.getRowCount(); row++) {
      sum += column.get(row);
    }
    return new BatchCount(rows + batch.getRowCount(), sum);
  }
}
