/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.postgres;

import io.strake.planner.ErrorCode;
import io.strake.planner.StrakeException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.calcite.schema.Schema;
import org.apache.calcite.schema.Table;
import org.apache.calcite.util.ImmutableBitSet;
import org.jspecify.annotations.Nullable;

/**
 * Reader of the tables of one schema from {@code pg_catalog}.
 *
 * <p>Names are compared with equality: the driver's own metadata take them for LIKE patterns, in
 * which an underscore matches anything. Thread-safe.
 */
final class CatalogReader {
  /** Encodings whose byte order is the order of code points, which COLLATE "C" sorts by. */
  private static final Set<String> ENCODINGS = Set.of("UTF8", "LATIN1", "SQL_ASCII");

  private static final double ROW_OVERHEAD_BYTES = 28;
  private static final double COLUMN_BYTES = 12;

  /**
   * One row for each column, or one without a name for a table without columns or a schema without
   * tables; no row if the schema does not exist. Domains are resolved down to their base types.
   */
  private static final String QUERY =
      """
      WITH RECURSIVE base (oid, root, typmod) AS (
        SELECT oid, oid, -1 FROM pg_catalog.pg_type WHERE typtype <> 'd'
        UNION ALL
        SELECT t.oid, b.root, CASE WHEN t.typtypmod >= 0 THEN t.typtypmod ELSE b.typmod END
        FROM pg_catalog.pg_type t JOIN base b ON b.oid = t.typbasetype
        WHERE t.typtype = 'd'
      ), keys (indrelid, columns) AS (
        SELECT indrelid, string_agg(indnkeyatts || ' ' || indkey::text, ';' ORDER BY indexrelid)
        FROM pg_catalog.pg_index
        WHERE indisunique AND indisvalid AND indimmediate AND indpred IS NULL AND indexprs IS NULL
        GROUP BY indrelid
      )
      SELECT pg_catalog.getdatabaseencoding() AS encoding,
        c.relname::text AS relname, c.relkind::text AS relkind, c.relhassubclass AS hassubclass,
        CASE
          WHEN c.relkind = 'p' THEN (
            SELECT sum(greatest(leaf.reltuples, 0)) FROM pg_catalog.pg_partition_tree(c.oid) p
            JOIN pg_catalog.pg_class leaf ON leaf.oid = p.relid WHERE p.isleaf)
          ELSE c.reltuples END::float8 AS reltuples,
        CASE WHEN c.relkind IN ('r', 'm') AND c.relpages = 0
          THEN pg_catalog.pg_relation_size(c.oid) ELSE 0 END AS bytes,
        CASE
          WHEN c.relkind = 'p' THEN (
            SELECT sum(leaf.relpages) FROM pg_catalog.pg_partition_tree(c.oid) p
            JOIN pg_catalog.pg_class leaf ON leaf.oid = p.relid WHERE p.isleaf)
          WHEN c.relkind IN ('r', 'm') AND c.relpages = 0
            THEN pg_catalog.pg_relation_size(c.oid)
              / pg_catalog.current_setting('block_size')::int8
          ELSE c.relpages END::int8 AS pages,
        k.columns AS keys,
        a.attnum AS attnum, a.attname::text AS attname, a.attnotnull AS attnotnull,
        t.typname::text AS typname, t.typnamespace = 'pg_catalog'::regnamespace AS builtin,
        CASE WHEN a.atttypmod >= 0 THEN a.atttypmod ELSE b.typmod END AS typmod,
        greatest(a.attndims, d.typndims) AS dimensions,
        pg_catalog.format_type(a.atttypid, a.atttypmod) AS formatted,
        b.root <> a.atttypid AS isdomain, %s AS ownequality, a.attcollation::int8 AS collation,
        (SELECT l.collisdeterministic FROM pg_catalog.pg_collation l
          WHERE l.oid = a.attcollation) IS NOT FALSE AS deterministic,
        s.null_frac AS nulls, s.n_distinct AS ndistinct, s.avg_width AS width
      FROM pg_catalog.pg_namespace n
      LEFT JOIN pg_catalog.pg_class c
        ON c.relnamespace = n.oid AND c.relkind IN ('r', 'p', 'v', 'm', 'f')
      LEFT JOIN keys k ON k.indrelid = c.oid
      LEFT JOIN pg_catalog.pg_attribute a
        ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
      LEFT JOIN base b ON b.oid = a.atttypid
      LEFT JOIN pg_catalog.pg_type t ON t.oid = b.root
      LEFT JOIN pg_catalog.pg_type d ON d.oid = a.atttypid
      LEFT JOIN pg_catalog.pg_stats s ON s.schemaname = n.nspname AND s.tablename = c.relname
        AND s.attname = a.attname AND s.inherited = (c.relkind = 'p')
      WHERE n.nspname = ?
      ORDER BY c.relname, a.attnum
      """
          .formatted(NamedType.QUERY);

  private final String owner;
  private final PostgresOptions options;
  private final PostgresDatabase database;

  CatalogReader(String owner, PostgresOptions options, PostgresDatabase database) {
    this.owner = owner;
    this.options = options;
    this.database = database;
  }

  /**
   * Reads the tables by name.
   *
   * @throws StrakeException if the database refuses or takes too long
   */
  Map<String, Table> read() {
    try (Connection connection = database.begin(options.catalogTimeout());
        PreparedStatement statement = connection.prepareStatement(QUERY)) {
      statement.setString(1, options.schema());
      Map<String, TableFacts> facts = CatalogFacts.read(connection, options.schema());
      try (ResultSet rows = statement.executeQuery()) {
        Map<String, Table> tables = readTables(rows, facts);
        connection.rollback();
        return tables;
      }
    } catch (SQLException e) {
      throw database.errors().catalog(e);
    }
  }

