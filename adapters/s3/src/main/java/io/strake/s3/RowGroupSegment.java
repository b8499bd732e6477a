/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.s3;

import io.strake.planner.StrakeException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.arrow.vector.FieldVector;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.column.page.PageReadStore;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.metadata.BlockMetaData;
import org.apache.parquet.hadoop.metadata.ColumnChunkMetaData;
import org.apache.parquet.hadoop.metadata.ParquetMetadata;
import org.apache.parquet.schema.MessageType;
import org.jspecify.annotations.Nullable;

/** A row group of a Parquet object. Not thread-safe. */
final class RowGroupSegment implements Segment {
  private final ScanRun run;
  private final DataObject object;
  private final ParquetMetadata footer;
  private final BlockMetaData block;
  private final List<ColumnChunkMetaData> chunks = new ArrayList<>();
  private @Nullable RowGroupFetch fetch;
  private @Nullable ParquetFileReader file;
  private @Nullable List<@Nullable ColumnReader> readers;
  private long done;

  RowGroupSegment(ScanRun run, DataObject object, ParquetMetadata footer, BlockMetaData block) {
    this.run = run;
    this.object = object;
    this.footer = footer;
    this.block = block;
    for (TableColumn column : run.columns()) {
      ColumnChunkMetaData chunk = ParquetStatistics.findChunk(block, column.name());
      if (chunk != null) {
        chunks.add(chunk);
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
      fetch = RowGroupFetch.start(run, object.object(), chunks);
    }
  }

  @Override
  public double bytesPerRow() {
    long bytes = chunks.stream().mapToLong(ColumnChunkMetaData::getTotalUncompressedSize).sum();
    return (double) bytes / block.getRowCount();
  }

  @Override
  public int fill(List<FieldVector> vectors, int maxRows, long maxBytes) {
    int rows = (int) Math.min(maxRows, block.getRowCount() - done);
    if (rows == 0) {
      return 0;
    }
    try {
      List<@Nullable ColumnReader> open = readers();
      for (int i = 0; i < vectors.size(); i++) {
        ColumnReader reader = open.get(i);
        if (reader != null) {
          reader.read(rows, vectors.get(i));
        }
      }
    } catch (StrakeException e) {
      throw e;
    } catch (IOException | RuntimeException e) { // whatever damaged bytes make the decoders do
      throw run.errors().invalid(object.object(), "its content is damaged", e);
    }
    done += rows;
    return rows;
  }

  private List<@Nullable ColumnReader> readers() throws IOException {
    if (readers == null) {
      List<@Nullable ColumnReader> opened = new ArrayList<>();
      PageReadStore pages = chunks.isEmpty() ? null : readPages();
      MessageType schema = footer.getFileMetaData().getSchema();
      for (TableColumn column : run.columns()) {
        boolean isPresent =
            pages != null && ParquetStatistics.findChunk(block, column.name()) != null;
        opened.add(isPresent ? reader(schema, column.name(), pages) : null);
      }
      readers = opened;
    }
    return readers;
  }

  private PageReadStore readPages() throws IOException {
    prefetch();
    RangeStream stream =
        new RangeStream(
            run.session(), object.object(), java.util.Objects.requireNonNull(fetch).await());
    fetch = null;
    file = run.files().open(stream, footer);
    MessageType schema = footer.getFileMetaData().getSchema();
    file.setRequestedSchema(
        chunks.stream()
            .map(chunk -> schema.getColumnDescription(chunk.getPath().toArray()))
            .toList());
    return file.readRowGroup(footer.getBlocks().indexOf(block));
  }

  private static ColumnReader reader(MessageType schema, String name, PageReadStore pages)
      throws IOException {
    ColumnDescriptor descriptor = schema.getColumnDescription(new String[] {name});
    ParquetType type = ParquetType.of(descriptor.getPrimitiveType()).orElseThrow();
    return new ColumnReader(
        new PageDecoder(descriptor, pages.getPageReader(descriptor)),
        VectorSink.of(type.conversion()));
  }

  @Override
  public void close() {
    if (fetch != null) {
      fetch.cancel();
      fetch = null;
    }
    if (file != null) {
      try {
        file.close();
      } catch (IOException e) {
        throw new java.io.UncheckedIOException("a file in memory does not fail to close", e);
      } finally {
        file = null;
        readers = null;
      }
    }
  }
}
