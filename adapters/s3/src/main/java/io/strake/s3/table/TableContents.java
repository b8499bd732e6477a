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
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The objects and columns of a table at one moment. Objects are listed when they are first asked
 * for, and stay as they were then. Thread-safe.
 */
public final class TableContents {
  /** Conditions whose objects are kept. */
  private static final int MAX_CONDITIONS = 64;

  private final TableDefinition definition;
  private final Format format;
  private final ObjectTree tree;
  private final PartitionColumns partitions;
  private final List<TableColumn> columns;
  private final TableSize size;
  private final Optional<TextLayout> layout;
  private final ColumnStatistics statistics;
  private final ObjectLoader loader;
  private final Map<Optional<Condition>, List<DataObject>> objects = new ConcurrentHashMap<>();

  /**
   * Creates contents.
   *
   * @param columns columns of the content, then the partition columns
   * @param layout how objects of text are read; empty for other formats
   * @param statistics statistics of the columns
   * @param loader reads what must be known of objects before they are read
   */
  TableContents(
      TableDefinition definition,
      Format format,
      ObjectTree tree,
      PartitionColumns partitions,
      List<TableColumn> columns,
      TableSize size,
      Optional<TextLayout> layout,
      ColumnStatistics statistics,
      ObjectLoader loader) {
    this.definition = definition;
    this.format = format;
    this.tree = tree;
    this.partitions = partitions;
    this.columns = List.copyOf(columns);
    this.size = size;
    this.layout = layout;
    this.statistics = statistics;
    this.loader = loader;
  }

  /** Loader of what must be known of objects before they are read. */
  @FunctionalInterface
  interface ObjectLoader {
    /** Returns objects of a table with its format and partition columns. */
    List<DataObject> load(
        TableDefinition definition,
        Format format,
        PartitionColumns partitions,
        List<StoredObject> objects);
  }

  public String name() {
    return definition.name();
  }

  public Format format() {
    return format;
  }

  /** Returns the columns of the content, then the partition columns. */
  public List<TableColumn> columns() {
    return columns;
  }

  /** Returns the size of the whole table. */
  public TableSize size() {
    return size;
  }

  /** Returns how objects of text are read; empty for other formats. */
  public Optional<TextLayout> layout() {
    return layout;
  }

  /** Returns what is known of the columns without further requests. */
  public ColumnStatistics statistics() {
    return statistics;
  }

  public Optional<TableColumn> findColumn(String name) {
    return columns.stream().filter(column -> column.name().equals(name)).findFirst();
  }

  /**
   * Returns whether {@link #objects} has no request to wait for but those of some directories: a
   * planner asks for all objects of a table, also if another plan with a filter is taken.
   */
  public boolean isCheap(Optional<Condition> condition) {
    return tree.isSmall() || condition.isPresent() || objects.containsKey(condition);
  }

  /** Returns the objects for which a condition over partition columns holds, in order of keys. */
  public List<DataObject> objects(Optional<Condition> condition) {
    if (objects.size() >= MAX_CONDITIONS) {
      objects.clear(); // the tree keeps what was listed
    }
    return objects.computeIfAbsent(condition, this::load);
  }

  private List<DataObject> load(Optional<Condition> condition) {
    List<StoredObject> listed =
        condition.isPresent()
            ? tree.objects(directory -> partitions.mayHold(condition.get(), directory))
            : tree.all();
    List<StoredObject> kept =
        listed.stream()
            .filter(object -> condition.isEmpty() || holds(condition.get(), object))
            .toList();
    return loader.load(definition, format, partitions, kept);
  }

  private boolean holds(Condition condition, StoredObject object) {
    var values = partitions.values(object);
    return condition.mayHold(name -> Bounds.constant(values.get(name)));
  }
}
