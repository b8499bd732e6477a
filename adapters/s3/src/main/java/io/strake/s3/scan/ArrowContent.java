/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.s3.scan;

import io.strake.planner.ErrorCode;
import io.strake.planner.StrakeException;
import io.strake.s3.column.TableColumn;
import io.strake.s3.ipc.BatchTooLargeException;
import io.strake.s3.ipc.IpcBatch;
import io.strake.s3.ipc.IpcLayout;
import io.strake.s3.ipc.IpcProjection;
import io.strake.s3.store.S3Errors;
import io.strake.s3.store.StoredObject;
import io.strake.s3.table.ArrowLoader;
import io.strake.s3.table.DataObject;
import java.io.IOException;
import java.util.List;
import org.apache.arrow.vector.FieldVector;

/** What the segments of Arrow share. */
final class ArrowContent {
  /** Batches are held whole, two for each reader. */
  static final long MAX_BATCH_BYTES =
      Math.min(Integer.MAX_VALUE - 16, Runtime.getRuntime().maxMemory() / 4);

  private ArrowContent() {}

  /** Returns what a scan reads of an object. */
  static IpcProjection projection(ScanRun run, IpcLayout layout) {
    return IpcProjection.of(
        layout,
        run.columns().stream().map(TableColumn::name).toList(),
        run.columns().stream().map(TableColumn::type).toList());
  }

  /** Writes rows of a batch into vectors, one per column of the scan. */
  static void copy(
      ScanRun run,
      DataObject object,
      IpcBatch batch,
      int from,
      int rows,
      List<FieldVector> vectors) {
    for (int i = 0; i < vectors.size(); i++) {
      try {
        batch.copy(i, from, rows, vectors.get(i));
      } catch (IOException | RuntimeException e) { // whatever damaged bytes make the decoder do
        throw failure(run.errors(), object.object(), e);
      }
    }
  }

  /** Returns the error for content that could not be read. */
  static StrakeException failure(S3Errors errors, StoredObject object, Exception cause) {
    return cause instanceof BatchTooLargeException
        ? errors.of(
            ErrorCode.LIMIT_EXCEEDED,
            "object '%s': %s; write smaller batches, read fewer columns, or raise the heap",
            object.key(),
            cause.getMessage())
        : ArrowLoader.failure(errors, object, cause);
  }
}
