/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.s3.iceberg;

import io.strake.planner.ErrorCode;
import io.strake.s3.column.Condition;
import io.strake.s3.store.Futures;
import io.strake.s3.store.ObjectSession;
import io.strake.s3.store.S3Errors;
import io.strake.s3.store.StoredObject;
import io.strake.s3.table.DataObject;
import io.strake.s3.table.ParquetFiles;
import io.strake.s3.table.RowDeletes;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.FileFormat;
import org.apache.iceberg.FileScanTask;
import org.apache.iceberg.PartitionField;
import org.apache.iceberg.PartitionSpec;
import org.apache.iceberg.Schema;
import org.apache.iceberg.StructLike;
import org.apache.iceberg.TableScan;
import org.apache.iceberg.io.CloseableIterable;
import org.apache.iceberg.types.Types;
import org.apache.parquet.hadoop.metadata.ParquetMetadata;
import org.jspecify.annotations.Nullable;

/** Planner of the data files of one snapshot for a filter, by Iceberg's library. Thread-safe. */
final class IcebergPlanner {
  /** So many footers are read when a query is planned, so that the plan knows row groups, too. */
  private static final int MAX_FOOTERS = 16;

  private final IcebergFailures failures;
  private final Optional<TableScan> scan;
  private final TableFields fields;
  private final DeleteFiles deleteFiles;
  private final FileLocations locations;
  private final ParquetFiles parquet;
  private final ExecutorService executor;
  private final ObjectSession session;
  private final S3Errors errors;

  /**
   * Creates a planner.
   *
   * @param scan scan of the snapshot; empty if the table has none
   */
  IcebergPlanner(
      IcebergFailures failures,
      Optional<TableScan> scan,
      TableFields fields,
      DeleteFiles deleteFiles,
      FileLocations locations,
      ParquetFiles parquet,
      ExecutorService executor,
      ObjectSession session,
      S3Errors errors) {
    this.failures = failures;
    this.scan = scan;
    this.fields = fields;
    this.deleteFiles = deleteFiles;
    this.locations = locations;
    this.parquet = parquet;
    this.executor = executor;
    this.session = session;
    this.errors = errors;
  }

  /** Returns the data files that may have rows for a condition, in the order of their keys. */
  List<DataObject> files(Optional<Condition> condition) {
    return scan.map(known -> failures.guard(() -> files(known, condition))).orElse(List.of());
  }

  private List<DataObject> files(TableScan snapshot, Optional<Condition> condition) {
    Schema schema = snapshot.schema();
    TableScan filtered = snapshot.filter(new IcebergFilters(schema).of(condition));
    List<DataObject> objects = new ArrayList<>();
    try (CloseableIterable<FileScanTask> tasks = filtered.planFiles()) {
      for (FileScanTask task : tasks) {
        objects.add(object(schema, task));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    objects.sort(Comparator.comparing(data -> data.object().key()));
    return objects.size() <= MAX_FOOTERS ? withFooters(objects) : objects;
  }

  private DataObject object(Schema schema, FileScanTask task) {
    DataFile file = task.file();
    if (file.format() != FileFormat.PARQUET || file.keyMetadata() != null) {
      throw errors.of(
          ErrorCode.UNSUPPORTED,
          "data file '%s' is %s, and only Parquet is read; write it anew as Parquet",
          file.location(),
          file.keyMetadata() == null ? file.format() : "encrypted");
    }
    Optional<RowDeletes> deletes =
        task.deletes().isEmpty()
            ? Optional.empty()
            : Optional.of(new IcebergDeletes(file.location(), task.deletes(), fields, deleteFiles));
    StoredObject object =
        StoredObject.writtenOnce(locations.key(file.location()), file.fileSizeInBytes());
    int rowGroups = file.splitOffsets() == null ? 1 : Math.max(1, file.splitOffsets().size());
    return new DataObject(
        object,
        constants(schema, task.spec(), file.partition()),
        Optional.empty(),
        Optional.of(new IcebergFile(object, file.recordCount(), rowGroups, fields.ids(), deletes)));
  }

  /** A column that is a partition field as it is has one value; files may lack it. */
  private static Map<String, @Nullable Comparable<?>> constants(
      Schema schema, PartitionSpec spec, StructLike partition) {
    Map<String, @Nullable Comparable<?>> constants = new HashMap<>();
    for (int i = 0; i < spec.fields().size(); i++) {
      PartitionField field = spec.fields().get(i);
      Types.NestedField source = schema.asStruct().field(field.sourceId());
      if (source != null && source.type().isPrimitiveType() && field.transform().isIdentity()) {
        Object value = partition.get(i, Object.class);
        Comparable<?> known = IcebergTypes.known(source.type(), value);
        if (known != null || value == null) {
          constants.put(source.name(), known);
        }
      }
    }
    return constants;
  }

  private List<DataObject> withFooters(List<DataObject> objects) {
    List<ParquetMetadata> footers = footers(objects);
    List<DataObject> known = new ArrayList<>();
    for (int i = 0; i < objects.size(); i++) {
      DataObject object = objects.get(i);
      known.add(
          new DataObject(
              object.object(), object.partition(), Optional.of(footers.get(i)), object.tracked()));
    }
    return known;
  }

  /** Returns the footers of some data files that stand for the others. */
  List<ParquetMetadata> sample(List<DataObject> objects) {
    int count = Math.min(MAX_FOOTERS, objects.size());
    List<DataObject> sample = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      sample.add(objects.get((int) ((long) i * objects.size() / count)));
    }
    return failures.guard(() -> footers(sample));
  }

  private List<ParquetMetadata> footers(List<DataObject> objects) {
    List<Future<ParquetMetadata>> stored = new ArrayList<>();
    for (DataObject object : objects) {
      stored.add(executor.submit(() -> parquet.footer(session, object.object())));
    }
    List<ParquetMetadata> all = Futures.await(stored);
    List<ParquetMetadata> named = new ArrayList<>();
    for (int i = 0; i < all.size(); i++) {
      named.add(objects.get(i).tracked().orElseThrow().asTable(all.get(i)));
    }
    return named;
  }
}
