/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.engine;

import io.strake.engine.local.LocalToArrowConverter;
import io.strake.planner.arrow.ArrowRel;
import io.strake.planner.arrow.ExecutionContext;
import org.apache.calcite.rel.RelNode;

/**
 * What a query takes from the memory of the engine while it runs.
 *
 * @param batches bytes of the batches on their way, which every stream of the plan has
 * @param local bytes that its local statements would like to keep; 0 if they only stream
 */
record MemoryNeed(long batches, long local) {
  /** One at the consumer and one being made; both may be twice as large as they should be. */
  private static final long STREAM_BYTES = 4 * ExecutionContext.DEFAULT_BATCH_BYTES;

  static MemoryNeed of(RelNode plan) {
    long batches = plan instanceof ArrowRel ? STREAM_BYTES : 0;
    long local = plan instanceof LocalToArrowConverter statement ? statement.memoryBytes() : 0;
    for (RelNode input : plan.getInputs()) {
      MemoryNeed need = of(input);
      batches += need.batches;
      local = Math.max(local, local + need.local); // may be too much to be added
    }
    return new MemoryNeed(batches, local);
  }
}
