/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.s3.table;

import io.strake.s3.column.TableColumn;
import io.strake.s3.store.ObjectSession;
import java.util.BitSet;
import java.util.List;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.FieldVector;

/** Rows of one object that were deleted from its table. Thread-safe. */
public interface RowDeletes {
  /** Returns the columns whose values tell whether a row is deleted; empty if none is asked. */
  List<TableColumn> columns();

  /**
   * Reads which rows are deleted, unless that is known already.
   *
   * @param session requests of the scan, which end with it
   * @param maxBytes bytes that may be held of what was fetched
   * @param allocator memory for the time of the call
   * @throws io.strake.planner.StrakeException if that cannot be read
   */
  Loaded load(ObjectSession session, long maxBytes, BufferAllocator allocator);

  /** Deleted rows that are known. Thread-safe. */
  @FunctionalInterface
  interface Loaded {
    /**
     * Adds the deleted rows among some.
     *
     * @param firstRow position of the first of them in the object
     * @param rows how many there are
     * @param columns vectors of {@link RowDeletes#columns}
     * @param deleted bits of the rows, counted from {@code firstRow} on
     */
    void mark(long firstRow, int rows, List<FieldVector> columns, BitSet deleted);
  }
}
