/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.s3.scan;

import io.strake.planner.ErrorCode;
import io.strake.planner.StrakeException;
import io.strake.s3.column.TableColumn;
import io.strake.s3.store.ObjectSession;
import io.strake.s3.store.S3Errors;
import io.strake.s3.table.DataObject;
import io.strake.s3.table.ParquetFiles;
import io.strake.s3.table.SchemaCheck;
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
 * @param maxBytes bytes that may be read
 * @param verifiesChecksums whether pages whose checksum is wrong are refused
 * @param first what is read of row groups before the rest
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
    long maxBytes,
    boolean verifiesChecksums,
    FirstReads first) {
  /**
   * Fails if more bytes are or would be read than allowed.
   *
   * @throws io.strake.planner.StrakeException LIMIT_EXCEEDED, with what to do
   */
  public void checkBytes(double bytes) {
    if (bytes > maxBytes) {
      throw errors.of(
          ErrorCode.LIMIT_EXCEEDED,
          "table '%s': a scan reads %.0f bytes or more, and operand maxBytesScanned allows %d; filter"
              + " by a partition column or one with statistics, read fewer columns, or raise the"
              + " operand",
          contents.name(),
          bytes,
          maxBytes);
    }
  }

  /** Returns the failure of a scan whose plan no longer fits the objects. */
  StrakeException changed() {
    return errors.of(
        ErrorCode.SOURCE_FAILED,
        "table '%s' has changed since the query was planned; run it again",
        contents.name());
  }

  /** Returns the same run that reads other columns. */
  ScanRun withColumns(List<TableColumn> others) {
    return new ScanRun(
        outdate,
        contents,
        spec,
        others,
        session,
        files,
        executor,
        errors,
        readers,
        budget,
        maxBytes,
        verifiesChecksums,
        first);
  }

  /** Returns the check of objects before they are read. */
  SchemaCheck schemaCheck() {
    return new SchemaCheck(errors, contents, columns);
  }

  /** Returns whether a column comes from the content: objects may have another one of its name. */
  boolean isContent(String column) {
    return contents.findColumn(column).map(TableColumn::isContent).orElse(false);
  }

  /** Returns whether it matters which rows of an object are read, and not just their values. */
  boolean needsPositions(DataObject object) {
    return object.deletes().isPresent()
        || spec.columns().stream()
            .flatMap(column -> contents.findColumn(column).stream())
            .anyMatch(column -> column.origin() == TableColumn.Origin.ROW_NUMBER);
  }

  /** Returns the bytes that a reader may hold of a segment; as many are fetched ahead. */
  long segmentBytes() {
    return budget / (2L * readers);
  }
}
