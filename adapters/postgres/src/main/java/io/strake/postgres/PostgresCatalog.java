/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.postgres;

import com.google.common.base.Throwables;
import io.strake.planner.ErrorCode;
import io.strake.planner.StrakeException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import org.apache.calcite.schema.Table;
import org.jspecify.annotations.Nullable;

/**
 * The tables of one schema, remembered for a while and read again in the background before that
 * ends, so that a schema in steady use makes nobody wait. Thread-safe; of several threads one
 * reads.
 */
final class PostgresCatalog {
  private final String owner;
  private final Duration ttl;
  private final PostgresDatabase database;
  private final CatalogReader reader;
  private @Nullable Snapshot snapshot;

  /** The reading that runs, which whoever needs the tables now waits for. */
  private @Nullable FutureTask<Snapshot> reading;

  PostgresCatalog(String owner, PostgresOptions options, PostgresDatabase database) {
    this.owner = owner;
    this.ttl = options.metadataTtl();
    this.database = database;
    this.reader = new CatalogReader(owner, options, database);
  }

  /** What was read, and when. */
  private record Snapshot(Map<String, Table> tables, long nanoTime, long generation) {
    boolean isOlderThan(Duration age) {
      return System.nanoTime() - nanoTime >= age.toNanos();
    }
  }

  /**
   * Returns the tables by name, at most as old as the operand {@code metadataTtl} says. Threads
   * that need them read at the same time share one reading, also if it fails.
   *
   * @throws StrakeException if they have to be read and the database refuses or takes too long
   */
  Map<String, Table> tables() {
    long generation = database.catalogGeneration();
    while (true) {
      FutureTask<Snapshot> shared;
      synchronized (this) {
        Snapshot known = snapshot;
        if (known != null && known.generation >= generation && !known.isOlderThan(ttl)) {
          if (reading == null && known.isOlderThan(ttl.dividedBy(2))) {
            readInBackground();
          }
          return known.tables;
        }
        if (reading == null) {
          reading = new FutureTask<>(this::read);
        }
        shared = reading;
      }
      Snapshot read = join(shared);
      if (read.generation >= generation) { // else it began before the catalog changed
        return read.tables;
      }
    }
  }

  /** If it fails, what is remembered stays for its time; afterwards the error is somebody's. */
  private void readInBackground() {
    FutureTask<Snapshot> task = new FutureTask<>(this::read);
    reading = task;
    Thread thread = new Thread(task, "strake-postgres-catalog");
    thread.setDaemon(true);
    thread.start();
  }

  /** Reads on the first thread that comes here; the others wait for it. */
  private Snapshot join(FutureTask<Snapshot> shared) {
    shared.run();
    try {
      return shared.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw StrakeException.causedBy(
          e,
          ErrorCode.CANCELLED,
          "%s: was interrupted while the catalog was read; run the query again",
          owner);
    } catch (ExecutionException e) {
      Throwables.throwIfUnchecked(e.getCause());
      throw new AssertionError("reading has no checked exceptions", e);
    }
  }

  private Snapshot read() {
    long generation = database.catalogGeneration();
    Snapshot read = null;
    try {
      read = new Snapshot(reader.read(), System.nanoTime(), generation);
      return read;
    } finally {
      synchronized (this) {
        reading = null;
        if (read != null) {
          snapshot = read;
        }
      }
    }
  }
}
