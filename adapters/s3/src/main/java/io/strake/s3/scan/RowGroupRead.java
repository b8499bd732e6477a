/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.s3.scan;

import io.strake.s3.parquet.ChunkInput;
import java.util.function.Function;
import org.apache.parquet.hadoop.metadata.ColumnPath;

/**
 * What is read of a row group, and the requests for it. Not thread-safe.
 *
 * @param selection rows and pages
 * @param fetches requests for each column
 * @param open requests that may not have begun
 */
record RowGroupRead(
    PageSelection selection, Function<ColumnPath, RowGroupFetch> fetches, RowGroupFetch open) {
  /** Returns the bytes of a chunk. */
  ChunkInput input(ColumnPath chunk) {
    return fetches.apply(chunk).input(chunk);
  }

  void cancel() {
    open.cancel();
  }
}
