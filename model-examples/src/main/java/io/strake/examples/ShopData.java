/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.examples;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The rows of the shop, computed by {@code shop.sql} in a DuckDB of their own.
 *
 * <p>The same size gives the same rows, and files with the same bytes, on every run. Not
 * thread-safe.
 */
final class ShopData implements AutoCloseable {
  /** Rows per row group: small enough that a query for few orders skips most of a file. */
  private static final int ROW_GROUP_ROWS = 20_480;

  private final Connection connection;

  private ShopData(Connection connection) {
    this.connection = connection;
  }

  /** Computes all tables. */
  static ShopData generate(ShopScale scale) throws SQLException {
    ShopData data = new ShopData(DriverManager.getConnection("jdbc:duckdb:"));
    try {
      data.execute("SET TimeZone = 'UTC'");
      data.execute("SET VARIABLE customers = " + scale.customers());
      data.execute("SET VARIABLE orders = " + scale.orders());
      data.execute("SET VARIABLE products = " + scale.products());
      data.execute("SET VARIABLE web_events = " + scale.webEvents());
      data.execute(Resources.text("/io/strake/examples/shop.sql"));
      return data;
    } catch (SQLException e) {
      data.close();
      throw e;
    }
  }

  /** Returns the number of rows of a table. */
  long rowCount(ShopTable table) throws SQLException {
    Object count = rows("SELECT count(*) AS n FROM " + table.tableName()).get(0).get("n");
    return ((Number) Objects.requireNonNull(count)).longValue();
  }

  /** Writes the rows of a query as CSV with a header; NULL is nothing between two commas. */
  void writeCsv(String query, Path file) throws SQLException {
    execute("COPY (%s) TO '%s' (FORMAT csv, HEADER true)".formatted(query, quoted(file)));
  }

  /** Writes the rows of a query, which should be ordered, as Parquet. */
  void writeParquet(String query, Path file) throws SQLException {
    execute(
        "COPY (%s) TO '%s' (FORMAT parquet, COMPRESSION zstd, ROW_GROUP_SIZE %d)"
            .formatted(query, quoted(file), ROW_GROUP_ROWS));
  }

  /** Returns the rows of a small query, each with its columns in their order. */
  List<Map<String, @Nullable Object>> rows(String query) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet resultSet = statement.executeQuery(query)) {
      int columns = resultSet.getMetaData().getColumnCount();
      List<Map<String, @Nullable Object>> rows = new ArrayList<>();
      while (resultSet.next()) {
        Map<String, @Nullable Object> row = new LinkedHashMap<>();
        for (int column = 1; column <= columns; column++) {
          row.put(resultSet.getMetaData().getColumnLabel(column), resultSet.getObject(column));
        }
        rows.add(row);
      }
      return rows;
    }
  }

  @Override
  public void close() throws SQLException {
    connection.close();
  }

  private void execute(String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private static String quoted(Path file) {
    return file.toString().replace("'", "''");
  }
}
