/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.s3;

import io.strake.planner.FederatedSource;
import io.strake.s3.iceberg.IcebergLoader;
import io.strake.s3.store.ObjectStore;
import io.strake.s3.store.S3Errors;
import io.strake.s3.table.ContentsLoader;
import io.strake.s3.table.ParquetFiles;
import io.strake.s3.table.S3Access;
import io.strake.s3.table.TableDefinition;
import io.strake.s3.table.TableLoader;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import org.apache.calcite.schema.Table;
import org.apache.calcite.schema.impl.AbstractSchema;
import org.jspecify.annotations.Nullable;

/**
 * Schema over a bucket of an S3-compatible object store.
 *
 * <p>Its tables are those defined in the model; without definitions every top-level prefix is one.
 * Thread-safe.
 */
public final class S3Schema extends AbstractSchema implements FederatedSource {
  private static final int FETCH_THREADS = 16;
  private static final long IDLE_SECONDS = 30;

  private final S3Options options;
  private final S3Errors errors;
  private final ObjectStore store;
  private final ParquetFiles files;
  private final ExecutorService executor;
  private final IcebergLoader iceberg;
  private final Map<String, Table> defined;
  private @Nullable Map<String, Table> discovered;
  private long discoveredAtNanos;

  /** Creates a schema without asking the store for anything. */
  public S3Schema(S3Options options) {
    this(options, System::getenv);
  }

  S3Schema(S3Options options, UnaryOperator<@Nullable String> environment) {
    this.options = options;
    this.errors = new S3Errors(options.store());
    this.store = ObjectStore.of(options.store(), errors, environment);
    this.files = new ParquetFiles(errors);
    this.executor = threads(options.store().sourceName());
    this.iceberg = new IcebergLoader(options.store(), store, files, executor, errors);
    this.defined = tables(options.definitions());
  }

  @Override
  public String kind() {
    return "s3";
  }

  @Override
  public String location() {
    return options.store().address();
  }

  @Override
  public void check() {
    store.check();
  }

  @Override
  public void close() {
    executor.shutdownNow();
    iceberg.close();
    store.close();
  }

  @Override
  public boolean isMutable() {
    return false;
  }

  @Override
  protected Map<String, Table> getTableMap() {
    return options.definitions().isEmpty() ? discover() : defined;
  }

  private synchronized Map<String, Table> discover() {
    Map<String, Table> known = discovered;
    boolean isFresh = System.nanoTime() - discoveredAtNanos < options.metadataTtl().toNanos();
    if (known != null && isFresh) {
      return known;
    }
    Map<String, Table> found =
        tables(store.directory("").prefixes().stream().map(TableDefinition::discovered).toList());
    if (known != null) {
      known.forEach(found::replace); // tables that stay keep their cached metadata
    }
    discovered = found;
    discoveredAtNanos = System.nanoTime();
    return found;
  }

  private Map<String, Table> tables(List<TableDefinition> definitions) {
    TableLoader listed = new TableLoader(options.store().bucket(), store, files, executor, errors);
    ContentsLoader loader =
        definition -> (definition.iceberg().isPresent() ? iceberg : listed).load(definition);
    S3Access access = new S3Access(store, files, executor, loader, errors);
    Map<String, Table> tables = new LinkedHashMap<>();
    for (TableDefinition definition : definitions) {
      tables.put(definition.name(), new S3Table(definition, options, access));
    }
    return tables;
  }

  private static ExecutorService threads(String sourceName) {
    ThreadPoolExecutor threads =
        new ThreadPoolExecutor(
            FETCH_THREADS,
            FETCH_THREADS,
            IDLE_SECONDS,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(),
            task -> {
              Thread thread = new Thread(task, "strake-s3-" + sourceName);
              thread.setDaemon(true);
              return thread;
            });
    threads.allowCoreThreadTimeOut(true);
    return threads;
  }
}
