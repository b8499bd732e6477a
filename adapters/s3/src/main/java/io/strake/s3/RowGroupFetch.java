/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.s3;

import io.strake.planner.ErrorCode;
import io.strake.planner.StrakeException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.parquet.hadoop.metadata.ColumnChunkMetaData;

/**
 * The requests that fetch the column chunks of one row group: near chunks in one request, large
 * ones in several. Not thread-safe.
 */
final class RowGroupFetch {
  /** Bytes between two chunks that cost less than a request of their own. */
  private static final long MAX_GAP_BYTES = 256 * 1024;

  private static final long MAX_REQUEST_BYTES = 8 * 1024 * 1024;

  private final Map<Long, Future<byte[]>> parts = new TreeMap<>();

  private RowGroupFetch() {}

  /** Starts the requests. */
  static RowGroupFetch start(ScanRun run, StoredObject object, List<ColumnChunkMetaData> chunks) {
    RowGroupFetch fetch = new RowGroupFetch();
    for (long[] range : ranges(run, object, chunks)) {
      for (long from = range[0]; from < range[1]; from += MAX_REQUEST_BYTES) {
        long offset = from;
        int length = (int) Math.min(MAX_REQUEST_BYTES, range[1] - from);
        fetch.parts.put(
            offset, run.executor().submit(() -> run.session().read(object, offset, length)));
      }
    }
    return fetch;
  }

  /** Waits for all parts and returns them by offset. */
  Map<Long, byte[]> await() {
    Map<Long, byte[]> bytes = new HashMap<>();
    try {
      for (Map.Entry<Long, Future<byte[]>> part : parts.entrySet()) {
        bytes.put(part.getKey(), part.getValue().get());
      }
      return bytes;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw StrakeException.causedBy(
          e, ErrorCode.CANCELLED, "query: interrupted while waiting for an object store");
    } catch (ExecutionException e) {
      throw StrakeException.findIn(e)
          .orElseThrow(() -> new AssertionError("a request failed in an unknown way", e));
    }
  }

  /** Gives the requests up that have not begun; those under way end with their session. */
  void cancel() {
    parts.values().forEach(part -> part.cancel(false));
  }

  private static List<long[]> ranges(
      ScanRun run, StoredObject object, List<ColumnChunkMetaData> chunks) {
    TreeMap<Long, Long> sorted = new TreeMap<>();
    for (ColumnChunkMetaData chunk : chunks) {
      long start = chunk.getStartingPos();
      long end = start + chunk.getTotalSize();
      if (start < 0 || end < start || end > object.size()) {
        throw run.errors().invalid(object, "its footer points behind its end", null);
      }
      sorted.put(start, end);
    }
    List<long[]> ranges = new ArrayList<>();
    for (Map.Entry<Long, Long> chunk : sorted.entrySet()) {
      long[] last = ranges.isEmpty() ? null : ranges.get(ranges.size() - 1);
      if (last != null && chunk.getKey() - last[1] <= MAX_GAP_BYTES) {
        last[1] = Math.max(last[1], chunk.getValue());
      } else {
        ranges.add(new long[] {chunk.getKey(), chunk.getValue()});
      }
    }
    return ranges;
  }
}
