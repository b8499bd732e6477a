/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.examples;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A client that uses a JDBC driver. Not thread-safe. */
final class JdbcQueryClient implements QueryClient {
  private final String name;
  private final Connection connection;

  /** Creates a client of an open connection, which it closes. */
  JdbcQueryClient(String name, Connection connection) {
    this.name = name;
    this.connection = connection;
  }

  /** Creates a client of an URL that holds all that the driver needs. */
  static JdbcQueryClient open(String name, String url) throws SQLException {
    return new JdbcQueryClient(name, DriverManager.getConnection(url));
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public QueryAnswer run(String sql) throws SQLException {
    long start = System.nanoTime();
    try (Statement statement = connection.createStatement();
        ResultSet resultSet = statement.executeQuery(sql)) {
      ResultSetMetaData metadata = resultSet.getMetaData();
      List<String> columns = new ArrayList<>();
      for (int column = 1; column <= metadata.getColumnCount(); column++) {
        columns.add(metadata.getColumnLabel(column));
      }
      List<List<@Nullable Object>> rows = new ArrayList<>();
      while (resultSet.next()) {
        List<@Nullable Object> row = new ArrayList<>();
        for (int column = 1; column <= columns.size(); column++) {
          row.add(ClientValues.of(resultSet.getObject(column)));
        }
        rows.add(row);
      }
      return new QueryAnswer(columns, rows, Duration.ofNanos(System.nanoTime() - start));
    }
  }

  @Override
  public void close() throws SQLException {
    connection.close();
  }
}
