/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.s3;

import io.strake.planner.StrakeException;
import io.strake.s3.parquet.ColumnChunk;
import io.strake.s3.parquet.ColumnReader;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.apache.arrow.vector.FieldVector;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.hadoop.metadata.BlockMetaData;
import org.apache.parquet.hadoop.metadata.ColumnChunkMetaData;
import org.apache.parquet.hadoop.metadata.ColumnPath;
import org.apache.parquet.hadoop.metadata.ParquetMetadata;
import org.apache.parquet.schema.MessageType;
import org.jspecify.annotations.Nullable;

/** A row group of a Parquet object. Not thread-safe. */
final class RowGroupSegment implements Segment {
  private final ScanRun run;
  private final DataObject object;
  private final BlockMetaData block;
  private final MessageType schema;
  private final Map<ColumnPath, ColumnChunkMetaData> chunks = new HashMap<>();
  private @Nullable RowGroupFetch fetch;
  private @Nullable List<@Nullable ColumnReader> readers;
  private long done;

  RowGroupSegment(ScanRun run, DataObject object, ParquetMetadata footer, BlockMetaData block) {
    this.run = run;
    this.object = object;
    this.block = block;
    this.schema = footer.getFileMetaData().getSchema();
    for (ColumnChunkMetaData chunk : block.getColumns()) {
      String column = chunk.getPath().toArray()[0];
      if (run.columns().stream().anyMatch(wanted -> wanted.name().equals(column))) {
        chunks.put(chunk.getPath(), chunk);
      }
    }
  }

  @Override
  public DataObject object() {
    return object;
  }

  @Override
  public void prefetch() {
    if (fetch == null && !chunks.isEmpty()) {
      fetch =
          RowGroupFetch.start(
              run,
              object.object(),
              List.copyOf(chunks.values()),
              ScanStart.segmentBytes(run.readers()));
    }
  }

  @Override
  public double bytesPerRow() {
    long bytes =
        chunks.values().stream().mapToLong(ColumnChunkMetaData::getTotalUncompressedSize).sum();
    return (double) bytes / block.getRowCount();
  }

  @Override
  public int fill(List<FieldVector> vectors, int maxRows, long maxBytes) {
    int rows = (int) Math.min(maxRows, block.getRowCount() - done);
    if (rows == 0) {
      return 0;
    }
    List<@Nullable ColumnReader> open = readers();
    for (int i = 0; i < vectors.size(); i++) {
      ColumnReader reader = open.get(i);
      if (reader != null) {
        read(reader, rows, vectors.get(i), run.columns().get(i).name());
      }
    }
    done += rows;
    return rows;
  }

  private void read(ColumnReader reader, int rows, FieldVector vector, String column) {
    try {
      reader.read(rows, vector);
    } catch (IOException | RuntimeException e) { // whatever damaged bytes make the decoders do
      throw StrakeException.findIn(e)
          .orElseGet(() -> run.errors().damaged(object.object(), column, reader.offset(), e));
    }
  }

  private List<@Nullable ColumnReader> readers() {
    if (readers == null) {
      prefetch();
      List<@Nullable ColumnReader> opened = new ArrayList<>();
      for (TableColumn column : run.columns()) {
        opened.add(schema.containsField(column.name()) ? reader(column.name()) : null);
      }
      readers = opened;
    }
    return readers;
  }

  private ColumnReader reader(String name) {
    RowGroupFetch started = Objects.requireNonNull(fetch);
    ParquetColumn column = ParquetColumn.of(schema, schema.getType(name)).orElseThrow();
    return ColumnReader.of(
        column.node(),
        leaf ->
            new ColumnChunk(
                chunk(leaf).getCodec(), chunk(leaf).getValueCount(), run.verifiesChecksums()),
        leaf -> started.input(chunk(leaf)));
  }

  private ColumnChunkMetaData chunk(ColumnDescriptor leaf) {
    return Optional.ofNullable(chunks.get(ColumnPath.get(leaf.getPath())))
        .orElseThrow(
            () ->
                run.errors().invalid(object.object(), "its footer lacks a chunk of " + leaf, null));
  }

  @Override
  public void close() {
    readers = null;
    if (fetch != null) {
      fetch.cancel();
      fetch = null;
    }
  }
}
