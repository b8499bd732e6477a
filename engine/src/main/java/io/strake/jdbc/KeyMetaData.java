/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.jdbc;

import io.strake.engine.Catalog;
import io.strake.engine.CatalogKeys;
import java.sql.DatabaseMetaData;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.stream.Collectors;
import org.apache.calcite.avatica.AvaticaConnection;
import org.apache.calcite.avatica.AvaticaDatabaseMetaData;
import org.jspecify.annotations.Nullable;

/**
 * Metadata with the keys that sources tell. Avatica's own calls know none, and results of one's own
 * cannot be made from outside, so that the rows come back through a query.
 */
final class KeyMetaData extends AvaticaDatabaseMetaData {
  private static final String TEXT = "VARCHAR";
  private static final String NUMBER = "SMALLINT";

  private static final List<Column> PRIMARY_KEYS =
      List.of(
          new Column("TABLE_CAT", TEXT),
          new Column("TABLE_SCHEM", TEXT),
          new Column("TABLE_NAME", TEXT),
          new Column("COLUMN_NAME", TEXT),
          new Column("KEY_SEQ", NUMBER),
          new Column("PK_NAME", TEXT));

  private static final List<Column> FOREIGN_KEYS =
      List.of(
          new Column("PKTABLE_CAT", TEXT),
          new Column("PKTABLE_SCHEM", TEXT),
          new Column("PKTABLE_NAME", TEXT),
          new Column("PKCOLUMN_NAME", TEXT),
          new Column("FKTABLE_CAT", TEXT),
          new Column("FKTABLE_SCHEM", TEXT),
          new Column("FKTABLE_NAME", TEXT),
          new Column("FKCOLUMN_NAME", TEXT),
          new Column("KEY_SEQ", NUMBER),
          new Column("UPDATE_RULE", NUMBER),
          new Column("DELETE_RULE", NUMBER),
          new Column("FK_NAME", TEXT),
          new Column("PK_NAME", TEXT),
          new Column("DEFERRABILITY", NUMBER));

  private static final List<Column> INDEXES =
      List.of(
          new Column("TABLE_CAT", TEXT),
          new Column("TABLE_SCHEM", TEXT),
          new Column("TABLE_NAME", TEXT),
          new Column("NON_UNIQUE", "BOOLEAN"),
          new Column("INDEX_QUALIFIER", TEXT),
          new Column("INDEX_NAME", TEXT),
          new Column("TYPE", NUMBER),
          new Column("ORDINAL_POSITION", NUMBER),
          new Column("COLUMN_NAME", TEXT),
          new Column("ASC_OR_DESC", TEXT),
          new Column("CARDINALITY", "BIGINT"),
          new Column("PAGES", "BIGINT"),
          new Column("FILTER_CONDITION", TEXT));

  private final CatalogKeys keys;

  KeyMetaData(AvaticaConnection connection, Catalog catalog) {
    super(connection);
    this.keys = new CatalogKeys(catalog);
  }

  /** A column of a result. */
  private record Column(String name, String type) {}

  @Override
  public ResultSet getPrimaryKeys(@Nullable String catalog, @Nullable String schema, String table)
      throws SQLException {
    return answer(
        PRIMARY_KEYS,
        isAsked(catalog),
        keys.primaryKey(schema, table).stream()
            .<List<@Nullable Object>>map(
                column ->
                    Arrays.asList(
                        Catalog.NAME,
                        column.table().schema(),
                        column.table().name(),
                        column.column(),
                        column.index() + 1,
                        column.key().name()))
            .toList());
  }

  @Override
  public ResultSet getImportedKeys(@Nullable String catalog, @Nullable String schema, String table)
      throws SQLException {
    return foreign(catalog, keys.importedKeys(schema, table));
  }

  @Override
  public ResultSet getExportedKeys(@Nullable String catalog, @Nullable String schema, String table)
      throws SQLException {
    return foreign(catalog, keys.exportedKeys(schema, table));
  }

  /** Looks in the schema of the table that refers, since keys stay in one schema. */
  @Override
  public ResultSet getCrossReference(
      @Nullable String parentCatalog,
      @Nullable String parentSchema,
      String parentTable,
      @Nullable String foreignCatalog,
      @Nullable String foreignSchema,
      String foreignTable)
      throws SQLException {
    return foreign(foreignCatalog, keys.crossReference(foreignSchema, parentTable, foreignTable));
  }

  /** Tells unique sets of columns only; sources do not tell of other indexes. */
  @Override
  public ResultSet getIndexInfo(
      @Nullable String catalog,
      @Nullable String schema,
      String table,
      boolean unique,
      boolean approximate)
      throws SQLException {
    return answer(
        INDEXES,
        isAsked(catalog),
        keys.uniqueKeys(schema, table).stream()
            .<List<@Nullable Object>>map(
                column ->
                    Arrays.asList(
                        Catalog.NAME,
                        column.table().schema(),
                        column.table().name(),
                        false,
                        Catalog.NAME,
                        column.key().name(),
                        DatabaseMetaData.tableIndexOther,
                        column.index() + 1,
                        column.column(),
                        null,
                        0,
                        0,
                        null))
            .toList());
  }

  private ResultSet foreign(@Nullable String catalog, List<CatalogKeys.ForeignKeyColumn> columns)
      throws SQLException {
    return answer(
        FOREIGN_KEYS,
        isAsked(catalog),
        columns.stream()
            .<List<@Nullable Object>>map(
                column ->
                    Arrays.asList(
                        Catalog.NAME,
                        column.table().schema(),
                        column.key().table(),
                        column.tableColumn(),
                        Catalog.NAME,
                        column.table().schema(),
                        column.table().name(),
                        column.column(),
                        column.index() + 1,
                        column.key().onUpdate(),
                        column.key().onDelete(),
                        column.key().name(),
                        column.key().key(),
                        column.key().deferrability()))
            .toList());
  }

  private static boolean isAsked(@Nullable String catalog) {
    return catalog == null || catalog.equals(Catalog.NAME);
  }

  /** Returns rows in their order; the statement closes with its result. */
  private ResultSet answer(List<Column> columns, boolean asked, List<List<@Nullable Object>> rows)
      throws SQLException {
    boolean isEmpty = !asked || rows.isEmpty();
    List<String> tuples = new ArrayList<>();
    if (isEmpty) {
      tuples.add(tuple(columns, Collections.nCopies(columns.size(), null), 0));
    } else {
      for (List<@Nullable Object> row : rows) {
        tuples.add(tuple(columns, row, tuples.size()));
      }
    }
    String names =
        columns.stream().map(column -> '"' + column.name() + '"').collect(Collectors.joining(", "));
    Statement statement = getConnection().createStatement();
    statement.closeOnCompletion();
    return statement.executeQuery(
        "SELECT "
            + names
            + " FROM (VALUES "
            + String.join(", ", tuples)
            + ") AS t ("
            + names
            + ", \"row\")"
            + (isEmpty ? " WHERE \"row\" < 0" : " ORDER BY \"row\""));
  }

  private static String tuple(List<Column> columns, List<@Nullable Object> values, int index) {
    StringBuilder tuple = new StringBuilder("(");
    for (int i = 0; i < columns.size(); i++) {
      tuple
          .append("CAST(")
          .append(literal(values.get(i)))
          .append(" AS ")
          .append(columns.get(i).type())
          .append("), ");
    }
    return tuple.append(index).append(')').toString();
  }

  private static String literal(@Nullable Object value) {
    return value instanceof String text
        ? "'" + text.replace("'", "''") + "'"
        : value == null ? "NULL" : value.toString();
  }
}
