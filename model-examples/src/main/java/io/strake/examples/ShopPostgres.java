/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.examples;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import org.postgresql.PGConnection;

/** Loader of tables of the shop into PostgreSQL, each into the schema named as its source. */
final class ShopPostgres {
  private final ShopData data;
  private final Connection connection;

  ShopPostgres(ShopData data, Connection connection) {
    this.data = data;
    this.connection = connection;
  }

  /**
   * Creates and fills a table.
   *
   * @return number of rows
   */
  long load(ShopTable table) throws SQLException, IOException {
    String name = table.source() + "." + table.tableName();
    execute("CREATE SCHEMA IF NOT EXISTS " + table.source());
    execute("CREATE TABLE " + name + " (" + table.columns() + ")");
    Path file = Files.createTempFile("strake-shop-", ".csv");
    try {
      data.writeCsv("SELECT * FROM " + table.tableName() + " ORDER BY ALL", file);
      return copy(name, file);
    } finally {
      Files.delete(file);
    }
  }

  /** Adds what a shop would have for its own look-ups, and the statistics. */
  void finish() throws SQLException {
    execute("CREATE INDEX ON crm.orders (customer_id)");
    execute("CREATE INDEX ON crm.orders (ordered_at)");
    execute("ANALYZE");
  }

  private long copy(String name, Path file) throws SQLException, IOException {
    try (InputStream csv = Files.newInputStream(file)) {
      return connection
          .unwrap(PGConnection.class)
          .getCopyAPI()
          .copyIn("COPY " + name + " FROM STDIN (FORMAT csv, HEADER true, ENCODING 'UTF8')", csv);
    }
  }

  private void execute(String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }
}
