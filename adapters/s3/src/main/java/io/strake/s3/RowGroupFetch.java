/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.s3;

import io.strake.s3.parquet.ChunkInput;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.apache.parquet.hadoop.metadata.ColumnChunkMetaData;
import org.apache.parquet.hadoop.metadata.ColumnPath;
import org.jspecify.annotations.Nullable;

/**
 * The requests for the column chunks of one row group.
 *
 * <p>A row group that fits into the memory of its reader is fetched at once, near chunks in one
 * request and large ones in several. Of a larger one every chunk is fetched by itself, a request
 * ahead of the page that is decoded. Not thread-safe.
 */
final class RowGroupFetch {
  /** Bytes between two chunks that cost less than a request of their own. */
  private static final long MAX_GAP_BYTES = 256 * 1024;

  private static final long MAX_REQUEST_BYTES = 8 * 1024 * 1024;
  private static final long MIN_REQUEST_BYTES = 256 * 1024;

  /** Old writers left the header of the dictionary out when they counted the bytes of a chunk. */
  private static final long MAX_UNCOUNTED_BYTES = 100;

  private final Map<ColumnPath, List<FetchedRange>> rangesOfChunks = new HashMap<>();
  private final List<FetchedRange> all = new ArrayList<>();
  private final boolean atOnce;

  private RowGroupFetch(boolean atOnce) {
    this.atOnce = atOnce;
  }

  /**
   * Starts the requests.
   *
   * @param maxBytes bytes that the row group may hold in memory
   */
  static RowGroupFetch start(
      ScanRun run, StoredObject object, List<ColumnChunkMetaData> chunks, long maxBytes) {
    chunks.forEach(chunk -> check(run, object, chunk));
    long total = chunks.stream().mapToLong(ColumnChunkMetaData::getTotalSize).sum();
    RowGroupFetch fetch = new RowGroupFetch(total <= maxBytes);
    List<ColumnChunkMetaData> sorted = new ArrayList<>(chunks);
    sorted.sort(java.util.Comparator.comparingLong(ColumnChunkMetaData::getStartingPos));
    if (fetch.atOnce) {
      fetch.addCoalesced(run, object, sorted);
      fetch.all.forEach(FetchedRange::start);
    } else {
      long size = maxBytes / (2L * chunks.size()); // one is decoded while the next one comes
      fetch.addEach(
          run, object, sorted, Math.min(MAX_REQUEST_BYTES, Math.max(MIN_REQUEST_BYTES, size)));
    }
    return fetch;
  }

  private static void check(ScanRun run, StoredObject object, ColumnChunkMetaData chunk) {
    long start = chunk.getStartingPos();
    long size = chunk.getTotalSize();
    if (start < 0 || size < 0 || size > object.size() - start) {
      throw run.errors().invalid(object, "its footer points behind its end", null);
    }
  }

  private void addCoalesced(ScanRun run, StoredObject object, List<ColumnChunkMetaData> sorted) {
    int next = 0;
    while (next < sorted.size()) {
      long from = sorted.get(next).getStartingPos();
      long to = from;
      int end = next;
      while (end < sorted.size() && sorted.get(end).getStartingPos() - to <= MAX_GAP_BYTES) {
        to = Math.max(to, sorted.get(end).getStartingPos() + sorted.get(end).getTotalSize());
        end++;
      }
      to = Math.min(to + MAX_UNCOUNTED_BYTES, object.size());
      List<FetchedRange> ranges = FetchedRange.split(run, object, from, to, MAX_REQUEST_BYTES);
      all.addAll(ranges);
      for (ColumnChunkMetaData chunk : sorted.subList(next, end)) {
        rangesOfChunks.put(chunk.getPath(), ranges);
      }
      next = end;
    }
  }

  private void addEach(
      ScanRun run, StoredObject object, List<ColumnChunkMetaData> chunks, long size) {
    for (ColumnChunkMetaData chunk : chunks) {
      long from = chunk.getStartingPos();
      long to = Math.min(from + chunk.getTotalSize() + MAX_UNCOUNTED_BYTES, object.size());
      List<FetchedRange> ranges = FetchedRange.split(run, object, from, to, size);
      all.addAll(ranges);
      rangesOfChunks.put(chunk.getPath(), ranges);
    }
  }

  /** Returns the bytes of a chunk. */
  ChunkInput input(ColumnChunkMetaData chunk) {
    long from = chunk.getStartingPos();
    long to = from + chunk.getTotalSize() + MAX_UNCOUNTED_BYTES;
    List<FetchedRange> ranges =
        rangesOfChunks.getOrDefault(chunk.getPath(), List.of()).stream()
            .filter(range -> range.from() < to && range.to() > from)
            .toList();
    return new RangesInput(ranges.iterator(), from, to);
  }

  /** Gives the requests up that have not begun; those under way end with their session. */
  void cancel() {
    all.forEach(FetchedRange::cancel);
  }

  /** The bytes of one chunk. */
  private final class RangesInput implements ChunkInput {
    private final Iterator<FetchedRange> ranges;
    private final long from;
    private final long to;
    private @Nullable FetchedRange current;
    private @Nullable FetchedRange ahead;

    RangesInput(Iterator<FetchedRange> ranges, long from, long to) {
      this.ranges = ranges;
      this.from = from;
      this.to = to;
      this.ahead = ranges.hasNext() ? ranges.next() : null;
    }

    @Override
    public @Nullable Part next() {
      if (current != null && !atOnce) {
        current.cancel(); // it belongs to this chunk alone, which is behind it
      }
      FetchedRange range = ahead;
      current = range;
      if (range == null) {
        return null;
      }
      range.start();
      ahead = ranges.hasNext() ? ranges.next() : null;
      if (ahead != null) {
        ahead.start();
      }
      byte[] bytes = range.await();
      int begin = (int) Math.max(0, from - range.from());
      int end = (int) (Math.min(to, range.to()) - range.from());
      return new Part(bytes, begin, end, range.from() + begin);
    }
  }
}