  private Map<String, Table> readTables(ResultSet rows, Map<String, TableFacts> facts)
      throws SQLException {
    Map<String, Table> tables = new LinkedHashMap<>();
    if (!rows.next()) {
      throw StrakeException.of(
          ErrorCode.INVALID_CONFIGURATION,
          "%s: no schema '%s' in %s; check the operand schema",
          owner,
          options.schema(),
          options.location());
    }
    String encoding = rows.getString("encoding");
    if (!ENCODINGS.contains(encoding)) {
      throw StrakeException.of(
          ErrorCode.UNSUPPORTED,
          "%s: %s has the encoding %s; convert the database to UTF8",
          owner,
          options.location(),
          encoding);
    }
    boolean more = rows.getString("relname") != null;
    while (more) {
      String name = rows.getString("relname");
      TableRows table = new TableRows(rows);
      do {
        table.add(rows);
        more = rows.next();
      } while (more && name.equals(rows.getString("relname")));
      tables.put(name, table.toTable(name, facts.getOrDefault(name, TableFacts.NONE)));
    }
    return Map.copyOf(tables);
  }

  /** The rows of one table. */
  private final class TableRows {
    private final String kind;
    private final double reltuples;
    private final long bytes;
    private final long pages;
    private final @Nullable String keys;

    /** Whether constraints of this table hold for all rows that a scan of it returns. */
    private final boolean constraintsHold;

    private final List<PostgresColumn> columns = new ArrayList<>();
    private final Map<Integer, Integer> indexOfAttribute = new LinkedHashMap<>();
    private final Map<String, ColumnCounts> counts = new LinkedHashMap<>();
    private final Map<String, String> sourceTypes = new LinkedHashMap<>();

    TableRows(ResultSet row) throws SQLException {
      kind = row.getString("relkind");
      reltuples = row.getDouble("reltuples");
      bytes = row.getLong("bytes");
      pages = row.getLong("pages");
      keys = row.getString("keys");
      // Children of an inheritance tree may break its keys, foreign servers any constraint
      constraintsHold =
          kind.equals("p")
              || kind.equals("m")
              || (kind.equals("r") && !row.getBoolean("hassubclass"));
    }

    void add(ResultSet row) throws SQLException {
      String name = row.getString("attname");
      if (name == null) {
        return; // a table without columns
      }
      indexOfAttribute.put(row.getInt("attnum"), columns.size());
      if (row.getObject("nulls") != null) {
        counts.put(
            name,
            new ColumnCounts(
                row.getDouble("nulls"), row.getDouble("ndistinct"), row.getDouble("width")));
      }
      PostgresColumn column =
          PostgresTypes.column(
              name,
              !(constraintsHold && row.getBoolean("attnotnull")),
              row.getBoolean("builtin"),
              row.getString("typname"),
              row.getInt("typmod"),
              row.getInt("dimensions"),
              row.getBoolean("isdomain"),
              row.getLong("collation"),
              row.getBoolean("deterministic"),
              options.numericScale());
      String ownEquality = row.getString("ownequality");
      columns.add(ownEquality == null ? column : column.ofNamedType(ownEquality));
      PostgresTypes.sourceType(column, row.getString("formatted"))
          .ifPresent(type -> sourceTypes.put(name, type));
    }

    PostgresTable toTable(String name, TableFacts facts) {
      String from = PostgresTable.sqlName(options.schema(), name);
      return new PostgresTable(
          database,
          from,
          type(),
          columns,
          isCounted()
              ? counted(name)
              : TableStatistics.of(new ExplainedRows(database, options, from)),
          facts.withSourceTypes(sourceTypes));
    }

    private TableStatistics counted(String name) {
      double rows = rowCount();
      ColumnDistributions distributions =
          new ColumnDistributions(database, options, name, columns, counts, rows);
      return new TableStatistics(rows, pages, keys(), counts, distributions);
    }

    /** A foreign table is counted by ANALYZE alone, which few run. */
    private boolean isCounted() {
      return !kind.equals("v") && !(kind.equals("f") && reltuples <= 0);
    }

    private Schema.TableType type() {
      return switch (kind) {
        case "v" -> Schema.TableType.VIEW;
        case "m" -> Schema.TableType.MATERIALIZED_VIEW;
        case "f" -> Schema.TableType.FOREIGN_TABLE;
        default -> Schema.TableType.TABLE;
      };
    }

    /** Never analysed is -1, and was 0 before PostgreSQL 14; then the size of the file counts. */
    private double rowCount() {
      if (reltuples > 0) {
        return reltuples;
      } else if (kind.equals("p")) {
        return TableStatistics.DEFAULT_ROWS;
      }
      return Math.max(1, bytes / (ROW_OVERHEAD_BYTES + COLUMN_BYTES * columns.size()));
    }

    /** A unique index is a key only if its columns are NOT NULL: it allows NULL many times. */
    private List<ImmutableBitSet> keys() {
      List<ImmutableBitSet> sets = new ArrayList<>();
      if (keys == null || !constraintsHold) {
        return sets;
      }
      for (String index : keys.split(";", -1)) {
        String[] numbers = index.split(" ", -1);
        ImmutableBitSet.Builder key = ImmutableBitSet.builder();
        boolean notNull = true;
        for (int i = 1; i <= Integer.parseInt(numbers[0]); i++) {
          Integer column = indexOfAttribute.get(Integer.valueOf(numbers[i]));
          notNull = notNull && column != null && !columns.get(column).nullable();
          if (notNull && column != null) {
            key.set(column);
          }
        }
        if (notNull) {
          sets.add(key.build());
        }
      }
      return sets;
    }
  }
}
