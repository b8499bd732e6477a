/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.s3.iceberg;

import io.strake.planner.StrakeException;
import io.strake.s3.column.TableColumn;
import io.strake.s3.scan.ColumnVectors;
import io.strake.s3.scan.FirstReads;
import io.strake.s3.scan.RowGroupSegment;
import io.strake.s3.scan.ScanRun;
import io.strake.s3.scan.ScanSpec;
import io.strake.s3.store.ObjectSession;
import io.strake.s3.store.S3Errors;
import io.strake.s3.store.StoredObject;
import io.strake.s3.table.DataObject;
import io.strake.s3.table.ParquetFiles;
import io.strake.s3.table.TableContents;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.FieldVector;
import org.apache.parquet.hadoop.metadata.BlockMetaData;
import org.apache.parquet.hadoop.metadata.ParquetMetadata;

/** Reader of all rows of a Parquet object beside a scan. Thread-safe. */
final class ParquetRows {
  private static final int BATCH_ROWS = 4096;
  private static final long BATCH_BYTES = 4L * 1024 * 1024;

  private final ParquetFiles files;
  private final ExecutorService executor;
  private final S3Errors errors;

  ParquetRows(ParquetFiles files, ExecutorService executor, S3Errors errors) {
    this.files = files;
    this.executor = executor;
    this.errors = errors;
  }

  /** Sink of rows, which are its own only during the call. */
  @FunctionalInterface
  interface Sink {
    /** Takes the first {@code count} rows of vectors, one per column. */
    void take(List<FieldVector> columns, int count);
  }

  /**
   * Reads columns of an object.
   *
   * @param ids how its fields become columns
   * @throws StrakeException if the object cannot be read
   */
  void read(
      StoredObject object,
      FieldIds ids,
      List<TableColumn> columns,
      ObjectSession session,
      long maxBytes,
      BufferAllocator allocator,
      Sink sink) {
    ParquetMetadata footer = ids.asTable(object, files.footer(session, object));
    DataObject data = new DataObject(object, Map.of(), Optional.of(footer));
    ScanRun run =
        new ScanRun(
            () -> {},
            TableContents.NONE,
            ScanSpec.all(columns.stream().map(TableColumn::name).toList()),
            columns,
            session,
            files,
            executor,
            errors,
            1,
            2 * maxBytes, // a segment may take half of it
            Long.MAX_VALUE,
            true,
            new FirstReads(false));
    try (ColumnVectors vectors = ColumnVectors.of(columns, allocator)) {
      for (BlockMetaData block : footer.getBlocks()) {
        if (block.getRowCount() > 0) {
          read(new RowGroupSegment(run, data, footer, block), vectors, sink);
        }
      }
    }
  }

  private static void read(RowGroupSegment rows, ColumnVectors vectors, Sink sink) {
    try (rows) {
      rows.prefetch();
      int count;
      do {
        vectors.allocate(BATCH_ROWS);
        count = rows.fill(vectors.vectors(), BATCH_ROWS, BATCH_BYTES);
        if (count > 0) {
          sink.take(vectors.vectors(), count);
        }
      } while (count > 0);
    }
  }
}
