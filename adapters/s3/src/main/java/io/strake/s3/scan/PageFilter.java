/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.s3.scan;

import io.strake.s3.column.Bounds;
import io.strake.s3.column.ColumnType;
import io.strake.s3.column.Condition;
import io.strake.s3.column.ParquetStatistics;
import io.strake.s3.column.TableColumn;
import io.strake.s3.table.DataObject;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.apache.parquet.column.statistics.Statistics;
import org.apache.parquet.format.Util;
import org.apache.parquet.format.converter.ParquetMetadataConverter;
import org.apache.parquet.hadoop.metadata.BlockMetaData;
import org.apache.parquet.hadoop.metadata.ColumnChunkMetaData;
import org.apache.parquet.hadoop.metadata.ColumnPath;
import org.apache.parquet.internal.column.columnindex.ColumnIndex;
import org.apache.parquet.internal.column.columnindex.OffsetIndex;
import org.apache.parquet.internal.hadoop.metadata.IndexReference;

/**
 * Filter of the pages of one row group by their bounds, after "Parquet page index" of the Parquet
 * format specification. Not thread-safe.
 */
public final class PageFilter {
  /** Indexes that are farther apart are read by requests of their own. */
  private static final long MAX_SPAN_BYTES = 4 * 1024 * 1024;

  /** With more of the rows left, it pays to read all in one go. */
  private static final double MAX_SHARE = 0.9;

  private final ScanRun run;
  private final DataObject object;
  private final BlockMetaData block;
  private final Map<String, ColumnIndex> bounds = new HashMap<>();
  private final Map<String, OffsetIndex> offsets = new HashMap<>();

  private PageFilter(ScanRun run, DataObject object, BlockMetaData block) {
    this.run = run;
    this.object = object;
    this.block = block;
  }

  /**
   * Returns whether page indexes may save reading.
   *
   * @param chunks chunks of the columns that are read
   */
  static boolean mayPay(ScanRun run, Collection<ColumnChunkMetaData> chunks) {
    return run.spec().prune().isPresent()
        && chunks.stream()
            .allMatch(c -> ParquetStatistics.isFlat(c) && c.getOffsetIndexReference() != null);
  }

  /**
   * Reads the indexes and returns what is left.
   *
   * @param keepsPages whether to return where pages are even if nearly all of them are left
   */
  static PageSelection select(
      ScanRun run,
      DataObject object,
      BlockMetaData block,
      Collection<ColumnChunkMetaData> chunks,
      boolean keepsPages) {
    Condition condition = run.spec().prune().orElseThrow();
    PageFilter filter = new PageFilter(run, object, block);
    try {
      if (!filter.readIndexes(condition.columns(), chunks)) {
        return PageSelection.all(block.getRowCount());
      }
      RowRanges rows = filter.rows(condition);
      return !keepsPages && rows.count() > MAX_SHARE * block.getRowCount()
          ? PageSelection.all(block.getRowCount())
          : new PageSelection(rows, filter.offsetsByPath());
    } catch (IOException | RuntimeException e) {
      throw io.strake.planner.StrakeException.findIn(e)
          .orElseGet(() -> run.errors().invalid(object.object(), "its page index is damaged", e));
    }
  }

  private boolean readIndexes(Set<String> compared, Collection<ColumnChunkMetaData> chunks)
      throws IOException {
    Map<String, ColumnChunkMetaData> indexed = new HashMap<>();
    chunks.forEach(chunk -> indexed.put(name(chunk), chunk));
    Set<String> bounded = new HashSet<>();
    for (String column : compared) {
      ColumnChunkMetaData chunk = ParquetStatistics.findChunk(block, column);
      if (run.isContent(column)
          && chunk != null
          && !object.partition().containsKey(column) // the key tells its value, not the content
          && chunk.getColumnIndexReference() != null
          && chunk.getOffsetIndexReference() != null) {
        indexed.put(column, chunk);
        bounded.add(column);
      }
    }
    if (bounded.isEmpty()) {
      return false;
    }
    IndexBytes bytes = readBytes(indexed, bounded);
    for (Map.Entry<String, ColumnChunkMetaData> entry : indexed.entrySet()) {
      ColumnChunkMetaData chunk = entry.getValue();
      offsets.put(
          entry.getKey(),
          ParquetMetadataConverter.fromParquetOffsetIndex(
              Util.readOffsetIndex(bytes.stream(chunk.getOffsetIndexReference()))));
      if (bounded.contains(entry.getKey())) {
        ColumnIndex index =
            ParquetMetadataConverter.fromParquetColumnIndex(
                chunk.getPrimitiveType(),
                Util.readColumnIndex(bytes.stream(chunk.getColumnIndexReference())));
        if (index != null) { // without an order of the values there are no bounds
          bounds.put(entry.getKey(), index);
        }
      }
    }
    return !bounds.isEmpty() && offsets.values().stream().allMatch(o -> o.getPageCount() > 0);
  }

