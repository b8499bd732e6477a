/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.postgres;

import io.strake.embedded.EmbeddedPostgres;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.atomic.AtomicInteger;

/** A database of its own on the server that all test classes of this JVM share. */
final class TestDatabase {
  static final EmbeddedPostgres SERVER =
      EmbeddedPostgres.builder().setting("max_connections", "60").start();

  private static final AtomicInteger COUNT = new AtomicInteger();

  private final String name;

  private TestDatabase(String name) {
    this.name = name;
  }

  /** Creates a database and runs statements in it. */
  static TestDatabase create(String... statements) throws SQLException {
    TestDatabase database = new TestDatabase("test" + COUNT.incrementAndGet());
    SERVER.createDatabase(database.name);
    database.execute(statements);
    return database;
  }

  /** Returns the major version of the server. */
  static int serverVersion() throws SQLException {
    try (Connection connection = SERVER.connect()) {
      return connection.getMetaData().getDatabaseMajorVersion();
    }
  }

  String url() {
    return SERVER.jdbcUrl(name);
  }

  void execute(String... statements) throws SQLException {
    try (Connection connection = connect();
        Statement statement = connection.createStatement()) {
      for (String sql : statements) {
        statement.execute(sql);
      }
    }
  }

  /** Returns a direct connection, past the adapter. */
  Connection connect() throws SQLException {
    return SERVER.connect(name);
  }

  /** Returns the rows that the server itself gives, cells separated by a bar. */
  List<String> ask(String sql) throws SQLException {
    try (Connection connection = connect()) {
      return rows(connection, sql);
    }
  }

  Map<String, Object> operand() {
    return Map.of("url", url(), "user", "postgres", "applicationName", name);
  }

  /** Returns this database as source {@code pg}. */
  PostgresSchema schema() {
    return schema(operand());
  }

  PostgresSchema schema(Map<String, Object> operand) {
    PostgresOptions options = PostgresOptions.of("pg", operand);
    return new PostgresSchema("pg", options, new PostgresDatabase("pg", options));
  }

  /** Returns how many statements of the adapter run in this database now. */
  int activeBackends() throws SQLException {
    return Integer.parseInt(
        ask("SELECT count(*) FROM pg_stat_activity WHERE application_name = '"
                + name
                + "' AND state <> 'idle'")
            .get(0));
  }

  /** Returns a connection of stock Calcite with a model of this database as schema {@code pg}. */
  Connection stock() throws SQLException {
    return DriverManager.getConnection(
        "jdbc:calcite:model=inline:" + model("pg", "public"), calcite());
  }

  /** Returns a model with one schema. */
  String model(String schema, String postgresSchema) {
    return "{version: '1.0', defaultSchema: '"
        + schema
        + "', schemas: ["
        + schemaEntry(schema, postgresSchema)
        + "]}";
  }

  String schemaEntry(String schema, String postgresSchema) {
    return "{name: '"
        + schema
        + "', type: 'custom', factory: '"
        + PostgresSchemaFactory.class.getName()
        + "', operand: {url: '"
        + url()
        + "', user: 'postgres', schema: '"
        + postgresSchema
        + "', applicationName: '"
        + name
        + "'}}";
  }

  static Properties calcite() {
    Properties properties = new Properties();
    properties.setProperty("lex", "JAVA");
    properties.setProperty("quoting", "DOUBLE_QUOTE");
    properties.setProperty("caseSensitive", "true");
    return properties;
  }

  /** Returns the rows of a query, cells separated by a bar. */
  static List<String> rows(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      List<String> result = new ArrayList<>();
      while (rows.next()) {
        List<String> cells = new ArrayList<>();
        for (int i = 1; i <= rows.getMetaData().getColumnCount(); i++) {
          Object cell = rows.getObject(i);
          cells.add(
              cell instanceof BigDecimal number
                  ? number.stripTrailingZeros().toPlainString()
                  : String.valueOf(cell));
        }
        result.add(String.join("|", cells));
      }
      return result;
    }
  }

  /** Returns the plan of a query. */
  static String plan(Connection connection, String sql) throws SQLException {
    return String.join("\n", rows(connection, "EXPLAIN PLAN FOR " + sql));
  }
}
