/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.s3.scan;

import io.strake.s3.table.DataObject;
import java.io.IOException;
import java.util.List;
import org.apache.arrow.vector.FieldVector;

/** A part of a scan that is read in one go: a row group or a whole object. Not thread-safe. */
public interface Segment extends AutoCloseable {
  /** Returns the object that the part belongs to. */
  DataObject object();

  /** Starts fetching without waiting; does nothing where the content is streamed. */
  void prefetch();

  /** Returns about how many bytes of memory a row takes. */
  double bytesPerRow();

  /**
   * Fills vectors that have room for {@code maxRows} rows.
   *
   * @param vectors one per column of the content that was asked for, with all rows NULL
   * @param maxBytes bytes after which a segment may hand out fewer rows
   * @return number of rows; 0 at the end
   */
  int fill(List<FieldVector> vectors, int maxRows, long maxBytes) throws IOException;

  /** Returns the number in the object, from 0, of the first row of those that were filled last. */
  long firstRow();

  /** Releases what the segment holds. Idempotent. */
  @Override
  void close();
}
