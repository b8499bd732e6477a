/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.s3.scan;

import io.strake.s3.column.TableColumn;
import io.strake.s3.store.ObjectSession;
import io.strake.s3.store.S3Errors;
import io.strake.s3.table.ParquetFiles;
import io.strake.s3.table.TableContents;
import java.util.List;
import java.util.concurrent.ExecutorService;

/**
 * What the segments of one running scan share. Immutable.
 *
 * @param outdate tells the table that what it knows of the store is outdated
 * @param contents objects that the scan is pinned to
 * @param spec what to read
 * @param columns columns of the content to read, without partition columns
 * @param session requests of the scan
 * @param files opener of Parquet objects
 * @param executor threads that fetch
 * @param errors errors of the source
 * @param readers how many read the segments
 * @param budget bytes that all of them may hold of what was fetched
 * @param verifiesChecksums whether pages whose checksum is wrong are refused
 */
public record ScanRun(
    Runnable outdate,
    TableContents contents,
    ScanSpec spec,
    List<TableColumn> columns,
    ObjectSession session,
    ParquetFiles files,
    ExecutorService executor,
    S3Errors errors,
    int readers,
    long budget,
    boolean verifiesChecksums) {
  /** Returns the bytes that a reader may hold of a segment; as many are fetched ahead. */
  long segmentBytes() {
    return budget / (2L * readers);
  }
}
