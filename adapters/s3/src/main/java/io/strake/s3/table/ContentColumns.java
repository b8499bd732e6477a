/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.s3.table;

import io.strake.planner.metadata.ColumnStatistics;
import io.strake.s3.column.TableColumn;
import io.strake.s3.store.StoredObject;
import io.strake.s3.text.DeclaredColumn;
import io.strake.s3.text.TextLayout;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.function.DoubleFunction;

/**
 * What some objects of a table tell of the content of all. Immutable.
 *
 * @param columns columns of the content
 * @param rowsPerObject rows of an object on average
 * @param isCounted whether the rows were counted and not guessed
 * @param layout how objects of text are read; empty for other formats
 * @param statistics maker of statistics of the columns from the rows of the table
 */
record ContentColumns(
    List<TableColumn> columns,
    double rowsPerObject,
    boolean isCounted,
    Optional<TextLayout> layout,
    DoubleFunction<ColumnStatistics> statistics) {
  /** Copies the list. */
  ContentColumns {
    columns = List.copyOf(columns);
  }

  /**
   * Returns declared columns, without reading anything.
   *
   * @param known some objects, at least one
   * @param others columns that do not come from the content
   * @param fieldBytes bytes of a value as it is stored, to guess the number of rows by
   */
  static ContentColumns declared(
      List<DeclaredColumn> declared,
      List<StoredObject> known,
      Set<String> others,
      double fieldBytes) {
    List<TableColumn> columns =
        declared.stream()
            .filter(column -> !others.contains(column.name()))
            .map(column -> TableColumn.content(column.name(), column.type(), true))
            .toList();
    double bytes = known.stream().mapToDouble(StoredObject::size).average().orElse(0);
    return new ContentColumns(
        columns,
        Math.max(1, bytes / (fieldBytes * Math.max(1, columns.size()))),
        false,
        Optional.empty(),
        rows -> column -> OptionalDouble.empty());
  }
}
