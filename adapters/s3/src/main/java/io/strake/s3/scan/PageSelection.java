/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.s3.scan;

import io.strake.s3.scan.RowGroupFetch.ByteRange;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.parquet.hadoop.metadata.ColumnChunkMetaData;
import org.apache.parquet.hadoop.metadata.ColumnPath;
import org.apache.parquet.internal.column.columnindex.OffsetIndex;

/**
 * The rows of a row group that are read, and where the pages are that have them. Immutable.
 *
 * @param rows rows
 * @param offsets pages of each column of the scan; empty if all rows are read
 */
public record PageSelection(RowRanges rows, Map<ColumnPath, OffsetIndex> offsets) {
  /** Copies the map. */
  public PageSelection {
    offsets = Map.copyOf(offsets);
  }

  /** Returns the selection of all rows. */
  static PageSelection all(long rows) {
    return new PageSelection(RowRanges.all(rows), Map.of());
  }

  /** Returns the bytes of chunks that are needed. */
  Map<ColumnPath, List<ByteRange>> bytes(
      Map<ColumnPath, ColumnChunkMetaData> chunks, long rowCount) {
    Map<ColumnPath, List<ByteRange>> ranges = new HashMap<>();
    chunks.forEach((path, chunk) -> ranges.put(path, bytes(chunk, rowCount)));
    return ranges;
  }

  /** Returns the bytes of a chunk that are needed: its dictionary and the pages with rows. */
  private List<ByteRange> bytes(ColumnChunkMetaData chunk, long rowCount) {
    OffsetIndex pages = offsets.get(chunk.getPath());
    if (rows.ranges().isEmpty()) {
      return List.of();
    } else if (pages == null) {
      return List.of(ByteRange.of(chunk));
    }
    List<ByteRange> needed = new ArrayList<>();
    if (pages.getOffset(0) > chunk.getStartingPos()) {
      needed.add(new ByteRange(chunk.getStartingPos(), pages.getOffset(0)));
    }
    for (int page = 0; page < pages.getPageCount(); page++) {
      if (rows.overlaps(pages.getFirstRowIndex(page), pages.getLastRowIndex(page, rowCount) + 1)) {
        long from = pages.getOffset(page);
        needed.add(new ByteRange(from, from + pages.getCompressedPageSize(page)));
      }
    }
    return needed;
  }

  /** Returns the first row of each page of a column, by the position of the page in the object. */
  Map<Long, Long> firstRows(ColumnPath column) {
    OffsetIndex pages = offsets.get(column);
    Map<Long, Long> firstRows = new HashMap<>();
    for (int page = 0; pages != null && page < pages.getPageCount(); page++) {
      firstRows.put(pages.getOffset(page), pages.getFirstRowIndex(page));
    }
    return firstRows;
  }
}
