/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import io.strake.planner.type.StrakeTypeSystem;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Properties;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What becomes SQL, and that the answers are right. */
@Tag("driver")
final class PushdownTest {
  private static TestDatabase database;
  private static Connection connection;

  @BeforeAll
  static void createTables() throws SQLException {
    database =
        TestDatabase.create(
            "CREATE TABLE customer (id int PRIMARY KEY, name text NOT NULL, city varchar(20))",
            "CREATE TABLE orders (id bigint PRIMARY KEY, customer int, total numeric(12, 2),"
                + " placed date)",
            "INSERT INTO customer VALUES (1, 'Ann', 'Ulm'), (2, 'bob', NULL), (3, 'Zoë', 'Köln')",
            "INSERT INTO orders SELECT i, i % 3 + 1, i * 1.25, date '2024-01-01' + i"
                + " FROM generate_series(1, 300) i",
            "CREATE TABLE averaged AS SELECT unnest(ARRAY[100000000, 100000001, 100000001]) AS big",
            "CREATE TABLE huge AS SELECT 1.7e308::float8 AS d",
            "ANALYZE");
    connection = database.open();
  }

  @AfterAll
  static void close() throws SQLException {
    connection.close();
  }

  @Test
  void filterJoinAggregateSortAndLimitAreOneStatement() throws SQLException {
    String sql =
        "SELECT c.name, COUNT(*) AS n, SUM(o.total) AS total"
            + " FROM orders AS o JOIN customer AS c ON o.customer = c.id"
            + " WHERE o.total > 10 AND c.name <> 'bob' AND o.placed < DATE '2024-06-01'"
            + " GROUP BY c.name ORDER BY 3 DESC LIMIT 5";
    assertThat(statements(sql)).hasSize(1);
    assertThat(TestDatabase.rows(connection, sql))
        .isEqualTo(database.ask(sql.replace("c.name <> 'bob'", "c.name <> 'bob' COLLATE \"C\"")));
    assertThat(statements(sql).get(0))
        .contains("JOIN", "WHERE", "GROUP BY", "ORDER BY", "LIMIT 5", "'2024-06-01'::date");
  }

  @Test
  void sortsAndComparesTextsByCodePoint() throws SQLException {
    String sql = "SELECT name FROM customer WHERE name > 'Z' ORDER BY name";
    assertThat(TestDatabase.rows(connection, sql)).containsExactly("Zoë", "bob");
    assertThat(statements(sql).get(0)).contains("COLLATE \"C\"", "ORDER BY");
  }

  @Test
  void semiJoinsAndSetOperationsOfOneDatabaseAreOneStatement() throws SQLException {
    String sql =
        "SELECT name FROM customer WHERE id IN (SELECT customer FROM orders WHERE total > 370)"
            + " UNION ALL SELECT name FROM customer WHERE city IS NULL";
    assertThat(statements(sql)).hasSize(1);
    assertThat(TestDatabase.rows(connection, sql)).isEqualTo(database.ask(sql)).isNotEmpty();
  }

  @Test
  void twoSchemasOfOneDatabaseAreJoinedThere() throws SQLException {
    database.execute("CREATE SCHEMA \"Other\"", "CREATE TABLE \"Other\".vip AS SELECT 2 AS id");
    String model =
        "{version: '1.0', schemas: ["
            + database.schemaEntry("pg", "public")
            + ", "
            + database.schemaEntry("other", "Other")
            + "]}";
    try (Connection connection = TestDatabase.open(model)) {
      String sql = "SELECT c.name FROM pg.customer AS c JOIN other.vip AS v ON c.id = v.id";
      assertThat(TestDatabase.rows(connection, sql)).containsExactly("bob");
      assertThat(TestDatabase.plan(connection, sql)).containsOnlyOnce("sql=[");
    }
  }

  @Test
  void doublesThatOverflowAreInfiniteAndNoErrorOfTheServer() throws SQLException {
    String sql = "SELECT d * d, d + d, -d - d FROM huge WHERE d * 2 > d";
    assertThat(TestDatabase.rows(connection, sql)).containsExactly("Infinity|Infinity|-Infinity");
    assertThat(statements("SELECT ABS(-d) FROM huge WHERE d > 1").get(0)).contains("abs((- ");
  }

  @Test
  void averagesHaveTheirDeclaredScaleHoweverLargeTheyAre() throws SQLException {
    Properties types = new Properties();
    if (TestDatabase.isStock()) {
      types.setProperty("typeSystem", StrakeTypeSystem.class.getName());
    }
    try (Connection connection = TestDatabase.open(database.model("pg", "public"), types)) {
      String sql = "SELECT AVG(big) FROM averaged";
      assertThat(TestDatabase.rows(connection, sql)).containsExactly("100000000.6666666666666667");
    }
  }

  @Test
  void windowsAreOneStatement() throws SQLException {
    String sql =
        "SELECT id, RANK() OVER (PARTITION BY customer ORDER BY total DESC),"
            + " LAG(total, 1, 0.00) OVER (ORDER BY id), SUM(total) OVER (ORDER BY id ROWS 2 PRECEDING)"
            + " FROM orders WHERE id < 20";
    assertThat(TestDatabase.plan(connection, sql)).matches(TestDatabase::isOneStatement);
    assertThat(TestDatabase.rows(connection, sql))
        .containsExactlyInAnyOrderElementsOf(database.ask(sql));
  }

  private static List<String> statements(String sql) throws SQLException {
    String plan = TestDatabase.plan(connection, sql);
    return plan.lines().filter(line -> line.contains("sql=[")).toList();
  }
}
