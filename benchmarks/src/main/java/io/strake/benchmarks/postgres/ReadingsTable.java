/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.benchmarks.postgres;

import io.strake.benchmarks.Readings;
import io.strake.embedded.EmbeddedPostgres;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;

/** A server of this process with a table of {@link Readings}. */
final class ReadingsTable implements AutoCloseable {
  private final EmbeddedPostgres server;

  private ReadingsTable(EmbeddedPostgres server) {
    this.server = server;
  }

  /** Starts the server and loads the table. */
  static ReadingsTable load(Readings readings) throws SQLException {
    ReadingsTable table = new ReadingsTable(EmbeddedPostgres.start());
    try (Connection connection = table.server.connect();
        Statement statement = connection.createStatement()) {
      statement.execute("CREATE TABLE readings (" + Readings.COLUMNS + ")");
      statement.execute("INSERT INTO readings " + readings.query());
      statement.execute("VACUUM ANALYZE readings");
      return table;
    } catch (SQLException e) {
      table.close();
      throw e;
    }
  }

  EmbeddedPostgres server() {
    return server;
  }

  /** Returns the text of a model of the table as {@code pg.readings}. */
  static String model(String url, String user, int connections) {
    return """
        inline:{"version": "1.0", "schemas": [{"name": "pg", "type": "custom",
          "factory": "io.strake.postgres.PostgresSchemaFactory",
          "operand": {"url": "%s", "user": "%s", "scanConnections": %d}}]}
        """
        .formatted(url, user, connections);
  }

  @Override
  public void close() {
    server.close();
  }
}
