/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.s3.table;

import io.strake.planner.metadata.ColumnStatistics;
import io.strake.s3.column.Condition;
import io.strake.s3.column.TableColumn;
import io.strake.s3.text.TextLayout;
import java.util.List;
import java.util.Optional;

/**
 * The objects and columns of a table at one moment. What was asked for once stays as it was then.
 * Thread-safe.
 */
public interface TableContents {
  /** Contents of no table, for objects that are read beside one. */
  TableContents NONE = new NoContents();

  /** Returns the name of the table. */
  String name();

  /** Returns the format of the objects. */
  Format format();

  /** Returns the columns of the content, then the partition columns. */
  List<TableColumn> columns();

  /** Returns the size of the whole table. */
  TableSize size();

  /** Returns how objects of text are read; empty for other formats. */
  Optional<TextLayout> layout();

  /** Returns what is known of the columns without further requests. */
  ColumnStatistics statistics();

  /** Returns the column of a name, if there is one. */
  default Optional<TableColumn> findColumn(String name) {
    return columns().stream().filter(column -> column.name().equals(name)).findFirst();
  }

  /**
   * Returns whether objects may have a field of a name in their content: one of a column, one that
   * something else than the content tells, or any if unknown ones are left out.
   */
  default boolean hasField(String name) {
    return true;
  }

  /**
   * Returns whether {@link #objects} has little to wait for: a planner asks for all objects of a
   * table, also if another plan with a filter is taken.
   */
  boolean isCheap(Optional<Condition> partitions, Optional<Condition> prune);

  /**
   * Returns the objects that may have rows for a query, in a fixed order.
   *
   * @param partitions condition over partition columns that holds for each of the objects
   * @param prune condition that rows are filtered by later; tables that know bounds of their
   *     objects leave those out for which it cannot hold
   */
  List<DataObject> objects(Optional<Condition> partitions, Optional<Condition> prune);

  /**
   * Returns whether objects may have rows that do not count, now or at any later time, so that the
   * numbers in their footers do not always answer for the table.
   */
  boolean mayDeleteRows();
}
