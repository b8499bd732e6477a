/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.s3.table;

import io.strake.planner.metadata.ColumnStatistics;
import io.strake.planner.metadata.ValueDistribution;
import io.strake.s3.column.Bounds;
import io.strake.s3.column.ColumnType;
import io.strake.s3.column.ParquetStatistics;
import io.strake.s3.column.TableColumn;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.calcite.sql.type.SqlTypeName;
import org.apache.parquet.hadoop.metadata.BlockMetaData;
import org.apache.parquet.hadoop.metadata.ColumnChunkMetaData;
import org.apache.parquet.hadoop.metadata.ParquetMetadata;
import org.jspecify.annotations.Nullable;

/**
 * What the footers of Parquet objects tell a planner of their columns: NULLs, where values lie, how
 * many are different, and how long texts are.
 *
 * <p>A column is looked at when it is first asked for. Thread-safe.
 */
public final class FooterStatistics implements ColumnStatistics {
  private static final int PARTS = 32;
  private static final double MICROS_PER_SECOND = 1e6;

  private final List<BlockMetaData> blocks;
  private final Map<String, TableColumn> columns = new HashMap<>();
  private final double rows;
  private final Map<String, Known> known = new ConcurrentHashMap<>();

  /**
   * Creates statistics.
   *
   * @param blocks all row groups, or some that stand for the others
   * @param columns columns of the table
   * @param rows rows of the table
   */
  public FooterStatistics(List<BlockMetaData> blocks, List<TableColumn> columns, double rows) {
    this.blocks = List.copyOf(blocks);
    columns.forEach(column -> this.columns.put(column.name(), column));
    this.rows = rows;
  }

  /** Returns the statistics of all row groups of some footers. */
  public static FooterStatistics of(
      List<ParquetMetadata> footers, List<TableColumn> columns, double rows) {
    List<BlockMetaData> blocks = footers.stream().flatMap(f -> f.getBlocks().stream()).toList();
    return new FooterStatistics(blocks, columns, rows);
  }

  private record Known(
      OptionalDouble distinct, OptionalDouble bytes, Optional<ValueDistribution> distribution) {
    static final Known NOTHING =
        new Known(OptionalDouble.empty(), OptionalDouble.empty(), Optional.empty());
  }

  @Override
  public OptionalDouble distinctValues(String column) {
    return of(column).distinct;
  }

  @Override
  public OptionalDouble averageBytes(String column) {
    return of(column).bytes;
  }

  @Override
  public Optional<ValueDistribution> distribution(String column) {
    return of(column).distribution;
  }

  private Known of(String column) {
    return known.computeIfAbsent(column, this::find);
  }

  private Known find(String name) {
    TableColumn column = columns.get(name);
    if (column == null || !column.isContent() || column.unreadable().isPresent()) {
      return Known.NOTHING;
    }
    Sums sums = new Sums(column.type());
    blocks.forEach(block -> sums.add(block, name));
    return sums.isNested || sums.values == 0 ? Known.NOTHING : sums.known(rows);
  }

  /** Sums over the chunks of one column. */
  private static final class Sums {
    private final ColumnType type;
    private final ValueRanges ranges = new ValueRanges();
    private @Nullable Comparable<?> min;
    private @Nullable Comparable<?> max;
    private double rows;
    private double values;
    private double distinct;
    private double textBytes;
    private int chunks;
    private boolean isNested;
    private boolean isUnbounded;

    Sums(ColumnType type) {
      this.type = type;
    }

    void add(BlockMetaData block, String column) {
      rows += block.getRowCount();
      Bounds bounds = ParquetStatistics.bounds(block, column, type);
      ColumnChunkMetaData chunk = ParquetStatistics.findChunk(block, column);
      if (chunk == null) {
        isNested |= bounds.mayBeValue();
        return;
      }
      double count = DistinctEstimate.values(chunk);
      if (!bounds.mayBeValue() || count == 0) {
        return;
      }
      chunks++;
      values += count;
      textBytes += count * DistinctEstimate.textBytes(chunk);
      double width = Double.POSITIVE_INFINITY;
      if (bounds.min() == null || bounds.max() == null) {
        isUnbounded = true;
      } else {
        widen(bounds.min(), bounds.max());
        double low = position(bounds.min());
        double high = Math.max(low, position(bounds.max()));
        ranges.add(low, high, count);
        width = isWhole() ? high - low : width;
      }
      distinct += DistinctEstimate.ofChunk(chunk, count, width);
    }

    private void widen(Comparable<?> low, Comparable<?> high) {
      min = min == null || compare(low, min) < 0 ? low : min;
      max = max == null || compare(high, max) > 0 ? high : max;
    }

    @SuppressWarnings("unchecked") // the bounds of a column have one class
    private static int compare(Comparable<?> one, Comparable<?> other) {
      return ((Comparable<Object>) one).compareTo(other);
    }

    Known known(double tableRows) {
      boolean isBounded = !isUnbounded && !ranges.isEmpty();
      double estimate =
          DistinctEstimate.ofTable(
              distinct / chunks,
              values / chunks,
              tableRows * values / rows,
              isBounded && hasPosition() ? ranges.averageCover() : 1);
      double most = isBounded && isWhole() ? ranges.width() + 1 : Double.POSITIVE_INFINITY;
      double different = Math.max(1, Math.min(estimate, most));
      boolean isText = type.name() == SqlTypeName.VARCHAR || type.name() == SqlTypeName.VARBINARY;
      return new Known(
          OptionalDouble.of(different),
          isText ? OptionalDouble.of(textBytes / values) : OptionalDouble.empty(),
          Optional.of(
              ValueDistribution.of(
                  1 - values / rows, different, Map.of(), isBounded ? bounds() : List.of())));
    }

    private List<Comparable<?>> bounds() {
      Comparable<?> least = PlannedValue.of(type, min);
      Comparable<?> greatest = PlannedValue.of(type, max);
      if (least == null || greatest == null) {
        return List.of();
      }
      List<Comparable<?>> bounds = new ArrayList<>();
      bounds.add(least);
      if (hasPosition()) {
        double[] quantiles = ranges.quantiles(PARTS);
        for (int i = 1; i < PARTS; i++) {
          bounds.add(PlannedValue.at(type, quantiles[i]));
        }
      }
      bounds.add(greatest);
      return bounds;
    }

    private boolean hasPosition() {
      return min instanceof BigDecimal || min instanceof Long;
    }

    private boolean isWhole() {
      return SqlTypeName.INT_TYPES.contains(type.name())
          || type.name() == SqlTypeName.DATE
          || (type.name() == SqlTypeName.DECIMAL && type.scale() == 0);
    }

    private static double position(Comparable<?> value) {
      return value instanceof Number number ? number.doubleValue() : 0;
    }
  }
}
