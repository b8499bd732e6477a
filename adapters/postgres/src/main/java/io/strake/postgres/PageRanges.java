/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.postgres;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/** Divides a table into ranges of pages of about the same size. Stateless. */
final class PageRanges {
  /** Pages of a range, 16 MiB: enough to be worth a statement, few enough to end together. */
  private static final long PAGES = 2048;

  /** Ranges of rows by place are searched without reading the whole table since this version. */
  private static final int MIN_VERSION = 14;

  /**
   * Pages of the table and all partitions, and of the largest of them, if places of rows mean what
   * they mean in PostgreSQL's own tables, the role may ask for them, and no policy of rows comes
   * before them. No privilege on single columns allows to ask for places.
   */
  private static final String SIZES =
      """
      WITH parts AS (
        SELECT ?::pg_catalog.regclass::oid AS oid
        UNION
        SELECT relid::oid FROM pg_catalog.pg_partition_tree(?::pg_catalog.regclass) WHERE isleaf)
      SELECT sum(pg_catalog.pg_relation_size(c.oid) / s.block)::int8 AS pages,
        max(pg_catalog.pg_relation_size(c.oid) / s.block)::int8 AS longest
      FROM parts JOIN pg_catalog.pg_class c ON c.oid = parts.oid
        LEFT JOIN pg_catalog.pg_am a ON a.oid = c.relam,
        (SELECT pg_catalog.current_setting('block_size')::int8 AS block) s
      HAVING bool_and(NOT c.relrowsecurity AND (c.relkind = 'p'
          OR (c.relkind IN ('r', 'm') AND a.amname = 'heap')))
        AND pg_catalog.has_table_privilege(?::pg_catalog.regclass, 'SELECT')
      """;

  private PageRanges() {}

  /**
   * Returns the ranges of a table, of which each row is in one; one range if it does not pay to
   * divide it.
   *
   * @param sql the statement over the whole table
   */
  static List<PageRange> of(ScanConnection connection, PlainScan scan, String sql)
      throws SQLException {
    List<PageRange> whole = List.of(new PageRange(0, PageRange.UNBOUNDED));
    if (connection.jdbc().getMetaData().getDatabaseMajorVersion() < MIN_VERSION) {
      return whole;
    }
    try (PreparedStatement statement = connection.jdbc().prepareStatement(SIZES)) {
      for (int i = 1; i <= 3; i++) {
        statement.setString(i, scan.table().sqlName());
      }
      try (ResultSet sizes = statement.executeQuery()) {
        if (!sizes.next() || (scan.filtered() && !readsAll(connection, sql))) {
          return whole;
        }
        return of(sizes.getLong("pages"), sizes.getLong("longest"));
      }
    }
  }

  /** Each range is read in every partition, so that with many partitions it has fewer pages. */
  static List<PageRange> of(long pages, long longest) {
    long step = Math.max(1, longest * PAGES / Math.max(1, pages));
    List<PageRange> ranges = new ArrayList<>();
    long first = 0;
    for (; first + step < longest; first += step) {
      ranges.add(new PageRange(first, first + step));
    }
    ranges.add(new PageRange(first, PageRange.UNBOUNDED));
    return ranges;
  }

  /** Returns whether the server would read the table from its beginning to its end. */
  private static boolean readsAll(ScanConnection connection, String sql) throws SQLException {
    try (Statement statement = connection.jdbc().createStatement();
        ResultSet lines = statement.executeQuery("EXPLAIN (COSTS OFF) " + sql)) {
      boolean first = true;
      while (lines.next()) {
        String line = lines.getString(1);
        int arrow = line.indexOf("->  ");
        String node = line.substring(arrow < 0 ? 0 : arrow + "->  ".length());
        if ((first || arrow >= 0) && !node.startsWith("Seq Scan ") && !node.startsWith("Append")) {
          return false;
        }
        first = false;
      }
      return true;
    }
  }
}
