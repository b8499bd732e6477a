/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.s3.scan;

import io.strake.planner.StrakeException;
import io.strake.s3.column.ColumnProjection;
import io.strake.s3.column.ParquetColumn;
import io.strake.s3.column.TableColumn;
import io.strake.s3.parquet.ColumnChunk;
import io.strake.s3.parquet.ColumnNode;
import io.strake.s3.parquet.ColumnReader;
import io.strake.s3.store.Futures;
import io.strake.s3.table.DataObject;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import org.apache.arrow.vector.FieldVector;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.hadoop.metadata.BlockMetaData;
import org.apache.parquet.hadoop.metadata.ColumnChunkMetaData;
import org.apache.parquet.hadoop.metadata.ColumnPath;
import org.apache.parquet.hadoop.metadata.ParquetMetadata;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.Type;
import org.jspecify.annotations.Nullable;

/** A row group of a Parquet object. Not thread-safe. */
public final class RowGroupSegment implements Segment {
  private final ScanRun run;
  private final DataObject object;
  private final BlockMetaData block;
  private final MessageType schema;
  private final Map<ColumnPath, ColumnChunkMetaData> chunks = new HashMap<>();
  private @Nullable Future<RowGroupRead> prepared;
  private @Nullable List<@Nullable ColumnReader> readers;
  private int range;
  private long firstRow;
  private long doneOfRange;

  /**
   * Creates a segment.
   *
   * @param footer footer of the object, with the columns as the table names them
   * @param block row group of that footer
   */
  public RowGroupSegment(
      ScanRun run, DataObject object, ParquetMetadata footer, BlockMetaData block) {
    this.run = run;
    this.object = object;
    this.block = block;
    this.schema = footer.getFileMetaData().getSchema();
    for (ColumnChunkMetaData chunk : block.getColumns()) {
      String column = chunk.getPath().toArray()[0];
      boolean isConstant = object.partition().containsKey(column);
      if (!isConstant && run.columns().stream().anyMatch(wanted -> wanted.name().equals(column))) {
        check(chunk);
        chunks.put(chunk.getPath(), chunk);
      }
    }
  }

  private void check(ColumnChunkMetaData chunk) {
    long start = chunk.getStartingPos();
    long size = chunk.getTotalSize();
    if (start < 0 || size < 0 || size > object.object().size() - start) {
      throw run.errors().invalid(object.object(), "its footer points behind its end", null);
    }
  }

  @Override
  public DataObject object() {
    return object;
  }

  @Override
  public void prefetch() {
    if (prepared == null) {
      RowSelection selection = new RowSelection(run, object, block, schema, chunks);
      prepared =
          selection.mayPay()
              ? run.executor().submit(selection::choose)
              : CompletableFuture.completedFuture(selection.all());
    }
  }

  private RowGroupRead prepared() {
    prefetch();
    return Futures.await(Objects.requireNonNull(prepared));
  }

  @Override
  public double bytesPerRow() {
    long bytes =
        chunks.values().stream().mapToLong(ColumnChunkMetaData::getTotalUncompressedSize).sum();
    return (double) bytes / block.getRowCount();
  }

  @Override
  public int fill(List<FieldVector> vectors, int maxRows, long maxBytes) {
    List<RowRanges.Range> slices = nextSlices(maxRows);
    int rows = Math.toIntExact(new RowRanges(slices).count());
    if (rows == 0) {
      return 0;
    }
    List<@Nullable ColumnReader> open = readers();
    for (int i = 0; i < vectors.size(); i++) {
      ColumnReader reader = open.get(i);
      if (reader == null) {
        KnownValue.fill(vectors.get(i), constant(run.columns().get(i)), rows);
      } else {
        read(reader, slices, vectors.get(i), run.columns().get(i).name());
      }
    }
    firstRow = slices.get(0).from();
    return rows;
  }

