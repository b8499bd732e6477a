/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.benchmarks.generated;

import io.strake.planner.arrow.BatchReader;
import io.strake.planner.arrow.ExecutionContext;
import java.io.IOException;
import java.util.concurrent.CountDownLatch;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.types.pojo.Schema;

/** Stream of a source that never answers; it gives up when the statement is stopped. */
final class BlockedReader extends BatchReader {
  private final ExecutionContext context;
  private final CountDownLatch stopped = new CountDownLatch(1);
  private final ExecutionContext.Registration onCancel;

  BlockedReader(ExecutionContext context, Schema schema) {
    super(context.allocator(), schema);
    this.context = context;
    this.onCancel = context.onCancel(stopped::countDown);
  }

  @Override
  protected boolean fill(VectorSchemaRoot root) throws IOException {
    try {
      stopped.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
    context.checkActive();
    throw new IllegalStateException("stopped without a reason");
  }

  @Override
  protected void release() {
    onCancel.close();
  }
}
