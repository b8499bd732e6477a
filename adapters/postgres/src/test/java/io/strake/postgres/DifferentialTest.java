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
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A query that PostgreSQL runs gives the rows of one over tables that are read whole. */
@Tag("driver")
final class DifferentialTest {
  private static final long SEED = 20_261_123;
  private static final int SELECTS = 60;
  private static final int AGGREGATES = 40;

  private static TestDatabase database;
  private static Connection connection;

  @BeforeAll
  static void createTable() throws SQLException {
    database =
        TestDatabase.create(
            "SELECT setseed(0.25)",
            "CREATE COLLATION nocase (provider = icu, locale = 'und-u-ks-level2',"
                + " deterministic = false)",
            "CREATE TABLE r (i int, j int NOT NULL, b bigint, s smallint, n numeric(9, 2),"
                + " m numeric(8, 3), d float8, t text COLLATE \"en-x-icu\", u varchar(9) COLLATE nocase,"
                + " f boolean, dt date, ts timestamp)",
            "SELECT setseed(0.25)",
            "INSERT INTO r SELECT"
                + " CASE WHEN random() < 0.8 THEN (random() * 20)::int - 10 END,"
                + " (random() * 20)::int - 10,"
                + " CASE WHEN random() < 0.8 THEN (random() * 1000000)::bigint END,"
                + " CASE WHEN random() < 0.8 THEN (random() * 9)::int END,"
                + " CASE WHEN random() < 0.8 THEN round((random() * 20 - 10)::numeric, 2) END,"
                + " CASE WHEN random() < 0.8 THEN round((random() * 20 - 10)::numeric, 3) END,"
                + " CASE WHEN random() < 0.8 THEN round(random() * 40) / 2 - 10 END,"
                + " w[1 + (random() * 12)::int], w[1 + (random() * 12)::int],"
                + " CASE WHEN random() < 0.8 THEN random() < 0.5 END,"
                + " CASE WHEN random() < 0.8 THEN date '2019-12-15' + (random() * 200)::int END,"
                + " CASE WHEN random() < 0.8 THEN timestamp '2021-05-20'"
                + " + (random() * 900)::int * interval '37 minutes' END"
                + " FROM generate_series(1, 150), (SELECT ARRAY['', 'a', 'A', 'ab', 'a%b', 'it''s',"
                + " ' b ', 'b c', 'Zoë', 'zoe', '_', 'a\\b'] AS w) x",
            "ANALYZE r");
    String entry = database.schemaEntry("pushed", "public");
    String model =
        "{version: '1.0', schemas: ["
            + entry
            + ", "
            + entry
                .replace("'pushed'", "'whole'")
                .replace(
                    PostgresSchemaFactory.class.getName(), ScanOnlySchemaFactory.class.getName())
            + "]}";
    connection = TestDatabase.open(model);
  }

  @AfterAll
  static void close() throws SQLException {
    connection.close();
  }

  @Test
  void expressionsHaveTheSameValues() throws SQLException {
    RandomQueries queries = new RandomQueries(SEED);
    for (int i = 0; i < SELECTS; i++) {
      assertSame(queries.select());
    }
  }

  @Test
  void aggregatesHaveTheSameValues() throws SQLException {
    RandomQueries queries = new RandomQueries(SEED + 1);
    for (int i = 0; i < AGGREGATES; i++) {
      assertSame(queries.aggregate());
    }
  }

  private static void assertSame(String query) throws SQLException {
    String pushed = query.replace("?.r", "pushed.r");
    String whole = pushed.replace("pushed.r", "whole.r");
    String plan = TestDatabase.plan(connection, pushed);
    // A condition that is never true leaves nothing to ask the server
    boolean isEmpty = plan.contains("Values(tuples=[[]])") && !plan.contains("Postgres");
    assertThat(isEmpty || TestDatabase.isOneStatement(plan))
        .as("%s is one statement in%n%s", pushed, plan)
        .isTrue();
    List<String> expected = TestDatabase.rows(connection, whole);
    assertThat(TestDatabase.rows(connection, pushed))
        .as("%s%n%s", pushed, plan)
        .containsExactlyInAnyOrderElementsOf(expected);
  }
}
