/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.postgres;

import io.strake.planner.metadata.TableDescription.ForeignKey;
import io.strake.planner.metadata.TableDescription.Key;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Comments and constraints of a table.
 *
 * @param remarks comment on the table
 * @param columnRemarks comments by the names of columns
 * @param sourceTypes the server's names of types that are carried as text or list, by column
 * @param primaryKey the primary key
 * @param uniqueKeys unique sets of columns, the primary key among them
 * @param foreignKeys foreign keys that hold for every row and stay within the schema
 */
record TableFacts(
    Optional<String> remarks,
    Map<String, String> columnRemarks,
    Map<String, String> sourceTypes,
    Optional<Key> primaryKey,
    List<Key> uniqueKeys,
    List<ForeignKey> foreignKeys) {
  /** A table of which nothing is known. */
  static final TableFacts NONE =
      new TableFacts(Optional.empty(), Map.of(), Map.of(), Optional.empty(), List.of(), List.of());

  TableFacts {
    columnRemarks = Map.copyOf(columnRemarks);
    sourceTypes = Map.copyOf(sourceTypes);
    uniqueKeys = List.copyOf(uniqueKeys);
    foreignKeys = List.copyOf(foreignKeys);
  }

  /** Returns these facts with another one. */
  TableFacts withRemarks(String comment) {
    return new TableFacts(
        Optional.of(comment), columnRemarks, sourceTypes, primaryKey, uniqueKeys, foreignKeys);
  }

  /** Returns these facts with the types that the server has. */
  TableFacts withSourceTypes(Map<String, String> types) {
    return new TableFacts(remarks, columnRemarks, types, primaryKey, uniqueKeys, foreignKeys);
  }

  /** Returns these facts with the comment on one more column. */
  TableFacts withRemarks(String column, String comment) {
    Map<String, String> all = new HashMap<>(columnRemarks);
    all.put(column, comment);
    return new TableFacts(remarks, all, sourceTypes, primaryKey, uniqueKeys, foreignKeys);
  }

  /** Returns these facts with one more unique set of columns. */
  TableFacts withUnique(Key key, boolean isPrimary) {
    return new TableFacts(
        remarks,
        columnRemarks,
        sourceTypes,
        isPrimary ? Optional.of(key) : primaryKey,
        with(uniqueKeys, key),
        foreignKeys);
  }

  /** Returns these facts with one more foreign key. */
  TableFacts withForeign(ForeignKey key) {
    return new TableFacts(
        remarks, columnRemarks, sourceTypes, primaryKey, uniqueKeys, with(foreignKeys, key));
  }

  private static <T> List<T> with(List<T> list, T more) {
    List<T> all = new ArrayList<>(list);
    all.add(more);
    return all;
  }
}
