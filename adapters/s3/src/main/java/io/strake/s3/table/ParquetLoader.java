/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.s3.table;

import io.strake.s3.column.TableColumn;
import io.strake.s3.store.Futures;
import io.strake.s3.store.ObjectSession;
import io.strake.s3.store.ObjectStore;
import io.strake.s3.store.RequestTracker;
import io.strake.s3.store.S3Errors;
import io.strake.s3.store.StoredObject;
import io.strake.s3.text.DeclaredColumn;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import org.apache.parquet.hadoop.metadata.BlockMetaData;
import org.apache.parquet.hadoop.metadata.ParquetMetadata;

/** Finder of the columns of a table of Parquet objects by their footers. Thread-safe. */
final class ParquetLoader {
  /** Footers that tell the columns of a table that is too large to read them all. */
  private static final int SAMPLED_FOOTERS = 16;

  /** Encoded and compressed. */
  private static final double TYPICAL_FIELD_BYTES = 4;

  private final ObjectStore store;
  private final ParquetFiles files;
  private final ExecutorService executor;
  private final S3Errors errors;

  ParquetLoader(ObjectStore store, ParquetFiles files, ExecutorService executor, S3Errors errors) {
    this.store = store;
    this.files = files;
    this.executor = executor;
    this.errors = errors;
  }

  /**
   * Finds out the columns.
   *
   * @param declared columns of the table; found out by footers if there are none
   * @param known some objects, at least one
   * @param isAll whether they are all objects of the table; a sample of them is read otherwise
   * @param others columns that do not come from the content
   */
  ContentColumns columns(
      List<DeclaredColumn> declared, List<StoredObject> known, boolean isAll, Set<String> others) {
    return declared.isEmpty()
        ? byFooters(known, isAll, others)
        : ContentColumns.declared(declared, known, others, TYPICAL_FIELD_BYTES);
  }

  private ContentColumns byFooters(List<StoredObject> known, boolean isAll, Set<String> others) {
    List<StoredObject> read = isAll ? known : sample(known);
    List<ParquetMetadata> footers = footers(read);
    ColumnUnion union = new ColumnUnion(errors, others);
    double rows = 0;
    for (int i = 0; i < read.size(); i++) {
      union.add(read.get(i), footers.get(i).getFileMetaData().getSchema());
      rows += rows(footers.get(i));
    }
    List<TableColumn> columns = union.columns(isAll);
    return new ContentColumns(
        columns,
        rows / read.size(),
        isAll,
        Optional.empty(),
        all -> FooterStatistics.of(footers, columns, all));
  }

  /** Returns objects at even distances. */
  static List<StoredObject> sample(List<StoredObject> objects) {
    int count = Math.min(SAMPLED_FOOTERS, objects.size());
    List<StoredObject> sample = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      sample.add(objects.get((int) ((long) i * objects.size() / count)));
    }
    return sample;
  }

  private static long rows(ParquetMetadata footer) {
    return footer.getBlocks().stream().mapToLong(BlockMetaData::getRowCount).sum();
  }

  /** Returns the footers of objects in their order. */
  List<ParquetMetadata> footers(List<StoredObject> objects) {
    ObjectSession session = store.session(new RequestTracker());
    List<Future<ParquetMetadata>> futures = new ArrayList<>();
    for (StoredObject object : objects) {
      futures.add(executor.submit(() -> files.footer(session, object)));
    }
    return Futures.await(futures);
  }
}
