/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.s3.scan;

import io.strake.planner.StrakeException;
import io.strake.s3.column.TableColumn;
import io.strake.s3.table.DataObject;
import io.strake.s3.text.TextColumn;
import io.strake.s3.text.TextContent;
import io.strake.s3.text.TextLayout;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.apache.arrow.vector.FieldVector;
import org.jspecify.annotations.Nullable;

/** A whole object of lines, streamed as it is consumed. Not thread-safe. */
public abstract class TextSegment implements Segment {
  private static final double TYPICAL_COLUMN_BYTES = 16;

  private final ScanRun run;
  private final DataObject object;
  private final TextLayout layout;

  /** What the rows are read from; closing it closes the streams below and frees the inflater. */
  private @Nullable InputStream stream;

  private @Nullable List<TextColumn> writers;
  private long bytes;
  private long firstRow;
  private long nextRow;

  TextSegment(ScanRun run, DataObject object, TextLayout layout) {
    this.run = run;
    this.object = object;
    this.layout = layout;
  }

  /** Prepares reading from the begin of the content. */
  abstract void open(InputStream content) throws IOException;

  /** Reads a row into the vectors by {@link #put}; returns false at the end. */
  abstract boolean readRow(int row) throws IOException;

  /** Returns the line, from 1, of the value being read. */
  abstract int line();

  /** Returns the place, from 1, of the value being read in its line. */
  abstract int character();

  final ScanRun run() {
    return run;
  }

  final TextLayout layout() {
    return layout;
  }

  /** Returns the place of a column in the scan; negative if it is not asked for. */
  final int column(String name) {
    for (int i = 0; i < run.columns().size(); i++) {
      if (run.columns().get(i).name().equals(name)) {
        return i;
      }
    }
    return -1;
  }

  /** Returns the error for a field that the table has no column for. */
  final StrakeException unknown(String where, String name) {
    return run.errors()
        .invalid(
            object.object(),
            where + " has '" + name + "', and the table has no such column",
            "declare it in operand 'columns' or set operand 'unknownFields' to ignore",
            null);
  }

  @Override
  public final DataObject object() {
    return object;
  }

  @Override
  public final void prefetch() {}

  @Override
  public final double bytesPerRow() {
    return TYPICAL_COLUMN_BYTES * Math.max(1, run.columns().size());
  }

  @Override
  public final int fill(List<FieldVector> vectors, int maxRows, long maxBytes) {
    bytes = 0;
    int rows = 0;
    try {
      start(vectors);
      while (rows < maxRows && bytes < maxBytes && readRow(rows)) {
        rows++;
      }
      firstRow = nextRow;
      nextRow += rows;
      return rows;
    } catch (IOException | RuntimeException e) { // whatever damaged content makes the parsers do
      throw TextContent.failure(run.errors(), object.object(), "line " + line(), e);
    }
  }

  @Override
  public final long firstRow() {
    return firstRow;
  }

  private void start(List<FieldVector> vectors) throws IOException {
    if (writers == null) {
      List<TextColumn> made = new ArrayList<>();
      for (int i = 0; i < vectors.size(); i++) {
        made.add(TextColumn.of(run.columns().get(i).type(), vectors.get(i)));
      }
      writers = made;
      stream = TextContent.open(run.session(), object.object(), layout.options());
      open(stream);
    }
  }

  /** Writes the value of a column of the scan. */
  final void put(int row, int column, String text) {
    bytes += text.length() + Long.BYTES;
    try {
      Objects.requireNonNull(writers).get(column).write(row, text);
    } catch (RuntimeException e) {
      throw unfit(run.columns().get(column), e);
    }
  }

  private StrakeException unfit(TableColumn column, RuntimeException cause) {
    String where = "line " + line() + ", character " + character();
    return run.errors()
        .invalid(
            object.object(),
            where + ", column '" + column.name() + "': the value is no " + column.type(),
            layout.remedy(column.name()),
            cause);
  }

  @Override
  public final void close() {
    if (stream != null) {
      try {
        stream.close();
      } catch (IOException e) {
        // the answer is not needed any more, and how it ends does not matter
      }
      stream = null;
    }
  }
}
