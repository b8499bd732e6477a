/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.postgres;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.strake.planner.StrakeException;
import io.strake.planner.metadata.ValueDistribution;
import java.math.BigDecimal;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The distributions of the values of one table's columns, as far as the role may see them. They are
 * read when the first condition on the table is planned: most tables of a large schema are in no
 * statement. Thread-safe.
 */
final class ColumnDistributions {
  /** Lists of values that take more bytes than this are left where they are. */
  private static final int MAX_BYTES = 16 * 1024;

  /** Those of a partitioned table are of all its partitions. */
  private static final String QUERY =
      """
      SELECT s.attname::text AS attname, s.most_common_freqs AS shares,
        CASE WHEN pg_catalog.pg_column_size(s.most_common_vals) <= %1$d
          THEN s.most_common_vals::text::text[] END AS common,
        CASE WHEN pg_catalog.pg_column_size(s.histogram_bounds) <= %1$d
          THEN s.histogram_bounds::text::text[] END AS bounds
      FROM pg_catalog.pg_namespace n
      JOIN pg_catalog.pg_class c ON c.relnamespace = n.oid
      JOIN pg_catalog.pg_attribute a ON a.attrelid = c.oid
      JOIN pg_catalog.pg_type t ON t.oid = a.atttypid AND t.typdelim = ',' -- as in text[]
      JOIN pg_catalog.pg_stats s ON s.schemaname = n.nspname AND s.tablename = c.relname
        AND s.attname = a.attname AND s.inherited = (c.relkind = 'p')
      WHERE n.nspname = ? AND c.relname = ? AND a.attname = ANY (?)
      """
          .formatted(MAX_BYTES);

  private final PostgresDatabase database;
  private final PostgresOptions options;
  private final String table;
  private final Map<String, PostgresColumn> columns = new HashMap<>();

  @GuardedBy("this")
  private @Nullable Map<String, Values> read;

  /** Creates the distributions of a table, without reading them. */
  ColumnDistributions(
      PostgresDatabase database,
      PostgresOptions options,
      String table,
      List<PostgresColumn> columns) {
    this.database = database;
    this.options = options;
    this.table = table;
    columns.stream()
        .filter(ColumnDistributions::isOrdered)
        .forEach(column -> this.columns.put(column.name(), column));
  }

  /**
   * What the server has of one column.
   *
   * @param common shares of all rows by the most common values
   * @param bounds bounds of the histogram of the others; empty if there is none
   */
  private record Values(Map<Comparable<?>, Double> common, List<Comparable<?>> bounds) {}

  /**
   * Returns the distribution of a column in a table of so many rows.
   *
   * @return empty if nothing but its counts is known
   * @throws StrakeException if the database refuses or takes too long
   */
  Optional<ValueDistribution> of(String column, ColumnCounts counts, double rows) {
    Values values =
        columns.containsKey(column)
            ? all().getOrDefault(column, new Values(Map.of(), List.of()))
            : new Values(Map.of(), List.of());
    return Optional.of(
        ValueDistribution.of(
            counts.nulls(), Math.max(1, counts.distinct(rows)), values.common, values.bounds));
  }

  private synchronized Map<String, Values> all() {
    Map<String, Values> known = read;
    if (known == null) {
      known = read();
      read = known;
    }
    return known;
  }

  private Map<String, Values> read() {
    try (Connection connection = database.begin(options.catalogTimeout());
        PreparedStatement statement = connection.prepareStatement(QUERY)) {
      statement.setString(1, options.schema());
      statement.setString(2, table);
      statement.setArray(3, connection.createArrayOf("name", columns.keySet().toArray()));
      Map<String, Values> values = new HashMap<>();
      try (ResultSet rows = statement.executeQuery()) {
        while (rows.next()) {
          PostgresColumn column = columns.get(rows.getString("attname"));
          if (column != null) {
            values.put(column.name(), values(column, rows));
          }
        }
      }
      connection.rollback();
      return values;
    } catch (SQLException e) {
      throw database.errors().catalog(e);
    }
  }

  private static Values values(PostgresColumn column, ResultSet row) throws SQLException {
    List<String> common = list(row.getArray("common"));
    List<Float> shares = list(row.getArray("shares"));
    Map<Comparable<?>, Double> byValue = new HashMap<>();
    for (int i = 0; i < Math.min(common.size(), shares.size()); i++) {
      double share = shares.get(i);
      value(column, common.get(i)).ifPresent(value -> byValue.merge(value, share, Double::sum));
    }
    return new Values(byValue, bounds(column, list(row.getArray("bounds"))));
  }

  /** Bounds in another order than ours, as collations and enums have it, are of no use. */
  private static List<Comparable<?>> bounds(PostgresColumn column, List<String> texts) {
    List<Comparable<?>> ordered = new ArrayList<>();
    for (String text : texts) {
      Comparable<?> value = value(column, text).orElse(null);
      if (value == null || (!ordered.isEmpty() && isLess(value, ordered.get(ordered.size() - 1)))) {
        return List.of();
      }
      ordered.add(value);
    }
    return ordered;
  }

  @SuppressWarnings("unchecked") // both are of the class of the column's type
  private static boolean isLess(Comparable<?> value, Comparable<?> than) {
    return ((Comparable<Object>) value).compareTo(than) < 0;
  }

  private static boolean isOrdered(PostgresColumn column) {
    return !column.array()
        && switch (column.type()) {
          case BOOLEAN,
              SMALLINT,
              INTEGER,
              BIGINT,
              DECIMAL,
              REAL,
              DOUBLE,
              VARCHAR,
              DATE,
              TIME,
              TIMESTAMP,
              TIMESTAMP_WITH_LOCAL_TIME_ZONE ->
              true;
          default -> false;
        };
  }

  /** Returns a value as distributions have it; empty if we have none such, as for infinity. */
  private static Optional<Comparable<?>> value(PostgresColumn column, String text) {
    try {
      return Optional.ofNullable(parse(column, text));
    } catch (NumberFormatException | DateTimeException e) {
      return Optional.empty();
    }
  }

  private static @Nullable Comparable<?> parse(PostgresColumn column, String text) {
    return switch (column.type()) {
      case BOOLEAN -> text.equals("t");
      case SMALLINT, INTEGER, BIGINT, DECIMAL, REAL, DOUBLE -> new BigDecimal(text);
      case VARCHAR -> column.cast().startsWith("pg_catalog.bpchar") ? text.stripTrailing() : text;
      case DATE -> LocalDate.parse(text);
      case TIME -> LocalTime.parse(text);
      case TIMESTAMP -> LocalDateTime.parse(text.replace(' ', 'T'));
      case TIMESTAMP_WITH_LOCAL_TIME_ZONE ->
          text.endsWith("+00")
              ? LocalDateTime.parse(text.substring(0, text.length() - 3).replace(' ', 'T'))
              : null;
      default -> null;
    };
  }

  @SuppressWarnings("unchecked") // the driver makes arrays of the class of their items
  private static <T> List<T> list(@Nullable Array array) throws SQLException {
    return array == null ? List.of() : List.of((T[]) array.getArray());
  }
}
