/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.s3.parquet;

import java.util.Map;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;

/**
 * What a footer says of a column chunk.
 *
 * @param codec compression of its pages
 * @param values number of its values, NULLs included
 * @param verifiesChecksums whether pages whose checksum is wrong are refused
 * @param firstRows first row of each page by the position of the page in the file, if only some
 *     pages are read; empty if all are
 */
public record ColumnChunk(
    CompressionCodecName codec, long values, boolean verifiesChecksums, Map<Long, Long> firstRows) {
  /** Copies the map. */
  public ColumnChunk {
    firstRows = Map.copyOf(firstRows);
  }
}
