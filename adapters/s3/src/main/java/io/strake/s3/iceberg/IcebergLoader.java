/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.s3.iceberg;

import io.strake.planner.ErrorCode;
import io.strake.s3.store.ObjectStore;
import io.strake.s3.store.RequestTracker;
import io.strake.s3.store.S3Errors;
import io.strake.s3.store.StoreOptions;
import io.strake.s3.table.ContentsLoader;
import io.strake.s3.table.IcebergSource;
import io.strake.s3.table.ParquetFiles;
import io.strake.s3.table.TableContents;
import io.strake.s3.table.TableDefinition;
import io.strake.s3.table.TableSize;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import org.apache.iceberg.BaseTable;
import org.apache.iceberg.ManifestFile;
import org.apache.iceberg.ManifestFiles;
import org.apache.iceberg.Schema;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.SnapshotSummary;
import org.apache.iceberg.StaticTableOperations;
import org.apache.iceberg.Table;
import org.apache.iceberg.TableMetadata;
import org.apache.iceberg.TableMetadataParser;
import org.apache.iceberg.TableScan;
import org.apache.iceberg.util.SnapshotUtil;
import org.jspecify.annotations.Nullable;

/** Loader of Iceberg tables. Thread-safe; {@link #close} ends the clients of catalogs. */
public final class IcebergLoader implements ContentsLoader, AutoCloseable {
  private final StoreOptions options;
  private final ObjectStore store;
  private final ParquetFiles parquet;
  private final ExecutorService executor;
  private final S3Errors errors;
  private final FileLocations locations;
  private final StoreFileIo files;
  private final MetadataFiles metadataFiles;
  private final RestCatalogs catalogs;
  private final DeleteFiles deleteFiles;
  private final Map<String, Loaded> loaded = new ConcurrentHashMap<>();

  /** Creates a loader, without any I/O. */
  public IcebergLoader(
      StoreOptions options,
      ObjectStore store,
      ParquetFiles parquet,
      ExecutorService executor,
      S3Errors errors) {
    this.options = options;
    this.store = store;
    this.parquet = parquet;
    this.executor = executor;
    this.errors = errors;
    this.locations = new FileLocations(options, errors);
    this.files = new StoreFileIo(store, locations, errors);
    this.metadataFiles = new MetadataFiles(store, files, locations, errors);
    this.catalogs = new RestCatalogs(options.connection(), files, errors);
    this.deleteFiles =
        new DeleteFiles(locations, new ParquetRows(parquet, executor, errors), errors);
  }

  /** Contents and the metadata that they are of. */
  private record Loaded(String metadata, TableContents contents) {}

  /** Returns the snapshot that a definition tells; the same one while the metadata are the same. */
  @Override
  public TableContents load(TableDefinition definition) {
    IcebergFailures failures = new IcebergFailures(options.sourceName(), definition);
    IcebergSource source = definition.iceberg().orElseThrow();
    return failures.guard(() -> load(definition, source, failures));
  }

  private TableContents load(
      TableDefinition definition, IcebergSource source, IcebergFailures failures) {
    Optional<TableMetadata> ofCatalog = source.catalog().map(catalogs::load);
    String file =
        ofCatalog.isPresent()
            ? state(ofCatalog.get())
            : locations.of(metadataFiles.find(definition));
    Loaded known = loaded.get(definition.name());
    if (known != null && known.metadata().equals(file)) {
      return known.contents();
    }
    TableMetadata metadata = ofCatalog.orElseGet(() -> TableMetadataParser.read(files, file));
    Table table =
        new BaseTable(new StaticTableOperations(metadata, files), definition.name(), report -> {});
    TableContents contents = contents(definition, table, source, failures);
    loaded.put(definition.name(), new Loaded(file, contents));
    return contents;
  }

  /** Catalogs need not say which metadata file an answer is of. */
  private static String state(TableMetadata metadata) {
    return Optional.ofNullable(metadata.metadataFileLocation())
        .orElseGet(() -> metadata.uuid() + "@" + metadata.lastUpdatedMillis());
  }

