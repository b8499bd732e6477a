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

  private static final String STOCK = "jdbc:calcite:";

  /**
   * Beginning of the URL of the driver that the tests with the tag {@code driver} run under; they
   * also run where there is another.
   */
  private static final String DRIVER = System.getProperty("strake.test.driver", STOCK);

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

  /** Returns whether the driver under test is stock Calcite's. */
  static boolean isStock() {
    return DRIVER.equals(STOCK);
  }

  /** Returns a connection of the driver under test with this database as schema {@code pg}. */
  Connection open() throws SQLException {
    return open(model("pg", "public"));
  }

  /** Returns a connection of the driver under test with a model. */
  static Connection open(String model) throws SQLException {
    return open(model, new Properties());
  }

  /** Returns a connection of the driver under test with a model and settings. */
  static Connection open(String model, Properties settings) throws SQLException {
    return open(DRIVER, model, settings);
  }

  /** Returns a connection of stock Calcite, whose hooks show plans. */
  Connection openInCalcite() throws SQLException {
    return open(STOCK, model("pg", "public"), new Properties());
  }

  private static Connection open(String driver, String model, Properties settings)
      throws SQLException {
    Properties properties = new Properties();
    if (driver.equals(STOCK)) {
      properties.setProperty("lex", "JAVA");
      properties.setProperty("quoting", "DOUBLE_QUOTE");
      properties.setProperty("caseSensitive", "true");
    }
    properties.putAll(settings);
    return DriverManager.getConnection(driver + "model=inline:" + model, properties);
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

  /** Returns the rows of a query, cells separated by a bar. */
  static List<String> rows(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      return rows(rows);
    }
  }

  /** Returns the rows of a result, cells separated by a bar. */
  static List<String> rows(ResultSet rows) throws SQLException {
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

  /** Returns the plan of a query. */
  static String plan(Connection connection, String sql) throws SQLException {
    return String.join("\n", rows(connection, "EXPLAIN PLAN FOR " + sql));
  }

  /** Returns whether a plan is one statement of the server, of which nothing is left to do. */
  static boolean isOneStatement(String plan) {
    return plan.replaceFirst("^ArrowToEnumerableConverter\\s+", "")
        .startsWith("PostgresToArrowConverter");
  }
}
