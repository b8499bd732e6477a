/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.s3.scan;

import io.strake.s3.column.ColumnType;
import io.strake.s3.column.ParquetStatistics;
import io.strake.s3.table.DataObject;
import io.strake.s3.table.RowOrder;
import io.strake.s3.table.TableContents;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.apache.parquet.hadoop.metadata.BlockMetaData;
import org.jspecify.annotations.Nullable;

/** Row groups one after the other so that their rows are in an order, if they are within each. */
final class OrderedGroups {
  private OrderedGroups() {}

  /** A row group with the exact bounds of the first column of the order. */
  record Group(
      DataObject object, BlockMetaData block, Comparable<Object> min, Comparable<Object> max) {}

  /**
   * Returns the row groups of a scan in the order that it asks for.
   *
   * @return empty if statistics do not tell that no two of them overlap, and that none has a NULL
   */
  static Optional<List<Group>> of(TableContents contents, ScanSpec spec, RowOrder order) {
    List<Group> groups = new ArrayList<>();
    for (DataObject object : contents.objects(spec.partitions(), spec.prune())) {
      if (object.footer().isEmpty()) {
        return Optional.empty();
      }
      for (BlockMetaData block :
          PrunedObjects.rowGroups(contents, object, object.footer().get(), spec)) {
        if (block.getRowCount() > 0) {
          Group group = group(contents, object, block, order);
          if (group == null) {
            return Optional.empty();
          }
          groups.add(group);
        }
      }
    }
    boolean descends = order.keys().get(0).isDescending();
    Comparator<Group> ascending = Comparator.comparing(Group::min);
    groups.sort(descends ? ascending.reversed() : ascending);
    boolean mayTouch = order.keys().size() == 1;
    for (int i = 1; i < groups.size(); i++) {
      Group low = groups.get(descends ? i : i - 1);
      Group high = groups.get(descends ? i - 1 : i);
      int gap = high.min.compareTo(low.max);
      if (gap < 0 || (gap == 0 && !mayTouch)) {
        return Optional.empty();
      }
    }
    return Optional.of(groups);
  }

  private static @Nullable Group group(
      TableContents contents, DataObject object, BlockMetaData block, RowOrder order) {
    for (RowOrder.Key key : order.keys()) {
      if (mayBeNull(object, block, key.column())) {
        return null;
      }
    }
    String first = order.keys().get(0).column();
    Comparable<?> constant = object.partition().get(first);
    if (constant != null) {
      return group(object, block, constant, constant);
    }
    ColumnType type = contents.findColumn(first).orElseThrow().type();
    return ParquetStatistics.extremes(block, first, type)
        .map(known -> group(object, block, known.min(), known.max()))
        .orElse(null);
  }

  @SuppressWarnings("unchecked") // the values of a column have one class
  private static @Nullable Group group(
      DataObject object,
      BlockMetaData block,
      @Nullable Comparable<?> min,
      @Nullable Comparable<?> max) {
    return min == null || max == null
        ? null
        : new Group(object, block, (Comparable<Object>) min, (Comparable<Object>) max);
  }

  private static boolean mayBeNull(DataObject object, BlockMetaData block, String column) {
    if (object.partition().containsKey(column)) {
      return object.partition().get(column) == null;
    }
    OptionalLong values = ParquetStatistics.values(block, column);
    return values.isEmpty() || values.getAsLong() < block.getRowCount();
  }
}