  /** Returns the rows of the next batch; one range of them if somebody asks where they are. */
  private List<RowRanges.Range> nextSlices(int maxRows) {
    List<RowRanges.Range> ranges = prepared().selection().rows().ranges();
    List<RowRanges.Range> slices = new ArrayList<>();
    long left = maxRows;
    boolean isOne = run.needsPositions(object);
    while (range < ranges.size() && left > 0 && !(isOne && !slices.isEmpty())) {
      long from = ranges.get(range).from() + doneOfRange;
      long to = Math.min(ranges.get(range).to(), from + left);
      slices.add(new RowRanges.Range(from, to));
      left -= to - from;
      doneOfRange += to - from;
      if (to == ranges.get(range).to()) {
        range++;
        doneOfRange = 0;
      }
    }
    return slices;
  }

  /** Returns the value of a column that is not read; null for NULL. */
  private @Nullable Comparable<?> constant(TableColumn column) {
    if (object.partition().containsKey(column.name())) {
      return object.partition().get(column.name());
    } else if (column.ifAbsent().isEmpty() && !column.nullable()) {
      throw run.errors()
          .invalid(object.object(), "it lacks the required column '" + column.name() + "'", null);
    }
    return column.ifAbsent().orElse(null);
  }

  @Override
  public long firstRow() {
    return block.getRowIndexOffset() + firstRow;
  }

  private void read(
      ColumnReader reader, List<RowRanges.Range> slices, FieldVector vector, String column) {
    try {
      int at = 0;
      for (RowRanges.Range slice : slices) {
        int rows = Math.toIntExact(slice.to() - slice.from());
        reader.skipTo(slice.from());
        reader.read(rows, vector, at);
        at += rows;
      }
    } catch (IOException | RuntimeException e) { // whatever damaged bytes make the decoders do
      throw StrakeException.findIn(e)
          .orElseGet(() -> run.errors().damaged(object.object(), column, reader.offset(), e));
    }
  }

  private List<@Nullable ColumnReader> readers() {
    if (readers == null) {
      List<@Nullable ColumnReader> opened = new ArrayList<>();
      for (TableColumn column : run.columns()) {
        boolean isRead =
            schema.containsField(column.name())
                && !object.partition().containsKey(column.name())
                && !ParquetColumn.isNothing(schema.getType(column.name()));
        opened.add(isRead ? reader(column) : null);
      }
      readers = opened;
    }
    return readers;
  }

  private ColumnReader reader(TableColumn column) {
    RowGroupRead started = prepared();
    return ColumnReader.of(
        node(column),
        leaf ->
            new ColumnChunk(
                chunk(leaf).getCodec(),
                chunk(leaf).getValueCount(),
                run.verifiesChecksums(),
                started.selection().firstRows(path(leaf))),
        leaf -> started.input(path(leaf)));
  }

  private ColumnNode node(TableColumn column) {
    Type stored = schema.getType(column.name());
    return ParquetColumn.of(schema, stored)
        .flatMap(found -> ColumnProjection.of(found, column.type()))
        .orElseThrow(
            () ->
                run.errors()
                    .invalid(
                        object.object(),
                        "column '"
                            + column.name()
                            + "' cannot be read as "
                            + column.type()
                            + ", it is '"
                            + stored
                            + "'",
                        null));
  }

  private static ColumnPath path(ColumnDescriptor leaf) {
    return ColumnPath.get(leaf.getPath());
  }

  private ColumnChunkMetaData chunk(ColumnDescriptor leaf) {
    return Optional.ofNullable(chunks.get(path(leaf)))
        .orElseThrow(
            () ->
                run.errors().invalid(object.object(), "its footer lacks a chunk of " + leaf, null));
  }

  @Override
  public void close() {
    readers = null;
    Future<RowGroupRead> started = prepared;
    prepared = null;
    if (started != null && !started.cancel(false) && started.isDone()) {
      try {
        Futures.await(started).cancel();
      } catch (StrakeException e) {
        // it did not start, which whoever read it has been told
      }
    }
  }
}
