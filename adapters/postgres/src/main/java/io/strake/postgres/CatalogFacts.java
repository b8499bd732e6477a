/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.postgres;

import io.strake.planner.metadata.TableDescription.ForeignKey;
import io.strake.planner.metadata.TableDescription.Key;
import java.sql.Array;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Reader of the comments and constraints of one schema's tables.
 *
 * <p>Left out is what does not hold for all rows: constraints that are not validated or not
 * enforced, indexes with a condition, with expressions or not valid.
 */
final class CatalogFacts {
  private static final String REMARKS =
      """
      SELECT c.relname::text AS relname, a.attname::text AS attname, d.description
      FROM pg_catalog.pg_description d
      JOIN pg_catalog.pg_class c ON c.oid = d.objoid
      JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
      LEFT JOIN pg_catalog.pg_attribute a ON a.attrelid = c.oid AND a.attnum = d.objsubid
      WHERE d.classoid = 'pg_catalog.pg_class'::regclass AND n.nspname = ?
        AND (d.objsubid = 0 OR NOT a.attisdropped)
      """;

  private static final String UNIQUE_KEYS =
      """
      SELECT c.relname::text AS relname, i.relname::text AS name, x.indisprimary AS isprimary,
        array_agg(a.attname::text ORDER BY k.n) AS columns
      FROM pg_catalog.pg_index x
      JOIN pg_catalog.pg_class c ON c.oid = x.indrelid
      JOIN pg_catalog.pg_class i ON i.oid = x.indexrelid
      JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
      CROSS JOIN LATERAL unnest(x.indkey) WITH ORDINALITY AS k (attnum, n)
      JOIN pg_catalog.pg_attribute a ON a.attrelid = c.oid AND a.attnum = k.attnum
      WHERE x.indisunique AND x.indisvalid AND x.indpred IS NULL AND x.indexprs IS NULL
        AND k.n <= x.indnkeyatts AND n.nspname = ?
      GROUP BY c.oid, c.relname, i.oid, i.relname, x.indisprimary
      ORDER BY i.relname
      """;

  /** A key of a partitioned table is listed once more for each partition; those are left out. */
  private static final String FOREIGN_KEYS =
      """
      SELECT c.relname::text AS relname, f.conname::text AS name, r.relname::text AS target,
        coalesce(i.relname::text, '') AS key, f.confupdtype AS onupdate, f.confdeltype AS ondelete,
        f.condeferrable AS isdeferrable, f.condeferred AS isdeferred,
        array_agg(a.attname::text ORDER BY k.n) AS columns,
        array_agg(b.attname::text ORDER BY k.n) AS targetcolumns
      FROM pg_catalog.pg_constraint f
      JOIN pg_catalog.pg_class c ON c.oid = f.conrelid
      JOIN pg_catalog.pg_class r ON r.oid = f.confrelid AND r.relnamespace = c.relnamespace
      JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
      LEFT JOIN pg_catalog.pg_class i ON i.oid = f.conindid
      CROSS JOIN LATERAL unnest(f.conkey, f.confkey) WITH ORDINALITY AS k (attnum, target, n)
      JOIN pg_catalog.pg_attribute a ON a.attrelid = c.oid AND a.attnum = k.attnum
      JOIN pg_catalog.pg_attribute b ON b.attrelid = r.oid AND b.attnum = k.target
      WHERE f.contype = 'f' AND f.convalidated AND n.nspname = ?
        AND NOT EXISTS (SELECT FROM pg_catalog.pg_constraint p
          WHERE p.oid = f.conparentid AND p.conrelid = f.conrelid)
      GROUP BY f.oid, c.relname, f.conname, r.relname, i.relname, f.confupdtype, f.confdeltype,
        f.condeferrable, f.condeferred
      ORDER BY f.conname
      """;

  private final Map<String, TableFacts> facts = new HashMap<>();

  private CatalogFacts() {}

  /** Reads what there is, by the names of the tables; one that is missing has no facts. */
  static Map<String, TableFacts> read(Connection connection, String schema) throws SQLException {
    CatalogFacts reader = new CatalogFacts();
    reader.each(connection, REMARKS, schema, CatalogFacts::addRemarks);
    reader.each(connection, UNIQUE_KEYS, schema, CatalogFacts::addUnique);
    reader.each(connection, FOREIGN_KEYS, schema, CatalogFacts::addForeign);
    return reader.facts;
  }

  /** What a row adds to what is known of its table. */
  private interface Addition {
    TableFacts add(TableFacts known, ResultSet row) throws SQLException;
  }

  private void each(Connection connection, String query, String schema, Addition addition)
      throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(query)) {
      statement.setString(1, schema);
      try (ResultSet rows = statement.executeQuery()) {
        while (rows.next()) {
          String table = rows.getString("relname");
          facts.put(table, addition.add(facts.getOrDefault(table, TableFacts.NONE), rows));
        }
      }
    }
  }

  private static TableFacts addRemarks(TableFacts known, ResultSet row) throws SQLException {
    String column = row.getString("attname");
    String comment = row.getString("description");
    return column == null ? known.withRemarks(comment) : known.withRemarks(column, comment);
  }

  private static TableFacts addUnique(TableFacts known, ResultSet row) throws SQLException {
    Key key = new Key(row.getString("name"), strings(row.getArray("columns")));
    return known.withUnique(key, row.getBoolean("isprimary"));
  }

  private static TableFacts addForeign(TableFacts known, ResultSet row) throws SQLException {
    return known.withForeign(
        new ForeignKey(
            row.getString("name"),
            strings(row.getArray("columns")),
            row.getString("target"),
            strings(row.getArray("targetcolumns")),
            row.getString("key"),
            rule(row.getString("onupdate")),
            rule(row.getString("ondelete")),
            deferrability(row.getBoolean("isdeferrable"), row.getBoolean("isdeferred"))));
  }

  private static List<String> strings(Array array) throws SQLException {
    return List.of((String[]) array.getArray());
  }

  private static short rule(String code) {
    return (short)
        switch (code) {
          case "c" -> DatabaseMetaData.importedKeyCascade;
          case "r" -> DatabaseMetaData.importedKeyRestrict;
          case "n" -> DatabaseMetaData.importedKeySetNull;
          case "d" -> DatabaseMetaData.importedKeySetDefault;
          default -> DatabaseMetaData.importedKeyNoAction;
        };
  }

  private static short deferrability(boolean deferrable, boolean deferred) {
    int code =
        deferred
            ? DatabaseMetaData.importedKeyInitiallyDeferred
            : deferrable
                ? DatabaseMetaData.importedKeyInitiallyImmediate
                : DatabaseMetaData.importedKeyNotDeferrable;
    return (short) code;
  }
}
