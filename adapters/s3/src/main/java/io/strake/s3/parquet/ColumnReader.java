/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.s3.parquet;

import java.io.IOException;
import java.util.function.Function;
import org.apache.arrow.vector.FieldVector;
import org.apache.parquet.column.ColumnDescriptor;

/** Reader of one column of a row group. Not thread-safe. */
public interface ColumnReader {
  /**
   * Writes the next rows into a vector.
   *
   * @param rows number of rows, at most those that are left
   * @param vector vector of the column's type with room for the rows, and filled up to the first
   * @param at row of the vector that is the first one; 0 for nested columns
   * @throws DamageException if the bytes are not what the format demands; damaged bytes may lead to
   *     unchecked exceptions as well
   */
  void read(int rows, FieldVector vector, int at) throws IOException;

  /**
   * Passes over rows.
   *
   * @param row row in the row group that is read next, not before the one that would be
   */
  void skipTo(long row) throws IOException;

  /** Returns the position in the file that was reached, in bytes. */
  long offset();

  /**
   * Returns a reader of a column.
   *
   * @param chunks what is known of the chunk of each leaf
   * @param inputs the bytes of the chunk of each leaf
   */
  static ColumnReader of(
      ColumnNode node,
      Function<ColumnDescriptor, ColumnChunk> chunks,
      Function<ColumnDescriptor, ChunkInput> inputs) {
    Function<ColumnDescriptor, PageCursor> cursors =
        column ->
            new PageCursor(
                column, new PageStream(column, chunks.apply(column), inputs.apply(column)));
    return node instanceof ColumnNode.Leaf leaf
        ? new FlatReader(
            leaf, cursors.apply(leaf.column()), chunks.apply(leaf.column()).firstRows())
        : new NestedReader(node, cursors);
  }
}
