/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.planner.arrow;

import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.ipc.ArrowReader;

/**
 * The rows of one pushed-down expression by key, as often as wanted.
 *
 * <p>Immutable and thread-safe; several lookups of one statement may run at the same time, and see
 * the same rows as its other scans where the source has snapshots.
 */
public interface KeyLookup {
  /** Returns how many keys the source takes at once, at least 1. */
  int maxKeys();

  /**
   * Starts to read the rows whose key columns are equal to those of one of the keys.
   *
   * @param keys one vector for each key column, in their order, of the column's own Arrow type; an
   *     exact number may be of any exact type. No row has a NULL, none occurs twice (see {@link
   *     KeyBatches}), and there are at most {@link #maxKeys()} of them. Not needed after the call
   * @return batches of the expression's row type in any order, which the caller closes; without
   *     rows if there are no keys
   * @throws io.strake.planner.StrakeException if the source refuses or the statement was stopped
   * @throws IllegalArgumentException if the keys are not as described
   */
  ArrowReader open(ExecutionContext context, VectorSchemaRoot keys);
}
