/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.s3.parquet;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Source of the bytes of one column chunk, in order. Not thread-safe. */
public interface ChunkInput {
  /**
   * Returns the next part of the chunk, maybe after waiting for it.
   *
   * @return a part that is not empty; null after the last one
   */
  @Nullable Part next() throws IOException;

  /**
   * Bytes of a chunk within an array.
   *
   * @param bytes array, which is not changed while a chunk is read
   * @param from first byte of the part in the array
   * @param to end of the part in the array, exclusive
   * @param offset position of the first byte of the part in the file
   */
  @SuppressWarnings("ArrayRecordComponent") // identity is not asked for
  record Part(byte[] bytes, int from, int to, long offset) {}
}
