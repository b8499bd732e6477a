/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.s3.scan;

import io.strake.planner.StrakeException;
import io.strake.planner.arrow.BatchReader;
import io.strake.planner.arrow.ExecutionContext;
import io.strake.s3.store.RequestTracker;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.arrow.vector.BaseVariableWidthVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.types.pojo.Schema;
import org.jspecify.annotations.Nullable;

/**
 * Stream of batches, segment after segment, until there is no further segment; several may share
 * the segments of a scan.
 *
 * <p>Batches begin small and grow towards the byte limit, since the width of texts is known only
 * after they were decoded.
 */
public final class S3BatchReader extends BatchReader {
  private static final int FIRST_BATCH_ROWS = 4096;
  private static final int GROWTH = 4;

  private final ExecutionContext context;
  private final ScanRun run;
  private final RequestTracker tracker;
  private final Segments segments;
  private final Optional<OrderCheck> order;
  private final ExecutionContext.Registration registration;
  private @Nullable Segment current;
  private long remaining;
  private int lastRows = FIRST_BATCH_ROWS / GROWTH;
  private double measuredRowBytes;

  S3BatchReader(
      ExecutionContext context,
      Schema schema,
      ScanRun run,
      RequestTracker tracker,
      Segments segments) {
    super(context.allocator(), schema);
    this.context = context;
    this.run = run;
    this.tracker = tracker;
    this.segments = segments;
    this.remaining = run.spec().hasLimit() ? run.spec().limit() : Long.MAX_VALUE;
    this.order = run.spec().order().map(known -> new OrderCheck(known, run.errors()));
    this.registration = context.onCancel(tracker::cancel);
  }

  @Override
  protected boolean fill(VectorSchemaRoot root) throws IOException {
    try {
      return fillNext(root);
    } catch (StrakeException e) {
      context.checkActive(); // an aborted request is how a cancelled statement ends
      run.outdate().run();
      throw e;
    }
  }

  private boolean fillNext(VectorSchemaRoot root) throws IOException {
    while (remaining > 0) {
      context.checkActive();
      run.checkBytes(tracker.bytes());
      if (current == null) {
        current = segments.next();
        if (current == null) {
          return false;
        }
      }
      int rows = fillFrom(current, root);
      if (rows > 0) {
        remaining -= rows;
        return true;
      }
      current.close();
      current = null;
    }
    return false;
  }

  private int fillFrom(Segment segment, VectorSchemaRoot root) throws IOException {
    int maxRows = maxRows(segment);
    List<FieldVector> content = new ArrayList<>();
    for (FieldVector vector : root.getFieldVectors()) {
      allocate(vector, maxRows);
      if (isContent(vector)) {
        content.add(vector);
      }
    }
    int rows = segment.fill(content, maxRows, context.batchBytes());
    if (rows > 0) {
      for (FieldVector vector : root.getFieldVectors()) {
        if (!isContent(vector)) {
          fillKnown(segment, vector, rows);
        }
      }
      root.setRowCount(rows);
      order.ifPresent(check -> check.check(root, segment.object().object()));
      lastRows = Math.max(rows, FIRST_BATCH_ROWS / GROWTH); // a short one says nothing of the next
      measuredRowBytes = (double) bytes(root) / rows;
    }
    return rows;
  }

  private static void fillKnown(Segment segment, FieldVector vector, int rows) {
    Map<String, @Nullable Comparable<?>> values = segment.object().partition();
    if (values.containsKey(vector.getName())) {
      KnownValue.fill(vector, values.get(vector.getName()), rows);
    } else {
      KnownValue.fillFrom(vector, segment.firstRow(), rows);
    }
  }

  private boolean isContent(FieldVector vector) {
    return run.columns().stream().anyMatch(column -> column.name().equals(vector.getName()));
  }

  private int maxRows(Segment segment) {
    double rowBytes = Math.max(1, Math.max(segment.bytesPerRow(), measuredRowBytes));
    double fitting = Math.max(1, context.batchBytes() / rowBytes);
    double grown = Math.min(fitting, (double) lastRows * GROWTH);
    return (int) Math.min(remaining, Math.min(context.batchRows(), Math.max(1, grown)));
  }

  private static void allocate(FieldVector vector, int rows) {
    if (vector instanceof BaseVariableWidthVector variable) {
      variable.allocateNew(16L * rows, rows);
    } else {
      vector.setInitialCapacity(rows);
      vector.allocateNew();
    }
  }

  private static long bytes(VectorSchemaRoot root) {
    return root.getFieldVectors().stream().mapToLong(FieldVector::getBufferSize).sum();
  }

  @Override
  public long bytesRead() {
    return tracker.bytes();
  }

  @Override
  protected void release() {
    registration.close();
    if (current != null) { // it was not read to its end, and nobody waits for its requests
      tracker.cancel();
      current.close();
      current = null;
    }
    segments.close();
  }
}
