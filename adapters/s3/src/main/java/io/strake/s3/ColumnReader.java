/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.s3;

import java.io.IOException;
import org.apache.arrow.vector.FieldVector;
import org.apache.parquet.io.ParquetDecodingException;
import org.jspecify.annotations.Nullable;

/** Reader of one column of a row group across its pages. Not thread-safe. */
final class ColumnReader {
  private final PageDecoder pages;
  private final VectorSink sink;
  private @Nullable Page page;
  private int row;
  private int value;

  ColumnReader(PageDecoder pages, VectorSink sink) {
    this.pages = pages;
    this.sink = sink;
  }

  /** Writes the next rows into a vector, from its first row on. */
  void read(int rows, FieldVector vector) throws IOException {
    int done = 0;
    while (done < rows) {
      Page current = page;
      if (current == null || row == current.rows()) {
        current = pages.next();
        if (current == null) {
          throw new ParquetDecodingException("a column chunk has fewer rows than its row group");
        }
        page = current;
        row = 0;
        value = 0;
      }
      int count = Math.min(rows - done, current.rows() - row);
      sink.write(current, row, value, count, vector, done);
      value += current.valuesIn(row, count);
      row += count;
      done += count;
    }
  }
}
