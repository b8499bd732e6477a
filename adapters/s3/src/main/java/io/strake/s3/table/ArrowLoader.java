/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.s3.table;

import io.strake.planner.StrakeException;
import io.strake.s3.column.TableColumn;
import io.strake.s3.ipc.IpcLayout;
import io.strake.s3.ipc.IpcReader;
import io.strake.s3.parquet.DamageException;
import io.strake.s3.store.Futures;
import io.strake.s3.store.ObjectSession;
import io.strake.s3.store.ObjectStore;
import io.strake.s3.store.RequestTracker;
import io.strake.s3.store.S3Errors;
import io.strake.s3.store.StoredObject;
import io.strake.s3.text.DeclaredColumn;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;

/** Finder of the columns of a table of Arrow objects by their schemas. Thread-safe. */
public final class ArrowLoader {
  private static final double TYPICAL_FIELD_BYTES = 8;

  private final ObjectStore store;
  private final ExecutorService executor;
  private final S3Errors errors;

  ArrowLoader(ObjectStore store, ExecutorService executor, S3Errors errors) {
    this.store = store;
    this.executor = executor;
    this.errors = errors;
  }

  /**
   * Finds out the columns.
   *
   * @param declared columns of the table; found out by schemas if there are none
   * @param known some objects, at least one
   * @param isAll whether they are all objects of the table; a sample of them is read otherwise
   * @param others columns that do not come from the content
   */
  ContentColumns columns(
      List<DeclaredColumn> declared, List<StoredObject> known, boolean isAll, Set<String> others) {
    if (!declared.isEmpty()) {
      return ContentColumns.declared(declared, known, others, TYPICAL_FIELD_BYTES);
    }
    List<StoredObject> read = isAll ? known : ParquetLoader.sample(known);
    ObjectSession session = store.session(new RequestTracker());
    List<Future<IpcLayout>> futures = new ArrayList<>();
    for (StoredObject object : read) {
      futures.add(executor.submit(() -> layout(errors, session, object)));
    }
    List<IpcLayout> layouts = Futures.await(futures);
    ColumnUnion union = new ColumnUnion(errors, others);
    for (int i = 0; i < read.size(); i++) {
      union.add(read.get(i), layouts.get(i));
    }
    List<TableColumn> columns = union.columns(isAll);
    double bytes = known.stream().mapToDouble(StoredObject::size).average().orElse(0);
    return new ContentColumns(
        columns,
        Math.max(1, bytes / (TYPICAL_FIELD_BYTES * Math.max(1, columns.size()))),
        false,
        Optional.empty(),
        rows -> column -> OptionalDouble.empty());
  }

  /** Returns what an object says of itself. */
  public static IpcLayout layout(S3Errors errors, ObjectSession session, StoredObject object) {
    try {
      return IpcReader.read(session, object);
    } catch (IOException | RuntimeException e) { // whatever damaged bytes make the reader do
      throw failure(errors, object, e);
    }
  }

  /** Returns the error for an object whose bytes cannot be read. */
  public static StrakeException failure(S3Errors errors, StoredObject object, Exception cause) {
    String reason =
        cause instanceof DamageException
            ? String.valueOf(cause.getMessage())
            : "its bytes cannot be decoded (" + cause + ")";
    return StrakeException.findIn(cause)
        .orElseGet(() -> errors.invalid(object, "its content is damaged: " + reason, cause));
  }
}
