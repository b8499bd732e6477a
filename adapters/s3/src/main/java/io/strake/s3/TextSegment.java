/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.s3;

import io.strake.planner.StrakeException;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.zip.GZIPInputStream;
import org.apache.arrow.vector.FieldVector;
import org.jspecify.annotations.Nullable;

/** A whole object of lines, streamed as it is consumed. Not thread-safe. */
abstract class TextSegment implements Segment {
  private static final int BUFFER_BYTES = 64 * 1024;
  private static final double TYPICAL_COLUMN_BYTES = 16;

  private final ScanRun run;
  private final DataObject object;

  /** What the rows are read from; closing it closes the streams below and frees the inflater. */
  private @Nullable InputStream stream;

  private @Nullable List<TextColumn> writers;
  private long bytes;

  TextSegment(ScanRun run, DataObject object) {
    this.run = run;
    this.object = object;
  }

  /** Prepares reading from the begin of the content. */
  abstract void open(InputStream content) throws IOException;

  /** Reads a row into the vectors by {@link #put}; returns false at the end. */
  abstract boolean readRow(int row) throws IOException;

  /** Returns the line, from 1, of the row being read. */
  abstract int line();

  final ScanRun run() {
    return run;
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
      return rows;
    } catch (StrakeException e) {
      throw e;
    } catch (IOException | RuntimeException e) { // whatever damaged content makes the parsers do
      throw run.errors().invalid(object.object(), "line " + line() + " cannot be read", e);
    }
  }

  private void start(List<FieldVector> vectors) throws IOException {
    if (writers == null) {
      List<TextColumn> made = new ArrayList<>();
      for (int i = 0; i < vectors.size(); i++) {
        made.add(TextColumn.of(run.columns().get(i).type(), vectors.get(i)));
      }
      writers = made;
      stream = new BufferedInputStream(run.session().open(object.object()), BUFFER_BYTES);
      if (object.object().key().toLowerCase(Locale.ROOT).endsWith(".gz")) {
        stream = new GZIPInputStream(new KnownEndStream(stream), BUFFER_BYTES);
      }
      open(stream);
    }
  }

  /** Writes the value of a column of the scan. */
  final void put(int row, int column, String text) {
    bytes += text.length() + Long.BYTES;
    try {
      java.util.Objects.requireNonNull(writers).get(column).write(row, text);
    } catch (RuntimeException e) {
      TableColumn wrong = run.columns().get(column);
      throw run.errors()
          .invalid(
              object.object(),
              "line " + line() + ", column '" + wrong.name() + "': the value is no " + wrong.type(),
              e);
    }
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
