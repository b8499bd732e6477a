/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.s3.scan;

import io.strake.s3.ipc.IpcBatch;
import io.strake.s3.ipc.IpcLayout;
import io.strake.s3.ipc.IpcStream;
import io.strake.s3.table.DataObject;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.util.List;
import org.apache.arrow.vector.FieldVector;
import org.jspecify.annotations.Nullable;

/** A whole object in the stream format of Arrow. Not thread-safe. */
final class ArrowStreamSegment implements Segment {
  private static final double TYPICAL_COLUMN_BYTES = 16;

  private final ScanRun run;
  private final DataObject object;
  private final IpcLayout layout;
  private @Nullable IpcStream stream;
  private @Nullable IpcBatch batch;
  private int done;
  private long firstRow;
  private long nextRow;

  ArrowStreamSegment(ScanRun run, DataObject object, IpcLayout layout) {
    this.run = run;
    this.object = object;
    this.layout = layout;
  }

  @Override
  public DataObject object() {
    return object;
  }

  @Override
  public void prefetch() {}

  @Override
  public double bytesPerRow() {
    return batch == null
        ? TYPICAL_COLUMN_BYTES * Math.max(1, run.columns().size())
        : (double) batch.bytes() / Math.max(1, batch.rows());
  }

  @Override
  public int fill(List<FieldVector> vectors, int maxRows, long maxBytes) {
    try {
      IpcBatch current = current();
      if (current == null) {
        return 0;
      }
      int rows = Math.min(maxRows, current.rows() - done);
      ArrowContent.copy(run, object, current, done, rows, vectors);
      done += rows;
      firstRow = nextRow;
      nextRow += rows;
      return rows;
    } catch (IOException | RuntimeException e) { // whatever damaged bytes make the decoder do
      throw ArrowContent.failure(run.errors(), object.object(), e);
    }
  }

  /** Returns the batch that has rows left; null at the end. */
  private @Nullable IpcBatch current() throws IOException {
    if (stream == null) {
      stream =
          new IpcStream(
              new BufferedInputStream(run.session().open(object.object())),
              object.object().size(),
              layout,
              ArrowContent.projection(run, layout),
              ArrowContent.MAX_BATCH_BYTES);
    }
    while (batch == null || done == batch.rows()) {
      batch = stream.next();
      done = 0;
      if (batch == null) {
        return null;
      }
    }
    return batch;
  }

  @Override
  public long firstRow() {
    return firstRow;
  }

  @Override
  public void close() {
    batch = null;
    if (stream != null) {
      try {
        stream.close();
      } catch (IOException e) {
        // the answer is not needed any more, and how it ends does not matter
      }
      stream = null;
    }
  }
}
