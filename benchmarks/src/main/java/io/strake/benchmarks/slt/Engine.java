/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.benchmarks.slt;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Properties;

/** What can answer the queries. */
enum Engine {
  /** The driver of this project over the tables where they are placed. */
  STRAKE {
    @Override
    QueryConnection over(Store store, Placement placement) {
      return new QueryConnection(
          () -> {
            Properties settings = new Properties();
            settings.setProperty("model", "inline:" + placement.place(store));
            settings.setProperty("timeout", "PT" + TIMEOUT_SECONDS + "S");
            return DriverManager.getConnection("jdbc:strake:", settings);
          });
    }
  },

  /** Calcite as it comes, with its own adapter for JDBC over the database of the store. */
  CALCITE {
    @Override
    QueryConnection over(Store store, Placement placement) {
      return new QueryConnection(
          () -> {
            Properties settings = new Properties();
            settings.setProperty("model", "inline:" + jdbcModel(store));
            settings.setProperty("unquotedCasing", "TO_LOWER");
            return DriverManager.getConnection("jdbc:calcite:", settings);
          });
    }
  },

  /** PostgreSQL itself. */
  POSTGRES {
    @Override
    QueryConnection over(Store store, Placement placement) {
      return new QueryConnection(() -> withTimeout(store.connect()));
    }
  };

  /** How long one query may take. */
  static final int TIMEOUT_SECONDS = 30;

  /** Returns connections to this engine for the tables of a store. */
  abstract QueryConnection over(Store store, Placement placement);

  private static Connection withTimeout(Connection connection) throws SQLException {
    try (java.sql.Statement statement = connection.createStatement()) {
      statement.execute("SET statement_timeout = '" + TIMEOUT_SECONDS + "s'");
    }
    return connection;
  }

  private static String jdbcModel(Store store) {
    return """
        {
          "version": "1.0",
          "defaultSchema": "%s",
          "schemas": [
            {
              "name": "%s",
              "type": "jdbc",
              "jdbcDriver": "org.postgresql.Driver",
              "jdbcUrl": "%s",
              "jdbcUser": "%s",
              "jdbcPassword": "",
              "jdbcSchema": "public"
            }
          ]
        }
        """
        .formatted(Placement.SCHEMA, Placement.SCHEMA, store.jdbcUrl(), store.user());
  }
}
