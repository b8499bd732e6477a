/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.s3;

import io.strake.planner.ErrorCode;
import io.strake.planner.StrakeException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import org.apache.parquet.hadoop.metadata.BlockMetaData;
import org.apache.parquet.hadoop.metadata.ParquetMetadata;
import org.apache.parquet.schema.Type;

/** Loader of the objects and columns of a table. Thread-safe. */
final class TableLoader {
  /** More objects than this are planned by a part of their footers. */
  private static final int MAX_FOOTERS = 1_000;

  private static final double TYPICAL_FIELD_BYTES = 8;
  private static final double TYPICAL_ZIP_RATIO = 5;

  private final String bucket;
  private final ObjectStore store;
  private final ParquetFiles files;
  private final ExecutorService executor;
  private final S3Errors errors;

  TableLoader(
      String bucket,
      ObjectStore store,
      ParquetFiles files,
      ExecutorService executor,
      S3Errors errors) {
    this.bucket = bucket;
    this.store = store;
    this.files = files;
    this.executor = executor;
    this.errors = errors;
  }

  /** Lists the objects of a table and finds out its columns. */
  TableContents load(TableDefinition definition) {
    List<StoredObject> objects = store.list(ObjectLocation.of(definition.location()));
    if (objects.isEmpty()) {
      throw errors.of(
          ErrorCode.UNKNOWN_TABLE,
          "no object matches '%s/%s' of table '%s'; correct the location or store the objects",
          bucket,
          definition.location(),
          definition.name());
    }
    Format format = format(definition, objects);
    HivePartitions partitions =
        definition.hivePartitioned()
            ? HivePartitions.of(objects, errors)
            : HivePartitions.none(objects.size());
    return format == Format.PARQUET
        ? parquet(objects, partitions)
        : text(definition, format, objects, partitions);
  }

  private Format format(TableDefinition definition, List<StoredObject> objects) {
    Optional<Format> first = definition.format();
    for (StoredObject object : objects) {
      if (definition.format().isEmpty()) {
        Optional<Format> format = Format.ofKey(object.key());
        if (format.isEmpty() || (first.isPresent() && !first.equals(format))) {
          throw errors.of(
              ErrorCode.INVALID_CONFIGURATION,
              "table '%s': object '%s' is not of the same known format as the others; narrow the"
                  + " location by a glob such as '*.parquet' or set operand 'format'",
              definition.name(),
              object.key());
        }
        first = format;
      }
    }
    return first.orElseThrow();
  }

  private TableContents parquet(List<StoredObject> objects, HivePartitions partitions) {
    List<ParquetMetadata> footers =
        footers(objects.subList(0, Math.min(MAX_FOOTERS, objects.size())));
    boolean isComplete = footers.size() == objects.size();
    List<DataObject> data = new ArrayList<>();
    double rows = 0;
    long readBytes = 0;
    long allBytes = 0;
    for (int i = 0; i < objects.size(); i++) {
      Optional<ParquetMetadata> footer =
          i < footers.size() ? Optional.of(footers.get(i)) : Optional.empty();
      data.add(new DataObject(objects.get(i), partitions.values(i), footer));
      allBytes += objects.get(i).size();
      if (footer.isPresent()) {
        readBytes += objects.get(i).size();
        rows += rows(footer.get());
      }
    }
    ColumnUnion union = new ColumnUnion(errors, partitions.types().keySet());
    for (int i = 0; i < footers.size(); i++) {
      union.add(objects.get(i), footers.get(i).getFileMetaData().getSchema());
    }
    List<TableColumn> columns = new ArrayList<>(union.columns(isComplete));
    columns.addAll(partitionColumns(partitions, objects.size()));
    double estimate = isComplete ? rows : rows * allBytes / Math.max(1, readBytes);
    return new TableContents(Format.PARQUET, data, columns, estimate, isComplete);
  }

  private static long rows(ParquetMetadata footer) {
    return footer.getBlocks().stream().mapToLong(BlockMetaData::getRowCount).sum();
  }

  private List<ParquetMetadata> footers(List<StoredObject> objects) {
    RequestTracker tracker = new RequestTracker();
    ObjectSession session = store.session(tracker);
    List<Future<ParquetMetadata>> futures = new ArrayList<>();
    for (StoredObject object : objects) {
      futures.add(executor.submit(() -> files.footer(session, object)));
    }
    List<ParquetMetadata> footers = new ArrayList<>();
    try {
      for (Future<ParquetMetadata> future : futures) {
        footers.add(future.get());
      }
      return footers;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw StrakeException.causedBy(
          e, ErrorCode.CANCELLED, "query: interrupted while reading footers");
    } catch (ExecutionException e) {
      throw StrakeException.findIn(e)
          .orElseThrow(() -> new AssertionError("a footer failed in an unknown way", e));
    } finally {
      futures.forEach(future -> future.cancel(false));
    }
  }

  private TableContents text(
      TableDefinition definition,
      Format format,
      List<StoredObject> objects,
      HivePartitions partitions) {
    TextLayout layout = new TextSampler(store, errors).layout(definition, format, objects);
    List<DataObject> data = new ArrayList<>();
    double bytes = 0;
    for (int i = 0; i < objects.size(); i++) {
      data.add(new DataObject(objects.get(i), partitions.values(i), Optional.empty()));
      boolean isZipped = layout.options().compressionOf(objects.get(i)) != Compression.NONE;
      bytes += objects.get(i).size() * (isZipped ? TYPICAL_ZIP_RATIO : 1);
    }
    List<TableColumn> columns = new ArrayList<>();
    for (TextLayout.Field column : layout.fields()) {
      if (!partitions.types().containsKey(column.name())) {
        columns.add(new TableColumn(column.name(), column.type(), true, false, Optional.empty()));
      }
    }
    double rows = Math.max(1, bytes / (TYPICAL_FIELD_BYTES * Math.max(1, columns.size())));
    columns.addAll(partitionColumns(partitions, objects.size()));
    return new TableContents(format, data, columns, rows, false, Optional.of(layout));
  }

  private static List<TableColumn> partitionColumns(HivePartitions partitions, int objects) {
    List<TableColumn> columns = new ArrayList<>();
    partitions
        .types()
        .forEach(
            (name, type) -> {
              boolean nullable = false;
              for (int i = 0; i < objects && !nullable; i++) {
                nullable = partitions.values(i).get(name) == null;
              }
              columns.add(new TableColumn(name, type, nullable, true, Optional.empty()));
            });
    return columns;
  }

  /** Fails if an object has a column of the scan in another type than the table. */
  static void checkSchema(ScanRun run, StoredObject object, ParquetMetadata footer) {
    for (TableColumn column : run.columns()) {
      for (Type type : footer.getFileMetaData().getSchema().getFields()) {
        if (type.getName().equals(column.name())) {
          ColumnUnion.check(run.errors(), object, type, column.type());
        }
      }
    }
  }
}
