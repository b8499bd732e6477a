/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.s3;

import io.strake.planner.arrow.ExecutionContext;
import io.strake.planner.arrow.ParallelReader;
import java.util.ArrayList;
import java.util.List;
import org.apache.arrow.vector.ipc.ArrowReader;
import org.apache.arrow.vector.types.pojo.Schema;

/** Start of a scan: how many readers work on its segments, and in how much memory. */
final class ScanStart {
  private static final int HEAP_SHARE = 4;
  private static final long MAX_SEGMENT_BYTES = 64L * 1024 * 1024;

  private ScanStart() {}

  /** Returns the bytes of a segment that each reader holds at once; as many are fetched ahead. */
  static long segmentBytes(int readers) {
    return Math.min(
        MAX_SEGMENT_BYTES, Runtime.getRuntime().maxMemory() / HEAP_SHARE / (2L * readers));
  }

  /** Returns how many readers a scan can use, at most {@code threads}. */
  static int readers(ScanSpec spec, PrunedObjects objects, int threads) {
    // a limit is reached soonest where one reader reads from the beginning on
    int parts = Math.max(objects.objects().size(), objects.rowGroups());
    return spec.hasLimit() ? 1 : Math.max(1, Math.min(threads, parts));
  }

  /** Starts to read. */
  static ArrowReader open(
      ExecutionContext context,
      Schema schema,
      ScanRun run,
      PrunedObjects objects,
      RequestTracker tracker) {
    int count = run.readers();
    Segments segments = new Segments(run, objects.objects(), count, tracker);
    if (count == 1) {
      return new S3BatchReader(context, schema, run, tracker, segments);
    }
    ExecutionContext reading = context.part(context.batchRows(), context.batchBytes());
    List<ArrowReader> readers = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      readers.add(new S3BatchReader(reading, schema, run, tracker, segments));
    }
    return ParallelReader.open(reading, schema, readers, "strake-s3-scan");
  }
}
