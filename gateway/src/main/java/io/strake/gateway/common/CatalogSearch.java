/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.gateway.common;

import io.strake.engine.Catalog;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** The catalog as metadata calls ask for it: by patterns. Thread-safe. */
public final class CatalogSearch {
  /** Kinds of tables, sorted. */
  public static final List<String> TABLE_TYPES = List.of("TABLE", "VIEW");

  private final Catalog catalog;

  /** Creates a search in a catalog. */
  public CatalogSearch(Catalog catalog) {
    this.catalog = catalog;
  }

  /** Returns the schemas whose names match, sorted. */
  public List<String> schemas(NamePattern pattern) {
    return catalog.schemas().stream().filter(pattern::matches).toList();
  }

  /**
   * Returns the tables that match, sorted by schema and name.
   *
   * @param types kinds wanted; empty for all
   */
  public List<Catalog.TableInfo> tables(
      NamePattern schemaPattern, NamePattern tablePattern, Set<String> types) {
    List<Catalog.TableInfo> tables = new ArrayList<>();
    for (String schema : schemas(schemaPattern)) {
      for (Catalog.TableInfo table : catalog.tables(schema)) {
        if (tablePattern.matches(table.name())
            && (types.isEmpty() || types.contains(table.type()))) {
          tables.add(table);
        }
      }
    }
    return tables;
  }
}
