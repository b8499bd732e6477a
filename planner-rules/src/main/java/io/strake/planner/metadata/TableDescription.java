/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.planner.metadata;

import java.util.List;
import java.util.Optional;

/**
 * What the source of a table says of it that is of no use for planning, but for people and tools.
 *
 * <p>A table implements it; whoever has the table asks it. Implementations answer at once and are
 * thread-safe.
 */
public interface TableDescription {
  /** The description of a table whose source says nothing of it. */
  TableDescription NONE = new TableDescription() {};

  /** Returns the comment on the table. */
  default Optional<String> remarks() {
    return Optional.empty();
  }

  /** Returns the comment on a column, by its name. */
  default Optional<String> remarks(String column) {
    return Optional.empty();
  }

  /**
   * Returns the name that the source has for the type of a column, by its name, if that is carried
   * as another type, such as {@code uuid} as text.
   */
  default Optional<String> sourceType(String column) {
    return Optional.empty();
  }

  /** Returns the primary key. */
  default Optional<Key> primaryKey() {
    return Optional.empty();
  }

  /** Returns the sets of columns that are unique, the primary key among them. */
  default List<Key> uniqueKeys() {
    return List.of();
  }

  /** Returns the foreign keys whose target is a table of the same schema. */
  default List<ForeignKey> foreignKeys() {
    return List.of();
  }

  /**
   * A key.
   *
   * @param name name of the constraint or index
   * @param columns names, in the order of the key
   */
  record Key(String name, List<String> columns) {}

  /**
   * A foreign key.
   *
   * @param name name of the constraint
   * @param columns names of the referring columns, in the order of the key
   * @param table name of the table that is referred to
   * @param tableColumns names of its columns, in the same order
   * @param key name of the key that is referred to; empty if not known
   * @param onUpdate what an update of the key does, as JDBC counts it
   * @param onDelete what a deletion does, as JDBC counts it
   * @param deferrability when it is checked, as JDBC counts it
   */
  record ForeignKey(
      String name,
      List<String> columns,
      String table,
      List<String> tableColumns,
      String key,
      short onUpdate,
      short onDelete,
      short deferrability) {}
}