  private static String name(ColumnChunkMetaData chunk) {
    return chunk.getPath().toArray()[0];
  }

  private Map<ColumnPath, OffsetIndex> offsetsByPath() {
    Map<ColumnPath, OffsetIndex> byPath = new HashMap<>();
    offsets.forEach((column, index) -> byPath.put(ColumnPath.get(column), index));
    return byPath;
  }

  private IndexBytes readBytes(Map<String, ColumnChunkMetaData> indexed, Set<String> bounded) {
    TreeMap<Long, Integer> references = new TreeMap<>();
    indexed.forEach(
        (column, chunk) -> {
          add(references, chunk.getOffsetIndexReference());
          if (bounded.contains(column)) {
            add(references, chunk.getColumnIndexReference());
          }
        });
    long from = references.firstKey();
    long to = references.lastKey() + references.lastEntry().getValue();
    Map<Long, byte[]> parts = new HashMap<>();
    if (to - from <= MAX_SPAN_BYTES) {
      parts.put(from, read(from, (int) (to - from)));
    } else {
      references.forEach((offset, length) -> parts.put(offset, read(offset, length)));
    }
    return new IndexBytes(new TreeMap<>(parts));
  }

  private static void add(Map<Long, Integer> references, IndexReference reference) {
    references.merge(reference.getOffset(), reference.getLength(), Math::max);
  }

  private byte[] read(long offset, int length) {
    if (offset < 0 || length < 0 || length > object.object().size() - offset) {
      throw run.errors().invalid(object.object(), "its footer points behind its end", null);
    }
    return run.session().read(object.object(), offset, length);
  }

  /** Parts of the object by their positions. */
  private record IndexBytes(TreeMap<Long, byte[]> parts) {
    ByteArrayInputStream stream(IndexReference reference) {
      Map.Entry<Long, byte[]> part = parts.floorEntry(reference.getOffset());
      int from = Math.toIntExact(reference.getOffset() - part.getKey());
      return new ByteArrayInputStream(part.getValue(), from, reference.getLength());
    }
  }

  /** Returns the rows of the pages for which a condition may hold. */
  private RowRanges rows(Condition condition) {
    if (condition.columns().size() == 1) { // among others one of thousands of keys
      return rowsOfOneColumn(condition);
    } else if (condition instanceof Condition.All all) {
      return all.conditions().stream()
          .map(this::rows)
          .reduce(RowRanges.all(block.getRowCount()), RowRanges::intersect);
    } else if (condition instanceof Condition.Any any) {
      return any.conditions().stream().map(this::rows).reduce(RowRanges.NONE, RowRanges::union);
    }
    return RowRanges.all(block.getRowCount());
  }

  private RowRanges rowsOfOneColumn(Condition condition) {
    String column = condition.columns().iterator().next();
    ColumnIndex index = bounds.get(column);
    if (index == null) {
      boolean mayHold = condition.mayHold(new RowGroupFacts(run.contents(), object, block)::bounds);
      return mayHold ? RowRanges.all(block.getRowCount()) : RowRanges.NONE;
    }
    return rows(condition, column, index);
  }

  private RowRanges rows(Condition condition, String column, ColumnIndex index) {
    OffsetIndex pages = java.util.Objects.requireNonNull(offsets.get(column));
    ColumnChunkMetaData chunk =
        java.util.Objects.requireNonNull(ParquetStatistics.findChunk(block, column));
    Optional<ColumnType> type = run.contents().findColumn(column).map(TableColumn::type);
    List<RowRanges.Range> rows = new ArrayList<>();
    for (int page = 0; page < pages.getPageCount(); page++) {
      long from = pages.getFirstRowIndex(page);
      long to = pages.getLastRowIndex(page, block.getRowCount()) + 1;
      Bounds known =
          type.isEmpty()
              ? Bounds.UNKNOWN
              : ParquetStatistics.bounds(
                  statistics(index, page, chunk, to - from),
                  chunk.getPrimitiveType(),
                  to - from,
                  type.get());
      if (condition.mayHold(any -> known)) {
        rows.add(new RowRanges.Range(from, to));
      }
    }
    return RowRanges.NONE.union(new RowRanges(rows));
  }

  private static Statistics<?> statistics(
      ColumnIndex index, int page, ColumnChunkMetaData chunk, long rows) {
    Statistics.Builder builder = Statistics.getBuilderForReading(chunk.getPrimitiveType());
    if (index.getNullPages().get(page)) {
      return builder.withNumNulls(rows).build();
    }
    if (index.getNullCounts() != null && !index.getNullCounts().isEmpty()) {
      builder.withNumNulls(index.getNullCounts().get(page));
    }
    return builder
        .withMin(bytes(index.getMinValues().get(page)))
        .withMax(bytes(index.getMaxValues().get(page)))
        .build();
  }

  private static byte[] bytes(ByteBuffer buffer) {
    byte[] bytes = new byte[buffer.remaining()];
    buffer.duplicate().get(bytes);
    return bytes;
  }
}
