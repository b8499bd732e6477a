/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.planner.arrow;

import java.io.IOException;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.ipc.ArrowReader;
import org.apache.arrow.vector.types.pojo.Schema;

/**
 * Base of the streams that our sources and operators yield: an {@link ArrowReader} whose batches
 * are made in this process rather than read from an IPC stream.
 *
 * <p>Not thread-safe; confined to one consumer at a time.
 */
public abstract class BatchReader extends ArrowReader {
  private final Schema schema;
  private final VectorSchemaRoot batch;
  private boolean ended;
  private boolean closed;

  /** Creates a stream of batches of a schema without dictionaries, maybe with narrow decimals. */
  protected BatchReader(BufferAllocator allocator, Schema schema) {
    super(allocator);
    this.schema = schema;
    this.batch = NarrowDecimals.batch(schema, allocator);
  }

  /**
   * Fills an empty root with the next batch and sets its row count.
   *
   * @return false if there is no more batch; the root is then ignored
   * @throws io.strake.planner.StrakeException if the source fails or the statement was stopped
   */
  protected abstract boolean fill(VectorSchemaRoot root) throws IOException;

  /** Releases what the stream holds; called once. */
  protected abstract void release() throws IOException;

  /** Returns the bytes taken from the source so far, zero if nobody counts them. */
  @Override
  public long bytesRead() {
    return 0;
  }

  @Override
  public final VectorSchemaRoot getVectorSchemaRoot() {
    return batch;
  }

  @Override
  public final boolean loadNextBatch() throws IOException {
    batch.clear();
    if (ended || closed) {
      return false;
    }
    if (fill(batch)) {
      return true;
    }
    ended = true;
    batch.clear();
    return false;
  }

  @Override
  protected final Schema readSchema() {
    return schema;
  }

  @Override
  protected final void closeReadSource() throws IOException {
    if (!closed) {
      closed = true;
      batch.close();
      release();
    }
  }
}
