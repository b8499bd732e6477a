/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.s3.scan;

import io.strake.planner.metadata.ColumnStatistics;
import io.strake.s3.column.Bounds;
import io.strake.s3.column.TableColumn;
import io.strake.s3.table.DataObject;
import io.strake.s3.table.FooterStatistics;
import io.strake.s3.table.TableContents;
import io.strake.s3.table.TableSize;
import io.strake.s3.table.TrackedFile;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Function;
import org.apache.parquet.hadoop.metadata.BlockMetaData;
import org.apache.parquet.hadoop.metadata.ColumnChunkMetaData;
import org.apache.parquet.hadoop.metadata.ParquetMetadata;

/**
 * What is left of a table for a scan after objects and row groups were pruned. Immutable.
 *
 * @param objects objects to read; empty if they were not listed, see {@link #estimate}
 * @param count number of objects to read; an estimate if they were not listed
 * @param total number of objects of the table, if all were listed
 * @param rowGroups row groups to read, of the objects whose footer is known
 * @param totalRowGroups row groups of these objects before pruning
 * @param bytes bytes of the columns to read, as they are stored; an estimate for objects whose
 *     footer is not known
 * @param rows rows to read; an estimate if the table's count is one
 */
public record PrunedObjects(
    List<DataObject> objects,
    double count,
    OptionalInt total,
    int rowGroups,
    int totalRowGroups,
    double bytes,
    double rows) {

  /** Returns what is left, for a planner, which does not wait until a large table is listed. */
  public static PrunedObjects estimate(TableContents contents, ScanSpec spec) {
    if (contents.isCheap(spec.partitions(), spec.prune())) {
      return of(contents, spec.narrowed(contents));
    }
    TableSize size = contents.size();
    double bytes = size.bytes() * columnShare(contents, spec);
    return new PrunedObjects(List.of(), size.objects(), size.listed(), 0, 0, bytes, size.rows());
  }

  /** Returns what is left. */
  public static PrunedObjects of(TableContents contents, ScanSpec spec) {
    List<DataObject> objects =
        contents.objects(spec.partitions(), spec.prune()).stream()
            .filter(object -> !isCovered(object, spec))
            .toList();
    int rowGroups = 0;
    int totalRowGroups = 0;
    double countedRows = 0;
    double bytes = 0;
    int unknown = 0;
    for (DataObject object : objects) {
      Optional<ParquetMetadata> footer = object.footer();
      if (footer.isPresent()) {
        List<BlockMetaData> blocks = rowGroups(contents, object, footer.get(), spec);
        rowGroups += blocks.size();
        totalRowGroups += footer.get().getBlocks().size();
        bytes += blocks.stream().mapToLong(block -> bytes(block, spec)).sum();
        countedRows += blocks.stream().mapToLong(BlockMetaData::getRowCount).sum();
      } else if (object.tracked().isPresent()) {
        countedRows += object.tracked().get().rows();
        bytes += object.object().size() * columnShare(contents, spec);
      } else {
        unknown++;
        bytes += object.object().size() * columnShare(contents, spec);
      }
    }
    TableSize size = contents.size();
    double rows = countedRows + size.rows() * unknown / Math.max(1, size.objects());
    return new PrunedObjects(
        objects, objects.size(), size.listed(), rowGroups, totalRowGroups, bytes, rows);
  }

  /**
   * Returns what is known of the columns in the rows that are left; of the whole table where
   * footers are not known.
   */
  public ColumnStatistics statistics(TableContents contents, ScanSpec spec) {
    if (spec.prune().isEmpty() || objects.stream().anyMatch(o -> o.footer().isEmpty())) {
      return contents.statistics();
    }
    List<BlockMetaData> blocks = new ArrayList<>();
    for (DataObject object : objects) {
      blocks.addAll(rowGroups(contents, object, object.footer().orElseThrow(), spec));
    }
    return new FooterStatistics(blocks, contents.columns(), rows);
  }

  /** Returns whether an object is left out without a look at its footer. */
  static boolean isCovered(DataObject object, ScanSpec spec) {
    return spec.prune().isEmpty()
        && spec.covered().map(coverage -> coverage.coversWhole(object)).orElse(false);
  }

  private static long bytes(BlockMetaData block, ScanSpec spec) {
    return block.getColumns().stream()
        .filter(chunk -> spec.columns().contains(chunk.getPath().toArray()[0]))
        .mapToLong(ColumnChunkMetaData::getTotalSize)
        .sum();
  }

  /** Returns which share of an object is read; of text all of it. */
  private static double columnShare(TableContents contents, ScanSpec spec) {
    if (contents.format().isText()) {
      return 1;
    }
    long read = contents.columns().stream().filter(c -> isRead(c, spec)).count();
    return (double) read
        / Math.max(1, contents.columns().stream().filter(TableColumn::isContent).count());
  }

  private static boolean isRead(TableColumn column, ScanSpec spec) {
    return column.isContent() && spec.columns().contains(column.name());
  }

  /** Returns the bytes to read, for people. */
  public String shownBytes() {
    return String.format(Locale.ROOT, "%.0f", bytes);
  }

  /** Returns the objects to read and all, for people; a question mark where nobody listed them. */
  public String shownObjects() {
    return (total.isEmpty() && objects.isEmpty() ? "?" : String.valueOf(objects.size()))
        + "/"
        + (total.isEmpty() ? "?" : String.valueOf(total.getAsInt()));
  }

  /** Returns the row groups of an object that may hold rows for the scan. */
  static List<BlockMetaData> rowGroups(
      TableContents contents, DataObject object, ParquetMetadata footer, ScanSpec spec) {
    if (spec.prune().isEmpty() && spec.covered().isEmpty()) {
      return footer.getBlocks();
    }
    return footer.getBlocks().stream()
        .filter(block -> isRead(contents, object, block, spec))
        .toList();
  }

  private static boolean isRead(
      TableContents contents, DataObject object, BlockMetaData block, ScanSpec spec) {
    Function<String, Bounds> bounds = new RowGroupFacts(contents, object, block)::bounds;
    return (spec.prune().isEmpty() || spec.prune().get().mayHold(bounds))
        && (spec.covered().isEmpty() || !spec.covered().get().covers(contents, object, block));
  }

  /** Returns how many parts of the objects can be read at the same time, as far as it is known. */
  int parts() {
    int parts = 0;
    for (DataObject object : objects) {
      parts += object.tracked().map(TrackedFile::rowGroups).orElse(1);
    }
    return Math.max(parts, rowGroups);
  }
}
