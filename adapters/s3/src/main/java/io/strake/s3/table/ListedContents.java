/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.s3.table;

import io.strake.planner.metadata.ColumnStatistics;
import io.strake.s3.column.Bounds;
import io.strake.s3.column.Condition;
import io.strake.s3.column.TableColumn;
import io.strake.s3.store.ObjectTree;
import io.strake.s3.store.StoredObject;
import io.strake.s3.text.TextLayout;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Contents of a table that is the objects of a location. Objects are listed when they are first
 * asked for, and stay as they were then. Thread-safe.
 */
final class ListedContents implements TableContents {
  /** Conditions whose objects are kept. */
  private static final int MAX_CONDITIONS = 64;

  private final TableDefinition definition;
  private final Format format;
  private final ObjectTree tree;
  private final ObjectColumns objectColumns;
  private final List<TableColumn> columns;
  private final TableSize size;
  private final Optional<TextLayout> layout;
  private final ColumnStatistics statistics;
  private final ObjectLoader loader;
  private final Map<String, TableColumn> byName = new HashMap<>();
  private final Map<Optional<Condition>, List<DataObject>> objects = new ConcurrentHashMap<>();

  /**
   * Creates contents.
   *
   * @param columns columns of the content, then the partition columns and the virtual ones
   * @param layout how objects of text are read; empty for other formats
   * @param statistics statistics of the columns
   * @param loader reads what must be known of objects before they are read
   */
  ListedContents(
      TableDefinition definition,
      Format format,
      ObjectTree tree,
      ObjectColumns objectColumns,
      List<TableColumn> columns,
      TableSize size,
      Optional<TextLayout> layout,
      ColumnStatistics statistics,
      ObjectLoader loader) {
    this.definition = definition;
    this.format = format;
    this.tree = tree;
    this.objectColumns = objectColumns;
    this.columns = List.copyOf(columns);
    this.size = size;
    this.layout = layout;
    this.statistics = statistics;
    this.loader = loader;
    columns.forEach(column -> byName.put(column.name(), column));
  }

  /** Loader of what must be known of objects before they are read. */
  @FunctionalInterface
  interface ObjectLoader {
    /** Returns objects of a table with its format and the columns that its listing tells. */
    List<DataObject> load(
        TableDefinition definition,
        Format format,
        ObjectColumns objectColumns,
        List<StoredObject> objects);
  }

  @Override
  public String name() {
    return definition.name();
  }

  @Override
  public Format format() {
    return format;
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
    return layout;
  }

  @Override
  public ColumnStatistics statistics() {
    return statistics;
  }

  @Override
  public Optional<TableColumn> findColumn(String name) {
    return Optional.ofNullable(byName.get(name));
  }

  @Override
  public boolean hasField(String name) {
    TableColumn column = byName.get(name);
    return definition.ignoresUnknown()
        || (column != null && column.isContent())
        || objectColumns.partitions().contains(name);
  }

  /** Who declares the columns of Parquet objects does not want all footers to be read. */
  @Override
  public boolean isCheap(Optional<Condition> condition, Optional<Condition> prune) {
    boolean isKnown = tree.isSmall() && (format.isText() || definition.columns().isEmpty());
    return isKnown || condition.isPresent() || objects.containsKey(condition);
  }

  @Override
  public List<DataObject> objects(Optional<Condition> condition, Optional<Condition> prune) {
    if (objects.size() >= MAX_CONDITIONS) {
      objects.clear(); // the tree keeps what was listed
    }
    return objects.computeIfAbsent(condition, this::load);
  }

  @Override
  public boolean mayDeleteRows() {
    return false;
  }

  private List<DataObject> load(Optional<Condition> condition) {
    List<StoredObject> listed =
        condition.isPresent() ? tree.objects(objectColumns.filter(condition.get())) : tree.all();
    List<StoredObject> kept =
        listed.stream()
            .filter(object -> condition.isEmpty() || holds(condition.get(), object))
            .toList();
    return loader.load(definition, format, objectColumns, kept);
  }

  private boolean holds(Condition condition, StoredObject object) {
    var values = objectColumns.values(object);
    return condition.mayHold(name -> Bounds.constant(values.get(name)));
  }
}
