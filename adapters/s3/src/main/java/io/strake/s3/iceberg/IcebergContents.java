/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.s3.iceberg;

import io.strake.planner.metadata.ColumnStatistics;
import io.strake.s3.column.Condition;
import io.strake.s3.column.ConditionTranslator;
import io.strake.s3.column.TableColumn;
import io.strake.s3.table.DataObject;
import io.strake.s3.table.FooterStatistics;
import io.strake.s3.table.Format;
import io.strake.s3.table.TableContents;
import io.strake.s3.table.TableSize;
import io.strake.s3.text.TextLayout;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * An Iceberg table in one of its snapshots. Which data files there are for a filter is read from
 * the manifests when it is first asked for. Thread-safe.
 */
final class IcebergContents implements TableContents {
  /** Filters whose data files are kept. */
  private static final int MAX_CONDITIONS = 64;

  /** With more data files, all manifests are read for a filter only. */
  private static final int FEW_FILES = 1_000;

  private final String name;
  private final IcebergPlanner planner;
  private final List<TableColumn> columns;
  private final TableSize size;
  private final Map<Optional<Condition>, List<DataObject>> objects = new ConcurrentHashMap<>();
  private @Nullable ColumnStatistics statistics;

  IcebergContents(String name, IcebergPlanner planner, List<TableColumn> columns, TableSize size) {
    this.name = name;
    this.planner = planner;
    this.columns = List.copyOf(columns);
    this.size = size;
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public Format format() {
    return Format.PARQUET;
  }

  @Override
  public List<TableColumn> columns() {
    return columns;
  }

  @Override
  public TableSize size() {
    return size;
  }

  @Override
  public Optional<TextLayout> layout() {
    return Optional.empty();
  }

  /** Returns what the footers of a sample tell, which are read when this is first asked for. */
  @Override
  public synchronized ColumnStatistics statistics() {
    ColumnStatistics known = statistics;
    if (known == null) {
      List<DataObject> few =
          size.objects() <= FEW_FILES
              ? objects(Optional.empty(), Optional.empty())
              : List.<DataObject>of();
      known = FooterStatistics.of(planner.sample(few), columns, size.rows());
      statistics = known;
    }
    return known;
  }

  @Override
  public boolean isCheap(Optional<Condition> partitions, Optional<Condition> prune) {
    Optional<Condition> condition = joined(partitions, prune);
    return size.objects() <= FEW_FILES || condition.isPresent() || objects.containsKey(condition);
  }

  @Override
  public List<DataObject> objects(Optional<Condition> partitions, Optional<Condition> prune) {
    if (objects.size() >= MAX_CONDITIONS) {
      objects.clear(); // the same snapshot has the same files
    }
    return objects.computeIfAbsent(joined(partitions, prune), planner::files);
  }

  private static Optional<Condition> joined(
      Optional<Condition> partitions, Optional<Condition> prune) {
    List<Condition> parts = Stream.of(partitions, prune).flatMap(Optional::stream).toList();
    return parts.isEmpty() ? Optional.empty() : Optional.of(ConditionTranslator.joined(parts));
  }

  @Override
  public boolean mayDeleteRows() {
    return true;
  }
}
