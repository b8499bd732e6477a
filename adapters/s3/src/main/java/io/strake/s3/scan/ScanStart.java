/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.s3.scan;

import io.strake.planner.arrow.ExecutionContext;
import io.strake.planner.arrow.ParallelReader;
import io.strake.s3.store.RequestTracker;
import io.strake.s3.table.Format;
import java.util.ArrayList;
import java.util.List;
import org.apache.arrow.vector.ipc.ArrowReader;
import org.apache.arrow.vector.types.pojo.Schema;

/** Start of a scan: how many readers work on its segments, and in how much memory. */
public final class ScanStart {
  /** The heap is that of all sources, so they share what they hold of it. */
  public static final ReadBudget BUDGET = new ReadBudget(Runtime.getRuntime().maxMemory() / 8 * 3);

  private static final long MAX_SEGMENT_BYTES = 64L * 1024 * 1024;

  private ScanStart() {}

  /** Returns the bytes that a scan wants: a segment for each reader, and as many fetched ahead. */
  public static long wanted(int readers) {
    return 2L * readers * MAX_SEGMENT_BYTES;
  }

  /** Returns how many readers a scan can use, at most {@code threads}. */
  public static int readers(ScanSpec spec, Format format, PrunedObjects objects, int threads) {
    // a limit is reached soonest where one reader reads from the beginning on, as an order needs
    return spec.hasLimit() || spec.order().isPresent()
        ? 1
        : Math.max(1, Math.min(threads, parts(format, objects)));
  }

  /** How many batches an Arrow object has is known only once its footer was read. */
  private static int parts(Format format, PrunedObjects objects) {
    return format == Format.ARROW && !objects.objects().isEmpty()
        ? Integer.MAX_VALUE
        : objects.parts();
  }

  /** Starts to read; the readers give back the budget of the scan, also if this fails. */
  public static ArrowReader open(
      ExecutionContext context,
      Schema schema,
      ScanRun run,
      PrunedObjects objects,
      RequestTracker tracker) {
    int count = run.readers();
    ExecutionContext reading =
        count == 1 ? context : context.part(context.batchRows(), context.batchBytes());
    List<ArrowReader> readers = new ArrayList<>();
    try {
      if (!run.spec().hasLimit()) {
        run.checkBytes(objects.bytes());
      }
      Segments segments = new Segments(run, objects.objects(), tracker);
      for (int i = 0; i < count; i++) {
        readers.add(new S3BatchReader(reading, schema, run, tracker, segments));
      }
    } finally {
      if (readers.size() < count) {
        ParallelReader.closeAll(readers);
        BUDGET.giveBack(run.budget());
      }
    }
    return count == 1
        ? readers.get(0)
        : ParallelReader.open(reading, schema, readers, "strake-s3-scan");
  }
}
