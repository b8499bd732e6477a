/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The table function for queries in PostgreSQL's own SQL. */
@Tag("driver")
final class QueryFunctionTest {
  private static TestDatabase database;
  private static Connection connection;

  @BeforeAll
  static void open() throws SQLException {
    database =
        TestDatabase.create(
            "CREATE TYPE mood AS ENUM ('sad', 'ok')",
            "CREATE DOMAIN tiny AS numeric(5, 1)",
            "CREATE TABLE t (id serial PRIMARY KEY, tags jsonb, m mood, price tiny, at timestamp)",
            "INSERT INTO t (tags, m, price, at) VALUES"
                + " ('{\"a\": 1}', 'ok', 1.5, '2024-01-02 03:04:05.678901'),"
                + " ('{\"b\": 2}', 'sad', 2, NULL)");
    connection = database.open();
  }

  @AfterAll
  static void close() throws SQLException {
    connection.close();
  }

  @Test
  void returnsTheRowsOfAnyQuery() throws SQLException {
    assertThat(rows("SELECT * FROM t WHERE tags ? 'a'"))
        .containsExactly(
            "1|{\"a\": 1}|ok|1.5|2024-01-02 03:04:05.678" + (TestDatabase.isStock() ? "" : "901"));
    assertThat(
            rows(
                "WITH RECURSIVE n(i) AS (VALUES (1) UNION ALL SELECT i + 1 FROM n WHERE i < 3)"
                    + " SELECT i FROM n; "))
        .containsExactly("1", "2", "3");
    assertThat(rows("VALUES (1, NULL::int), (2, 3)")).containsExactly("1|null", "2|3");
    assertThat(rows("SELECT '; '' $1 {d} /*' AS \"odd \"\" name\" -- ; end"))
        .containsExactly("; ' $1 {d} /*");
  }

  @Test
  void namesColumnsApart() throws SQLException {
    assertThat(rows("SELECT 1, 2, 3 AS x, 4 AS x")).containsExactly("1|2|3|4");
  }

  @Test
  void keepsTypes() throws SQLException {
    assertThat(
            TestDatabase.rows(
                connection,
                "SELECT \"id\" + 1, \"price\" * 2 FROM TABLE(\"pg\".\"query\"('SELECT id, price,"
                    + " 12.345::numeric(5,3) AS n FROM t')) WHERE \"n\" = 12.345 AND \"id\" > 1"))
        .containsExactly("3|4");
  }

  @Test
  void pushesWhatIsAroundItAndShowsIt() throws SQLException {
    String plan =
        TestDatabase.plan(
            connection,
            "SELECT \"m\", COUNT(*) FROM TABLE(\"pg\".\"query\"('SELECT m, id FROM t TABLESAMPLE"
                + " SYSTEM (100)')) WHERE \"id\" > 0 GROUP BY \"m\"");
    assertThat(plan)
        .contains("TABLESAMPLE SYSTEM (100)")
        .contains("GROUP BY")
        .doesNotContain("EnumerableAggregate");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      quoteCharacter = '`',
      value = {
        "`SELECT 1; SELECT 2`; takes one query, not 2",
        "`SELECT 1) AS q; COMMIT; CREATE TABLE hacked (a int); SELECT * FROM (SELECT 1`;"
            + " takes one query",
        "`  `; takes one query, not 0",
        "SELECT nothing FROM t; column \"nothing\" does not exist",
        "INSERT INTO t DEFAULT VALUES RETURNING id; syntax error",
        "WITH w AS (DELETE FROM t RETURNING id) SELECT * FROM w; must be at the top level",
        "SELECT $1::int; supplies 0 parameters",
        "SELECT /* open; unterminated",
      })
  void refusesWhatIsNotOneQuery(String sql, String message) {
    assertThatThrownBy(() -> rows(sql)).hasStackTraceContaining(message);
  }

  @Test
  void doesNotWrite() throws SQLException {
    assertThatThrownBy(() -> rows("SELECT nextval('t_id_seq')"))
        .hasStackTraceContaining("read-only transaction");
    assertThat(database.ask("SELECT count(*) FROM t")).containsExactly("2");
  }

  @Test
  void doesNotLeaveItsTransaction() throws SQLException {
    assertThatThrownBy(() -> rows("SELECT 1) AS q; COMMIT; CREATE TABLE hacked (a int); SELECT (1"))
        .hasStackTraceContaining("takes one query");
    assertThatThrownBy(() -> rows("SELECT 1 /* ' */) AS q; CREATE TABLE hacked (a int) --"))
        .hasStackTraceContaining("takes one query");
    assertThatThrownBy(() -> rows("SELECT E'\\\\') AS q; CREATE TABLE hacked (a int); --'"))
        .isInstanceOf(SQLException.class);
    assertThatThrownBy(() -> rows("SELECT $a$ $b$ $a$) AS q; CREATE TABLE hacked (a int); --$b$"))
        .isInstanceOf(SQLException.class);
    assertThat(database.ask("SELECT count(*) FROM pg_class WHERE relname = 'hacked'"))
        .containsExactly("0");
  }

  @Test
  void leavesNoSettingsBehind() throws SQLException {
    for (int i = 0; i < 3; i++) {
      assertThat(
              rows(
                  "SELECT current_setting('TimeZone') || set_config('TimeZone', 'Asia/Tokyo',"
                      + " false) AS z"))
          .containsExactly("UTCAsia/Tokyo");
    }
  }

  @Test
  void takesALiteralOnly() {
    assertThatThrownBy(
            () ->
                TestDatabase.rows(
                    connection,
                    "SELECT * FROM TABLE(\"pg\".\"query\"('SELECT ' || CAST(RAND() AS VARCHAR)))"))
        .hasStackTraceContaining("literal");
  }

  private static List<String> rows(String sql) throws SQLException {
    return TestDatabase.rows(
        connection, "SELECT * FROM TABLE(\"pg\".\"query\"('" + sql.replace("'", "''") + "'))");
  }
}
