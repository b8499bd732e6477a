/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What becomes SQL under stock Calcite, and that the answers are right. */
final class PushdownTest {
  private static TestDatabase database;
  private static Connection calcite;

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
            "ANALYZE");
    calcite = database.stock();
  }

  @AfterAll
  static void close() throws SQLException {
    calcite.close();
  }

  @Test
  void filterJoinAggregateSortAndLimitAreOneStatement() throws SQLException {
    String sql =
        "SELECT c.name, COUNT(*) AS n, SUM(o.total) AS total"
            + " FROM orders AS o JOIN customer AS c ON o.customer = c.id"
            + " WHERE o.total > 10 AND c.name <> 'bob' AND o.placed < DATE '2024-06-01'"
            + " GROUP BY c.name ORDER BY 3 DESC LIMIT 5";
    assertThat(statements(sql)).hasSize(1);
    assertThat(TestDatabase.rows(calcite, sql))
        .isEqualTo(database.ask(sql.replace("c.name <> 'bob'", "c.name <> 'bob' COLLATE \"C\"")));
    assertThat(statements(sql).get(0))
        .contains("JOIN", "WHERE", "GROUP BY", "ORDER BY", "LIMIT 5", "'2024-06-01'::date");
  }

  private static List<String> statements(String sql) throws SQLException {
    String plan = TestDatabase.plan(calcite, sql);
    System.out.println(plan);
    return plan.lines().filter(line -> line.contains("sql=[")).toList();
  }
}
