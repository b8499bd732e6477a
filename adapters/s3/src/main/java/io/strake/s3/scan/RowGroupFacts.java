/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.s3.scan;

import io.strake.s3.column.Bounds;
import io.strake.s3.column.ParquetStatistics;
import io.strake.s3.column.ParquetStatistics.Extremes;
import io.strake.s3.column.TableColumn;
import io.strake.s3.table.DataObject;
import io.strake.s3.table.TableContents;
import java.math.BigDecimal;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.apache.parquet.hadoop.metadata.BlockMetaData;

/**
 * What is known of the columns of a row group without reading it: from the listing, from its place
 * in the object, and from its statistics. Not thread-safe.
 */
final class RowGroupFacts {
  private final TableContents contents;
  private final DataObject object;
  private final BlockMetaData block;
  private final Map<String, Bounds> bounds = new HashMap<>();

  RowGroupFacts(TableContents contents, DataObject object, BlockMetaData block) {
    this.contents = contents;
    this.object = object;
    this.block = block;
  }

  /** Returns what is known of the values of a column. */
  Bounds bounds(String column) {
    return bounds.computeIfAbsent(column, this::findBounds);
  }

  private Bounds findBounds(String name) {
    TableColumn column = contents.findColumn(name).orElse(null);
    if (isOfObject(name)) {
      return Bounds.constant(object.partition().get(name));
    } else if (column == null) {
      return Bounds.UNKNOWN;
    } else if (isRowNumber(column)) {
      Extremes rows = rowNumbers();
      return new Bounds(rows.min(), rows.max(), false, true);
    }
    return isDefault(column)
        ? Bounds.constant(column.ifAbsent().get())
        : ParquetStatistics.bounds(block, name, column.type());
  }

  private Extremes rowNumbers() {
    long first = block.getRowIndexOffset();
    long count = block.getRowCount();
    return new Extremes(
        BigDecimal.valueOf(first), BigDecimal.valueOf(first + Math.max(1, count) - 1), count);
  }

  /** Returns the number of rows. */
  long rows() {
    return block.getRowCount();
  }

  /** Returns how many values of a column are not NULL, if it is known. */
  OptionalLong values(String name) {
    TableColumn column = contents.findColumn(name).orElse(null);
    if (isOfObject(name)) {
      return OptionalLong.of(object.partition().get(name) == null ? 0 : block.getRowCount());
    } else if (column == null || isDefault(column)) {
      return OptionalLong.empty();
    }
    return isRowNumber(column)
        ? OptionalLong.of(block.getRowCount())
        : ParquetStatistics.values(block, name);
  }

  /** Returns the least and greatest value of a column, if they are known for sure. */
  Optional<Extremes> extremes(String name) {
    TableColumn column = contents.findColumn(name).orElse(null);
    if (isOfObject(name)) {
      Comparable<?> value = object.partition().get(name);
      return Optional.of(new Extremes(value, value, value == null ? 0 : block.getRowCount()));
    } else if (column == null || isDefault(column)) {
      return Optional.empty();
    }
    return isRowNumber(column)
        ? Optional.of(rowNumbers())
        : ParquetStatistics.extremes(block, name, column.type());
  }

  /** Also a column of the content may have one value that some objects do not repeat. */
  private boolean isOfObject(String name) {
    return object.partition().containsKey(name);
  }

  private static boolean isRowNumber(TableColumn column) {
    return column.origin() == TableColumn.Origin.ROW_NUMBER;
  }

  /** Returns whether a column is absent and yet not NULL. */
  private boolean isDefault(TableColumn column) {
    return column.ifAbsent().isPresent() && ParquetStatistics.isAbsent(block, column.name());
  }
}
