/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.s3.scan;

import io.strake.s3.parquet.ChunkInput;
import io.strake.s3.store.StoredObject;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.parquet.hadoop.metadata.ColumnChunkMetaData;
import org.apache.parquet.hadoop.metadata.ColumnPath;
import org.jspecify.annotations.Nullable;

/**
 * The requests for what is read of the column chunks of one row group.
 *
 * <p>What fits into the memory of its reader is fetched at once, near ranges in one request and
 * large ones in several. Otherwise every chunk is fetched by itself, a request ahead of the page
 * that is decoded. Not thread-safe.
 */
public final class RowGroupFetch {
  /** Bytes between two ranges that cost less than a request of their own. */
  private static final long MAX_GAP_BYTES = 256 * 1024;

  private static final long MAX_REQUEST_BYTES = 8 * 1024 * 1024;
  private static final long MIN_REQUEST_BYTES = 256 * 1024;

  private final Map<ColumnPath, List<Piece>> piecesOfChunks = new HashMap<>();
  private final List<FetchedRange> all = new ArrayList<>();
  private final boolean atOnce;

  private RowGroupFetch(boolean atOnce) {
    this.atOnce = atOnce;
  }

  /** Bytes of an object from {@code from} on, before {@code to}. */
  record ByteRange(long from, long to) {
    /** Old writers left the header of the dictionary out when they counted the bytes of a chunk. */
    private static final long MAX_UNCOUNTED_BYTES = 100;

    static ByteRange of(ColumnChunkMetaData chunk) {
      long from = chunk.getStartingPos();
      return new ByteRange(from, from + chunk.getTotalSize() + MAX_UNCOUNTED_BYTES);
    }

    ByteRange within(StoredObject object) {
      return new ByteRange(from, Math.min(to, object.size()));
    }
  }

  /** A part of a chunk within what one request fetches. */
  private record Piece(FetchedRange range, long from, long to) {}

  /**
   * Starts the requests.
   *
   * @param chunks ranges of each chunk in ascending order
   * @param maxBytes bytes that the row group may hold in memory
   */
  static RowGroupFetch start(
      ScanRun run, StoredObject object, Map<ColumnPath, List<ByteRange>> chunks, long maxBytes) {
    Map<ColumnPath, List<ByteRange>> ranges = within(object, chunks);
    long total =
        ranges.values().stream().flatMap(List::stream).mapToLong(r -> r.to() - r.from()).sum();
    RowGroupFetch fetch = new RowGroupFetch(total <= maxBytes);
    if (fetch.atOnce) {
      fetch.addCoalesced(run, object, ranges);
      fetch.all.forEach(FetchedRange::start);
    } else {
      long size = maxBytes / (2L * ranges.size()); // one is decoded while the next one comes
      fetch.addEach(
          run, object, ranges, Math.min(MAX_REQUEST_BYTES, Math.max(MIN_REQUEST_BYTES, size)));
    }
    return fetch;
  }

  /** Returns what is fetched by this thread, one request after the other. */
  static RowGroupFetch now(
      ScanRun run, StoredObject object, Map<ColumnPath, List<ByteRange>> chunks) {
    RowGroupFetch fetch = new RowGroupFetch(true);
    fetch.addCoalesced(run, object, within(object, chunks));
    fetch.all.forEach(FetchedRange::read);
    return fetch;
  }

  private static Map<ColumnPath, List<ByteRange>> within(
      StoredObject object, Map<ColumnPath, List<ByteRange>> chunks) {
    Map<ColumnPath, List<ByteRange>> ranges = new HashMap<>();
    chunks.forEach(
        (chunk, wanted) ->
            ranges.put(chunk, wanted.stream().map(range -> range.within(object)).toList()));
    return ranges;
  }

  private void addCoalesced(
      ScanRun run, StoredObject object, Map<ColumnPath, List<ByteRange>> ranges) {
    List<ByteRange> sorted =
        ranges.values().stream()
            .flatMap(List::stream)
            .sorted(Comparator.comparingLong(ByteRange::from))
            .toList();
    int next = 0;
    while (next < sorted.size()) {
      long from = sorted.get(next).from();
      long to = from;
      while (next < sorted.size() && sorted.get(next).from() - to <= MAX_GAP_BYTES) {
        to = Math.max(to, sorted.get(next++).to());
      }
      all.addAll(FetchedRange.split(run, object, from, to, MAX_REQUEST_BYTES));
    }
    ranges.forEach((chunk, wanted) -> piecesOfChunks.put(chunk, pieces(wanted, all)));
  }

  private void addEach(
      ScanRun run, StoredObject object, Map<ColumnPath, List<ByteRange>> ranges, long size) {
    ranges.forEach(
        (chunk, wanted) -> {
          List<FetchedRange> own = new ArrayList<>();
          for (ByteRange range : wanted) {
            own.addAll(FetchedRange.split(run, object, range.from(), range.to(), size));
          }
          all.addAll(own);
          piecesOfChunks.put(chunk, pieces(wanted, own));
        });
  }

  private static List<Piece> pieces(List<ByteRange> wanted, List<FetchedRange> fetched) {
    List<Piece> pieces = new ArrayList<>();
    for (ByteRange range : wanted) {
      for (FetchedRange part : fetched) {
        long from = Math.max(range.from(), part.from());
        long to = Math.min(range.to(), part.to());
        if (from < to) {
          pieces.add(new Piece(part, from, to));
        }
      }
    }
    return pieces;
  }

  /** Returns the bytes of a chunk. */
  ChunkInput input(ColumnPath chunk) {
    return new PiecesInput(piecesOfChunks.getOrDefault(chunk, List.of()));
  }

  /** Gives the requests up that have not begun; those under way end with their session. */
  void cancel() {
    all.forEach(FetchedRange::cancel);
  }

  /** The bytes of one chunk. */
  private final class PiecesInput implements ChunkInput {
    private final List<Piece> pieces;
    private int next;

    PiecesInput(List<Piece> pieces) {
      this.pieces = pieces;
    }

    @Override
    public @Nullable Part next() {
      if (next > 0 && !atOnce) {
        pieces.get(next - 1).range().cancel(); // it belongs to this chunk alone, which is behind it
      }
      if (next == pieces.size()) {
        return null;
      }
      Piece piece = pieces.get(next++);
      piece.range().start();
      if (next < pieces.size()) {
        pieces.get(next).range().start();
      }
      byte[] bytes = piece.range().await();
      int begin = (int) (piece.from() - piece.range().from());
      int end = (int) (piece.to() - piece.range().from());
      return new Part(bytes, begin, end, piece.from());
    }
  }
}