  private TableContents contents(
      TableDefinition definition, Table table, IcebergSource source, IcebergFailures failures) {
    Optional<Snapshot> snapshot = snapshot(definition, table, source);
    Optional<TableScan> scan = snapshot.map(known -> scan(table, source, known));
    Schema schema = scan.map(TableScan::schema).orElse(table.schema());
    TableFields fields = new TableFields(table, schema, errors);
    IcebergPlanner planner =
        new IcebergPlanner(
            failures,
            scan,
            fields,
            deleteFiles,
            locations,
            parquet,
            executor,
            store.session(new RequestTracker()),
            errors);
    return new IcebergContents(definition.name(), planner, fields.columns(), size(snapshot));
  }

  private TableScan scan(Table table, IcebergSource source, Snapshot snapshot) {
    TableScan all = table.newScan().planWith(executor);
    boolean isOld = source.snapshotId().isPresent() || source.asOf().isPresent();
    if (isOld) {
      return all.useSnapshot(snapshot.snapshotId()); // in the schema of its time
    }
    return source.ref().map(all::useRef).orElse(all);
  }

  private Optional<Snapshot> snapshot(
      TableDefinition definition, Table table, IcebergSource source) {
    Snapshot snapshot;
    if (source.snapshotId().isPresent()) {
      snapshot = table.snapshot(source.snapshotId().getAsLong());
    } else if (source.asOf().isPresent()) {
      Long id = SnapshotUtil.nullableSnapshotIdAsOfTime(table, source.asOf().get().toEpochMilli());
      snapshot = id == null ? null : table.snapshot(id);
    } else if (source.ref().isPresent()) {
      snapshot = table.snapshot(source.ref().get());
    } else {
      return Optional.ofNullable(table.currentSnapshot());
    }
    if (snapshot == null) {
      throw errors.of(
          ErrorCode.INVALID_CONFIGURATION,
          "table '%s' has no snapshot with %s; it never had it, or it has expired",
          definition.name(),
          source.state());
    }
    return Optional.of(snapshot);
  }

  private TableSize size(Optional<Snapshot> snapshot) {
    if (snapshot.isEmpty()) {
      return new TableSize(0, true, 0, 0, OptionalInt.of(0));
    }
    Map<String, String> summary = snapshot.get().summary();
    long dataFiles = number(summary, SnapshotSummary.TOTAL_DATA_FILES_PROP);
    long rows = number(summary, SnapshotSummary.TOTAL_RECORDS_PROP);
    if (dataFiles < 0 || rows < 0) {
      dataFiles = 0;
      rows = 0;
      for (ManifestFile manifest : snapshot.get().dataManifests(files)) {
        dataFiles += known(manifest.addedFilesCount()) + known(manifest.existingFilesCount());
        rows += known(manifest.addedRowsCount()) + known(manifest.existingRowsCount());
      }
    }
    long deleted = Math.max(0, number(summary, SnapshotSummary.TOTAL_POS_DELETES_PROP));
    boolean isExact = number(summary, SnapshotSummary.TOTAL_DELETE_FILES_PROP) == 0;
    return new TableSize(
        Math.max(0, rows - deleted),
        isExact,
        Math.max(0, number(summary, SnapshotSummary.TOTAL_FILE_SIZE_PROP)),
        dataFiles,
        OptionalInt.of((int) Math.min(Integer.MAX_VALUE, dataFiles)));
  }

  private static long known(@Nullable Number count) {
    return count == null ? 0 : count.longValue();
  }

  private static long number(@Nullable Map<String, String> summary, String key) {
    try {
      String text = summary == null ? null : summary.get(key);
      return text == null ? -1 : Long.parseLong(text);
    } catch (NumberFormatException e) {
      return -1; // counted by the manifests instead
    }
  }

  @Override
  public void close() {
    catalogs.close();
    ManifestFiles.dropCache(files);
  }
}
