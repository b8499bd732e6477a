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

  /** Columns that have no arrays. */
  private final Map<String, PostgresColumn> single = new HashMap<>();

  private final Map<String, ColumnCounts> counts;
  private final double rows;

  @GuardedBy("this")
  private @Nullable Map<String, ValueDistribution> read;

  /**
   * Creates the distributions of a table, without reading them.
   *
   * @param counts counts by the names of columns, where there are some
   * @param rows rows of the table
   */
  ColumnDistributions(
      PostgresDatabase database,
      PostgresOptions options,
      String table,
      List<PostgresColumn> columns,
      Map<String, ColumnCounts> counts,
      double rows) {
    this.database = database;
    this.options = options;
    this.table = table;
    this.counts = Map.copyOf(counts);
    this.rows = rows;
    columns.stream()
        .filter(column -> !column.array())
        .forEach(column -> single.put(column.name(), column));
  }

  /**
   * Returns the distribution of a column.
   *
   * @return empty if nothing was counted
   * @throws StrakeException if the database refuses or takes too long
   */
  Optional<ValueDistribution> of(String column) {
    return counts.containsKey(column) ? Optional.ofNullable(all().get(column)) : Optional.empty();
  }

  private synchronized Map<String, ValueDistribution> all() {
    Map<String, ValueDistribution> known = read;
    if (known == null) {
      known = read();
      read = known;
    }
    return known;
  }

  private Map<String, ValueDistribution> read() {
    Map<String, ValueDistribution> distributions = new HashMap<>();
    counts.forEach(
        (column, counted) -> distributions.put(column, distribution(counted, Map.of(), List.of())));
    try (Connection connection = database.begin(options.catalogTimeout());
        PreparedStatement statement = connection.prepareStatement(QUERY)) {
      statement.setString(1, options.schema());
      statement.setString(2, table);
      statement.setArray(3, connection.createArrayOf("name", single.keySet().toArray()));
      try (ResultSet row = statement.executeQuery()) {
        while (row.next()) {
          PostgresColumn column = single.get(row.getString("attname"));
          ColumnCounts counted = column == null ? null : counts.get(column.name());
          if (column != null && counted != null) {
            distributions.put(
                column.name(),
                distribution(
                    counted, common(column, row), bounds(column, list(row.getArray("bounds")))));
          }
        }
      }
      connection.rollback();
      return distributions;
    } catch (SQLException e) {
      throw database.errors().catalog(e);
    }
  }

  private ValueDistribution distribution(
      ColumnCounts counted, Map<Comparable<?>, Double> common, List<Comparable<?>> bounds) {
    return ValueDistribution.of(
        counted.nulls(), Math.max(1, counted.distinct(rows)), common, bounds);
  }

  private static Map<Comparable<?>, Double> common(PostgresColumn column, ResultSet row)
      throws SQLException {
    List<String> values = list(row.getArray("common"));
    List<Float> shares = list(row.getArray("shares"));
    Map<Comparable<?>, Double> common = new HashMap<>();
    for (int i = 0; i < Math.min(values.size(), shares.size()); i++) {
      double share = shares.get(i);
      value(column, values.get(i)).ifPresent(value -> common.merge(value, share, Double::sum));
    }
    return common;
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
      case VARCHAR -> NamedType.isChar(column.cast()) ? text.stripTrailing() : text;
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
