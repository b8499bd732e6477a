/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.engine;

import io.strake.engine.Catalog.TableInfo;
import io.strake.planner.metadata.TableDescription.ForeignKey;
import io.strake.planner.metadata.TableDescription.Key;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The keys of the tables of a catalog, a row for each column, as the metadata calls of every door
 * have them.
 *
 * <p>Names are exact; a schema that is null is any. Thread-safe.
 */
public final class CatalogKeys {
  private final Catalog catalog;

  /** Creates a view of a catalog. */
  public CatalogKeys(Catalog catalog) {
    this.catalog = catalog;
  }

  /**
   * A column of a primary key or unique set of columns.
   *
   * @param table the table
   * @param key the key
   * @param index place in the key, from 0
   */
  public record KeyColumn(TableInfo table, Key key, int index) {
    /** Returns the name of the column. */
    public String column() {
      return key.columns().get(index);
    }

    /** Returns catalog, schema, table, column, place from 1 and key, as every door lists them. */
    public List<Object> cells() {
      return List.of(Catalog.NAME, table.schema(), table.name(), column(), index + 1, key.name());
    }
  }

  /**
   * A column of a foreign key.
   *
   * @param table the table that refers to another one of its schema
   * @param key the key
   * @param index place in the key, from 0
   */
  public record ForeignKeyColumn(TableInfo table, ForeignKey key, int index) {
    /** Returns the name of the column. */
    public String column() {
      return key.columns().get(index);
    }

    /** Returns the name of the column that it refers to. */
    public String tableColumn() {
      return key.tableColumns().get(index);
    }

    /**
     * Returns catalog, schema, table and column of what it refers to and of itself, and its place
     * from 1, as every door lists them.
     */
    public List<Object> cells() {
      return List.of(
          Catalog.NAME,
          table.schema(),
          key.table(),
          tableColumn(),
          Catalog.NAME,
          table.schema(),
          table.name(),
          column(),
          index + 1);
    }
  }

  /** Returns the columns of a table's primary key, by name, as JDBC wants them. */
  public List<KeyColumn> primaryKey(@Nullable String schema, String table) {
    return tables(schema).stream()
        .filter(info -> info.name().equals(table))
        .flatMap(info -> info.description().primaryKey().stream().map(key -> columns(info, key)))
        .flatMap(List::stream)
        .sorted(Comparator.comparing(KeyColumn::column))
        .toList();
  }

  /** Returns the columns of a table's unique sets of columns, one set after the other. */
  public List<KeyColumn> uniqueKeys(@Nullable String schema, String table) {
    return tables(schema).stream()
        .filter(info -> info.name().equals(table))
        .flatMap(info -> info.description().uniqueKeys().stream().map(key -> columns(info, key)))
        .flatMap(List::stream)
        .toList();
  }

  /** Returns the columns of the foreign keys of a table, sorted by what they refer to. */
  public List<ForeignKeyColumn> importedKeys(@Nullable String schema, String table) {
    return foreignKeys(
        schema,
        column -> column.table().name().equals(table),
        Comparator.comparing(column -> column.key().table()));
  }

  /** Returns the columns of the foreign keys that refer to a table, sorted by where they are. */
  public List<ForeignKeyColumn> exportedKeys(@Nullable String schema, String table) {
    return foreignKeys(
        schema,
        column -> column.key().table().equals(table),
        Comparator.comparing(column -> column.table().name()));
  }

  /** Returns the columns of the foreign keys of one table that refer to another. */
  public List<ForeignKeyColumn> crossReference(
      @Nullable String schema, String parent, String table) {
    return importedKeys(schema, table).stream()
        .filter(column -> column.key().table().equals(parent))
        .toList();
  }

  private List<ForeignKeyColumn> foreignKeys(
      @Nullable String schema,
      Predicate<ForeignKeyColumn> wanted,
      Comparator<ForeignKeyColumn> order) {
    List<ForeignKeyColumn> columns = new ArrayList<>();
    for (TableInfo table : tables(schema)) {
      for (ForeignKey key : table.description().foreignKeys()) {
        for (int i = 0; i < key.columns().size(); i++) {
          columns.add(new ForeignKeyColumn(table, key, i));
        }
      }
    }
    return columns.stream()
        .filter(wanted)
        .sorted(
            Comparator.comparing((ForeignKeyColumn column) -> column.table().schema())
                .thenComparing(order)
                .thenComparing(column -> column.key().name())
                .thenComparing(ForeignKeyColumn::index))
        .toList();
  }

  private List<TableInfo> tables(@Nullable String schema) {
    return schema != null
        ? catalog.tables(schema)
        : catalog.schemas().stream().flatMap(name -> catalog.tables(name).stream()).toList();
  }

  private static List<KeyColumn> columns(TableInfo table, Key key) {
    List<KeyColumn> columns = new ArrayList<>();
    for (int i = 0; i < key.columns().size(); i++) {
      columns.add(new KeyColumn(table, key, i));
    }
    return columns;
  }
}
