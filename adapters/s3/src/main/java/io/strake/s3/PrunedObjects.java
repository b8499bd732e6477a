/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.s3;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.parquet.hadoop.metadata.BlockMetaData;
import org.apache.parquet.hadoop.metadata.ParquetMetadata;

/**
 * What is left of a table for a scan after objects and row groups were pruned. Immutable.
 *
 * @param objects objects to read
 * @param total number of objects of the table
 * @param rowGroups row groups to read, of the objects whose footer is known
 * @param totalRowGroups row groups of the table, of the objects whose footer is known
 * @param rows rows to read; an estimate if the table's count is one
 */
record PrunedObjects(
    List<DataObject> objects, int total, int rowGroups, int totalRowGroups, double rows) {

  static PrunedObjects of(TableContents contents, ScanSpec spec) {
    List<DataObject> kept = new ArrayList<>();
    int rowGroups = 0;
    int totalRowGroups = 0;
    double countedRows = 0;
    long unknownBytes = 0;
    for (DataObject object : contents.objects()) {
      boolean isKept = keeps(object, spec);
      Optional<ParquetMetadata> footer = object.footer();
      totalRowGroups += footer.map(f -> f.getBlocks().size()).orElse(0);
      if (isKept) {
        kept.add(object);
        if (footer.isPresent()) {
          List<BlockMetaData> blocks = rowGroups(contents, object, footer.get(), spec);
          rowGroups += blocks.size();
          countedRows += blocks.stream().mapToLong(BlockMetaData::getRowCount).sum();
        } else {
          unknownBytes += object.object().size();
        }
      }
    }
    double rows = countedRows + rowsOf(contents, unknownBytes);
    return new PrunedObjects(
        List.copyOf(kept), contents.objects().size(), rowGroups, totalRowGroups, rows);
  }

  /** Returns the row groups of an object that may hold rows for the scan. */
  static List<BlockMetaData> rowGroups(
      TableContents contents, DataObject object, ParquetMetadata footer, ScanSpec spec) {
    if (spec.prune().isEmpty()) {
      return footer.getBlocks();
    }
    return footer.getBlocks().stream()
        .filter(block -> spec.prune().get().mayHold(bounds(contents, object, block)))
        .toList();
  }

  private static boolean keeps(DataObject object, ScanSpec spec) {
    return spec.partitions()
        .map(condition -> condition.mayHold(name -> Bounds.constant(object.partition().get(name))))
        .orElse(true);
  }

  private static java.util.function.Function<String, Bounds> bounds(
      TableContents contents, DataObject object, BlockMetaData block) {
    Map<String, Bounds> known = new HashMap<>();
    return name ->
        known.computeIfAbsent(
            name,
            column ->
                object.partition().containsKey(column)
                    ? Bounds.constant(object.partition().get(column))
                    : contents
                        .findColumn(column)
                        .map(c -> ParquetStatistics.bounds(block, column, c.type()))
                        .orElse(Bounds.UNKNOWN));
  }

  private static double rowsOf(TableContents contents, long bytes) {
    if (bytes == 0) {
      return 0;
    }
    long total = contents.objects().stream().mapToLong(o -> o.object().size()).sum();
    return contents.rows() * bytes / Math.max(1, total);
  }
}
