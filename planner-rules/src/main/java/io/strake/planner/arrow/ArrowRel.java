/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.planner.arrow;

import org.apache.arrow.vector.ipc.ArrowReader;
import org.apache.calcite.rel.RelNode;

/**
 * Relational expression in {@link ArrowConvention}: it can run and yields Arrow batches.
 *
 * <p>Immutable once planned, so one plan may run many times and at the same time.
 */
public interface ArrowRel extends RelNode {
  /**
   * Starts this expression and returns its stream of batches.
   *
   * <p>The vectors have the types that {@link ArrowTypes} gives the row type, field by field; names
   * and nullability of the fields are not significant. Every batch has at most {@link
   * ExecutionContext#batchRows()} rows and about {@link ExecutionContext#batchBytes()} bytes at
   * most, and its buffers come from {@link ExecutionContext#allocator()}. A reader loads the next
   * batch when its consumer asks (back-pressure), never writes into buffers of a batch that it has
   * handed out, and polls {@link ExecutionContext#checkActive()} at least once per batch.
   *
   * @return a stream that the caller closes, also after an error; closing it early stops the source
   * @throws io.strake.planner.StrakeException if the source refuses; reading may throw it as well
   */
  ArrowReader execute(ExecutionContext context);

  /**
   * The same for a consumer that takes {@link NarrowDecimals}: any column of decimals may be one.
   * By default none is.
   */
  default ArrowReader executeNarrow(ExecutionContext context) {
    return execute(context);
  }
}
