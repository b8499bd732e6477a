/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.engine.local;

import io.strake.planner.arrow.ExecutionContext;
import java.io.IOException;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.ipc.ArrowReader;
import org.apache.arrow.vector.types.pojo.Schema;
import org.jspecify.annotations.Nullable;

/**
 * A source's stream on its way into the local engine.
 *
 * <p>Each batch is a root of its own. Keeps the failure of the source, of which DuckDB would pass
 * on a text only. DuckDB pulls it from threads of its own, one at a time.
 */
final class SourceStream extends ArrowReader {
  private final ReadAhead source;
  private final ExecutionContext context;
  private final AtomicReference<@Nullable Throwable> failure;
  private VectorSchemaRoot batch;

  SourceStream(
      ReadAhead source, ExecutionContext context, AtomicReference<@Nullable Throwable> failure) {
    super(context.allocator());
    this.source = source;
    this.context = context;
    this.failure = failure;
    this.batch = source.columns().empty(context.allocator());
  }

  @Override
  public VectorSchemaRoot getVectorSchemaRoot() {
    return batch;
  }

  @Override
  public boolean loadNextBatch() throws IOException {
    batch.clear();
    try {
      context.checkActive();
      VectorSchemaRoot next = source.take();
      if (next == null) {
        return false;
      }
      batch = next;
      return true;
    } catch (IOException | RuntimeException | Error e) {
      failure.compareAndSet(null, e);
      throw e;
    }
  }

  /** Nobody asks. */
  @Override
  public long bytesRead() {
    return 0;
  }

  @Override
  protected Schema readSchema() {
    return source.columns().schema();
  }

  @Override
  protected void closeReadSource() {
    batch.close();
    source.close();
  }
}
