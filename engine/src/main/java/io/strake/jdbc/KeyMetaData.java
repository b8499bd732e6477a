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
  private static final List<String> PRIMARY_KEYS =
      List.of(
          "TABLE_CAT", "TABLE_SCHEM", "TABLE_NAME", "COLUMN_NAME", "KEY_SEQ SMALLINT", "PK_NAME");

  private static final List<String> FOREIGN_KEYS =
      List.of(
          "PKTABLE_CAT",
          "PKTABLE_SCHEM",
          "PKTABLE_NAME",
          "PKCOLUMN_NAME",
          "FKTABLE_CAT",
          "FKTABLE_SCHEM",
          "FKTABLE_NAME",
          "FKCOLUMN_NAME",
          "KEY_SEQ SMALLINT",
          "UPDATE_RULE SMALLINT",
          "DELETE_RULE SMALLINT",
          "FK_NAME",
          "PK_NAME",
          "DEFERRABILITY SMALLINT");

  private static final List<String> INDEXES =
      List.of(
          "TABLE_CAT",
          "TABLE_SCHEM",
          "TABLE_NAME",
          "NON_UNIQUE BOOLEAN",
          "INDEX_QUALIFIER",
          "INDEX_NAME",
          "TYPE SMALLINT",
          "ORDINAL_POSITION SMALLINT",
          "COLUMN_NAME",
          "ASC_OR_DESC",
          "CARDINALITY BIGINT",
          "PAGES BIGINT",
          "FILTER_CONDITION");

  private final CatalogKeys keys;

  KeyMetaData(AvaticaConnection connection, Catalog catalog) {
    super(connection);
    this.keys = new CatalogKeys(catalog);
  }

  /** A column of a result; a text unless a type stands behind its name. */
  private record Column(String name, String type) {
    static Column of(String declaration) {
      int blank = declaration.indexOf(' ');
      return blank < 0
          ? new Column(declaration, "VARCHAR")
          : new Column(declaration.substring(0, blank), declaration.substring(blank + 1));
    }
  }

  @Override
  public ResultSet getPrimaryKeys(@Nullable String catalog, @Nullable String schema, String table)
      throws SQLException {
    return answer(
        PRIMARY_KEYS,
        catalog,
        keys.primaryKey(schema, table).stream().map(CatalogKeys.KeyColumn::cells).toList());
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
        catalog,
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
        catalog,
        columns.stream()
            .map(
                column -> {
                  List<@Nullable Object> row = new ArrayList<>(column.cells());
                  row.add(column.key().onUpdate());
                  row.add(column.key().onDelete());
                  row.add(column.key().name());
                  row.add(column.key().key());
                  row.add(column.key().deferrability());
                  return row;
                })
            .toList());
  }

  /** Returns rows in their order; the statement closes with its result. */
  private ResultSet answer(
      List<String> declarations,
      @Nullable String catalog,
      List<? extends List<? extends @Nullable Object>> rows)
      throws SQLException {
    List<Column> columns = declarations.stream().map(Column::of).toList();
    boolean isEmpty = !Catalog.isAsked(catalog) || rows.isEmpty();
    List<String> tuples = new ArrayList<>();
    if (isEmpty) {
      tuples.add(tuple(columns, Collections.nCopies(columns.size(), null), 0));
    } else {
      for (List<? extends @Nullable Object> row : rows) {
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

  private static String tuple(
      List<Column> columns, List<? extends @Nullable Object> values, int index) {
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
