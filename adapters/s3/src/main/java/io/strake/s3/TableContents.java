/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.s3;

import java.util.List;
import java.util.Optional;

/**
 * The objects and columns of a table at one moment. Immutable.
 *
 * @param format format of all objects
 * @param objects objects in the order of their keys
 * @param columns columns of the content, then the partition columns
 * @param rows number of rows
 * @param isExact whether {@code rows} was counted and not guessed
 * @param layout how objects of text are read; empty for other formats
 */
record TableContents(
    Format format,
    List<DataObject> objects,
    List<TableColumn> columns,
    double rows,
    boolean isExact,
    Optional<TextLayout> layout) {

  /** Copies the lists. */
  TableContents {
    objects = List.copyOf(objects);
    columns = List.copyOf(columns);
  }

  /** Creates the contents of a table that is not of text. */
  TableContents(
      Format format,
      List<DataObject> objects,
      List<TableColumn> columns,
      double rows,
      boolean isExact) {
    this(format, objects, columns, rows, isExact, Optional.empty());
  }

  Optional<TableColumn> findColumn(String name) {
    return columns.stream().filter(column -> column.name().equals(name)).findFirst();
  }
}
