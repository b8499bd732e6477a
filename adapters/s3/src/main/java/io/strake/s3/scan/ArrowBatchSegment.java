/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.s3.scan;

import io.strake.s3.ipc.IpcBatch;
import io.strake.s3.ipc.IpcFile;
import io.strake.s3.store.Futures;
import io.strake.s3.table.DataObject;
import java.io.IOException;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Future;
import org.apache.arrow.vector.FieldVector;
import org.jspecify.annotations.Nullable;

/** A record batch of an object in the file format of Arrow. Not thread-safe. */
final class ArrowBatchSegment implements Segment {
  private final ScanRun run;
  private final DataObject object;
  private final IpcFile file;
  private final int index;
  private @Nullable Future<IpcBatch> fetched;
  private int done;
  private int firstRow;

  /**
   * Creates a segment.
   *
   * @param index place of the batch in the file
   */
  ArrowBatchSegment(ScanRun run, DataObject object, IpcFile file, int index) {
    this.run = run;
    this.object = object;
    this.file = file;
    this.index = index;
  }

  @Override
  public DataObject object() {
    return object;
  }

  @Override
  public void prefetch() {
    if (fetched == null) {
      fetched = run.executor().submit(this::load);
    }
  }

  private IpcBatch load() {
    try {
      return file.batch(index);
    } catch (IOException | RuntimeException e) { // whatever damaged bytes make the decoder do
      throw ArrowContent.failure(run.errors(), object.object(), e);
    }
  }

  private IpcBatch batch() {
    prefetch();
    return Futures.await(Objects.requireNonNull(fetched));
  }

  @Override
  public double bytesPerRow() {
    IpcBatch batch = batch();
    return (double) batch.bytes() / Math.max(1, batch.rows());
  }

  @Override
  public int fill(List<FieldVector> vectors, int maxRows, long maxBytes) {
    IpcBatch batch = batch();
    int rows = Math.min(maxRows, batch.rows() - done);
    ArrowContent.copy(run, object, batch, done, rows, vectors);
    firstRow = done;
    done += rows;
    return rows;
  }

  @Override
  public long firstRow() {
    try {
      return file.firstRow(index) + firstRow;
    } catch (IOException e) {
      throw ArrowContent.failure(run.errors(), object.object(), e);
    }
  }

  @Override
  public void close() {
    if (fetched != null) {
      fetched.cancel(false);
      fetched = null;
    }
  }
}
