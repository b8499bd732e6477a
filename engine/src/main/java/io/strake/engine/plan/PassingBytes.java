/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.engine.plan;

import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.metadata.RelMetadataQuery;
import org.jspecify.annotations.Nullable;

/** Estimate of how much passes through a plan, by which short queries are told from long ones. */
final class PassingBytes {
  /** Bytes of a value where Calcite has no idea, which is above its own operators. */
  private static final double VALUE_BYTES = 16;

  private PassingBytes() {}

  /**
   * Returns the bytes of the rows that all operators yield together; infinite if nobody knows how
   * many rows there are. Called while planning.
   */
  static double of(RelNode rel) {
    RelMetadataQuery mq = rel.getCluster().getMetadataQuery();
    @Nullable Double rows = mq.getRowCount(rel);
    @Nullable Double size = mq.getAverageRowSize(rel);
    double rowBytes = size == null ? VALUE_BYTES * rel.getRowType().getFieldCount() : size;
    double bytes = rows == null ? Double.POSITIVE_INFINITY : rows * rowBytes;
    for (RelNode input : rel.getInputs()) {
      bytes += of(input);
    }
    return bytes;
  }
}
