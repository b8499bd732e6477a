/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.s3.scan;

import io.strake.s3.column.TableColumn;
import io.strake.s3.table.DataObject;
import io.strake.s3.table.RowDeletes;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.FieldVector;
import org.apache.parquet.hadoop.metadata.BlockMetaData;
import org.apache.parquet.hadoop.metadata.ParquetMetadata;
import org.jspecify.annotations.Nullable;

/**
 * A row group without the rows that its table has deleted. Columns that tell which rows those are,
 * and that nobody else asked for, are read as well. Not thread-safe.
 */
final class DeletingSegment implements Segment {
  private final ScanRun run;
  private final RowDeletes deletes;
  private final List<TableColumn> extra = new ArrayList<>();
  private final RowGroupSegment rows;
  private RowDeletes.@Nullable Loaded loaded;

  DeletingSegment(
      ScanRun run,
      DataObject object,
      ParquetMetadata footer,
      BlockMetaData block,
      RowDeletes deletes) {
    this.run = run;
    this.deletes = deletes;
    List<TableColumn> columns = new ArrayList<>(run.columns());
    for (TableColumn column : deletes.columns()) {
      if (columns.stream().noneMatch(read -> read.name().equals(column.name()))) {
        columns.add(column);
        extra.add(column);
      }
    }
    this.rows = new RowGroupSegment(run.withColumns(columns), object, footer, block);
  }

  @Override
  public DataObject object() {
    return rows.object();
  }

  @Override
  public void prefetch() {
    rows.prefetch();
  }

  @Override
  public double bytesPerRow() {
    return rows.bytesPerRow();
  }

  @Override
  public int fill(List<FieldVector> vectors, int maxRows, long maxBytes) {
    BufferAllocator allocator = vectors.get(0).getAllocator();
    RowDeletes.Loaded known = loaded;
    if (known == null) {
      known = deletes.load(run.session(), run.segmentBytes(), allocator);
      loaded = known;
    }
    List<FieldVector> all = new ArrayList<>(vectors);
    try (ColumnVectors added = ColumnVectors.of(extra, allocator)) {
      all.addAll(added.vectors());
      while (true) {
        added.allocate(maxRows);
        int count = rows.fill(all, maxRows, maxBytes);
        if (count == 0) {
          return 0;
        }
        BitSet deleted = new BitSet();
        known.mark(rows.firstRow(), count, compared(all), deleted);
        int left = count - deleted.cardinality();
        if (left > 0) {
          if (left < count) {
            vectors.forEach(vector -> RowRemoval.remove(vector, deleted, count));
          }
          return left;
        }
        vectors.forEach(FieldVector::reset);
      }
    }
  }

  /** Tables that delete rows have no column with their numbers. */
  @Override
  public long firstRow() {
    throw new UnsupportedOperationException("the rows of a batch do not follow each other");
  }

  private List<FieldVector> compared(List<FieldVector> all) {
    List<FieldVector> compared = new ArrayList<>();
    for (TableColumn column : deletes.columns()) {
      all.stream()
          .filter(vector -> vector.getName().equals(column.name()))
          .findFirst()
          .ifPresent(compared::add);
    }
    return compared;
  }

  @Override
  public void close() {
    rows.close();
  }
}
