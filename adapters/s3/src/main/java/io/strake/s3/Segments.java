/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.s3;

import java.util.ArrayDeque;
import java.util.Iterator;
import java.util.List;
import java.util.Queue;
import org.apache.parquet.hadoop.metadata.BlockMetaData;
import org.apache.parquet.hadoop.metadata.ParquetMetadata;
import org.jspecify.annotations.Nullable;

/**
 * The segments of a scan in order, with the one after the current one being fetched already.
 *
 * <p>Not thread-safe.
 */
final class Segments {
  private final ScanRun run;
  private final Iterator<DataObject> objects;
  private final Queue<Segment> ready = new ArrayDeque<>();
  private @Nullable Segment ahead;

  Segments(ScanRun run) {
    this.run = run;
    this.objects = PrunedObjects.of(run.contents(), run.spec()).objects().iterator();
  }

  /** Returns the next segment, which the caller closes; null at the end. */
  @Nullable Segment next() {
    Segment next = ahead == null ? poll() : ahead;
    if (next != null) {
      next.prefetch();
      ahead = poll();
      if (ahead != null) {
        ahead.prefetch();
      }
    }
    return next;
  }

  /** Releases the segment that was fetched ahead. */
  void close() {
    if (ahead != null) {
      ahead.close();
    }
  }

  private @Nullable Segment poll() {
    while (ready.isEmpty() && objects.hasNext()) {
      DataObject object = objects.next();
      switch (run.contents().format()) {
        case PARQUET -> addRowGroups(object);
        case CSV -> ready.add(new CsvSegment(run, object));
        case JSONL -> ready.add(new JsonSegment(run, object));
      }
    }
    return ready.poll();
  }

  private void addRowGroups(DataObject object) {
    ParquetMetadata footer =
        object.footer().orElseGet(() -> run.files().footer(run.session(), object.object()));
    TableLoader.checkSchema(run, object.object(), footer);
    List<BlockMetaData> kept = PrunedObjects.rowGroups(run.contents(), object, footer, run.spec());
    for (BlockMetaData block : kept) {
      if (block.getRowCount() > 0) {
        ready.add(new RowGroupSegment(run, object, footer, block));
      }
    }
  }
}
