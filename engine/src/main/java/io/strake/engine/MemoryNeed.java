/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.engine;

import io.strake.engine.local.LocalToArrowConverter;
import io.strake.engine.plan.StatementPlanner;
import io.strake.planner.arrow.ArrowRel;
import io.strake.planner.arrow.ExecutionContext;
import org.apache.calcite.rel.RelNode;

/**
 * What a query takes from the memory of the engine while it runs, and whether it is soon done.
 *
 * <p>It belongs to the plan, so statements that share one have that of the constants it was made
 * for. An estimate that is off makes queries wait longer, or spill sooner, than they need; it makes
 * none fail and none wrong, because the allocator of each query and the limit of the local engine
 * hold whatever was estimated.
 *
 * @param batches bytes of the batches on their way, which every stream of the plan has
 * @param local bytes that its local statements would like to keep; 0 if they only stream
 * @param isShort whether few rows pass through its operators, as far as is known
 */
record MemoryNeed(long batches, long local, boolean isShort) {
  /** One being made, two that wait, one that is handed over and one in the consumer's hands. */
  private static final int BATCHES_PER_STREAM = 5;

  /** Batches of short queries are smaller, so that many of them fit beside the long ones. */
  private static final int SHORT_BATCH_PART = 4;

  /** A core is done with so many in about a tenth of a second. */
  private static final double SHORT_VALUES = 1 << 20;

  static MemoryNeed of(StatementPlanner.Plan plan) {
    boolean isShort = plan.passingValues() <= SHORT_VALUES;
    return new MemoryNeed(
        streams(plan.rel()) * BATCHES_PER_STREAM * batchBytes(isShort), local(plan.rel()), isShort);
  }

  /** Returns the number of bytes after which a batch of the query is handed on. */
  long batchBytes() {
    return batchBytes(isShort);
  }

  private static long batchBytes(boolean isShort) {
    return ExecutionContext.DEFAULT_BATCH_BYTES / (isShort ? SHORT_BATCH_PART : 1);
  }

  private static long streams(RelNode rel) {
    long own = rel instanceof ArrowRel ? 1 : 0;
    return own + rel.getInputs().stream().mapToLong(MemoryNeed::streams).sum();
  }

  private static long local(RelNode rel) {
    long bytes = rel instanceof LocalToArrowConverter statement ? statement.memoryBytes() : 0;
    for (RelNode input : rel.getInputs()) {
      bytes = Math.max(bytes, bytes + local(input)); // may be too much to be added
    }
    return bytes;
  }
}
