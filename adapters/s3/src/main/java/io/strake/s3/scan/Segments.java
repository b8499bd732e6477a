/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.s3.scan;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.strake.s3.ipc.IpcFile;
import io.strake.s3.ipc.IpcLayout;
import io.strake.s3.store.RequestTracker;
import io.strake.s3.table.ArrowLoader;
import io.strake.s3.table.DataObject;
import io.strake.s3.table.FetchAhead;
import io.strake.s3.table.Footers;
import io.strake.s3.table.RowOrder;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import org.apache.parquet.hadoop.metadata.BlockMetaData;
import org.apache.parquet.hadoop.metadata.ParquetMetadata;
import org.jspecify.annotations.Nullable;

/**
 * The segments of a scan in order, of which the next ones are being fetched already.
 *
 * <p>Thread-safe: the readers of a scan share it.
 */
public final class Segments implements AutoCloseable {
  private final ScanRun run;
  private final RequestTracker requests;

  @GuardedBy("this")
  private final Iterator<DataObject> objects;

  @GuardedBy("this")
  private final Footers footers;

  @GuardedBy("this")
  private final FetchAhead<IpcLayout> layouts;

  @GuardedBy("this")
  private final Deque<Segment> waiting = new ArrayDeque<>();

  @GuardedBy("this")
  private final Deque<Segment> fetching = new ArrayDeque<>();

  @GuardedBy("this")
  private boolean closed;

  @GuardedBy("this")
  private int readers;

  /** Creates the segments of a scan, each of whose readers closes them once. */
  Segments(ScanRun run, List<DataObject> objects, RequestTracker requests) {
    this.run = run;
    this.requests = requests;
    Optional<RowOrder> order = run.spec().order();
    this.objects = order.isPresent() ? Collections.emptyIterator() : objects.iterator();
    this.footers = new Footers(run.files(), run.executor(), run.session(), objects);
    this.layouts =
        new FetchAhead<>(
            run.executor(),
            objects.stream().map(DataObject::object).toList(),
            object -> ArrowLoader.layout(run.errors(), run.session(), object));
    this.readers = run.readers();
    order.ifPresent(wanted -> waiting.addAll(ordered(run, wanted)));
  }

  /** Returns the row groups of a scan in the order that it asks for. */
  private static List<Segment> ordered(ScanRun run, RowOrder order) {
    List<Segment> segments = new ArrayList<>();
    List<OrderedGroups.Group> groups =
        OrderedGroups.of(run.contents(), run.spec(), order).orElseThrow(run::changed);
    for (OrderedGroups.Group group : groups) {
      ParquetMetadata footer = group.object().footer().orElseThrow();
      checkSchema(run, group.object(), footer);
      segments.add(segment(run, group.object(), footer, group.block()));
    }
    return segments;
  }

  /** Returns the next segment, which the caller closes; null at the end. */
  synchronized @Nullable Segment next() {
    fetch(1);
    Segment next = fetching.poll();
    fetch(run.readers());
    return next;
  }

  /** Releases the segments that were not taken and aborts their requests. */
  @Override
  public synchronized void close() {
    closed = true;
    footers.close();
    layouts.close();
    if (!fetching.isEmpty()) {
      requests.cancel();
    }
    fetching.forEach(Segment::close);
    fetching.clear();
    if (--readers == 0) {
      ScanStart.BUDGET.giveBack(run.budget());
    }
  }

  @GuardedBy("this")
  private void fetch(int count) {
    while (!closed && fetching.size() < count) {
      Segment segment = poll();
      if (segment == null) {
        return;
      }
      segment.prefetch();
      fetching.add(segment);
    }
  }

  @GuardedBy("this")
  private @Nullable Segment poll() {
    while (waiting.isEmpty() && objects.hasNext()) {
      DataObject object = objects.next();
      switch (run.contents().format()) {
        case PARQUET -> addRowGroups(object);
        case CSV -> waiting.add(new CsvSegment(run, object));
        case JSONL -> waiting.add(new JsonSegment(run, object));
        case ARROW -> addBatches(object);
      }
    }
    return waiting.poll();
  }

  @GuardedBy("this")
  private void addRowGroups(DataObject object) {
    ParquetMetadata footer = footers.of(object);
    checkSchema(run, object, footer);
    List<BlockMetaData> kept = PrunedObjects.rowGroups(run.contents(), object, footer, run.spec());
    for (BlockMetaData block : kept) {
      if (block.getRowCount() > 0) {
        waiting.add(segment(run, object, footer, block));
      }
    }
  }

  /** Tracked files are checked column by column, as their types may have grown since. */
  private static void checkSchema(ScanRun run, DataObject object, ParquetMetadata footer) {
    if (object.tracked().isEmpty()) {
      run.schemaCheck().check(object.object(), footer.getFileMetaData().getSchema());
    }
  }

  @GuardedBy("this")
  private void addBatches(DataObject object) {
    IpcLayout layout = layouts.next();
    run.schemaCheck().check(object.object(), layout);
    if (layout.isStream()) {
      waiting.add(new ArrowStreamSegment(run, object, layout));
      return;
    }
    IpcFile file =
        new IpcFile(
            run.session(),
            object.object(),
            layout,
            ArrowContent.projection(run, layout),
            ArrowContent.MAX_BATCH_BYTES);
    for (int i = 0; i < layout.batches().size(); i++) {
      waiting.add(new ArrowBatchSegment(run, object, file, i));
    }
  }

  private static Segment segment(
      ScanRun run, DataObject object, ParquetMetadata footer, BlockMetaData block) {
    return object.deletes().isPresent()
        ? new DeletingSegment(run, object, footer, block, object.deletes().get())
        : new RowGroupSegment(run, object, footer, block);
  }
}
