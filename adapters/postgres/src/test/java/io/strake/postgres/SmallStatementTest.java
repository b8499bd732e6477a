/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Statements of few rows are prepared at the server, and give what they gave before. */
@Tag("driver")
final class SmallStatementTest {
  private static final String NAME_BY_ID = "SELECT \"name\" FROM \"item\" WHERE \"id\" = ?";

  /** Sleeps for 7 alone. */
  private static final String SLEPT_BY_ID = "SELECT \"slept\" FROM \"nap\" WHERE \"id\" = ?";

  private static TestDatabase database;

  @BeforeAll
  static void start() throws SQLException {
    database =
        TestDatabase.create(
            "CREATE TABLE item AS SELECT i AS id, i::int8 * 1000000007 AS big, i::int2 AS small,"
                + " i % 2 = 0 AS flag, (i * 1.25)::numeric(12, 2) AS price, round(i / 3.0, 9) AS exact,"
                + " (i / 3.0)::real AS single, (i / 3.0)::float8 AS twice, 'item ' || i AS name,"
                + " NULLIF('x' || i % 5, 'x0') AS tag, decode(lpad(to_hex(i), 4, '0'), 'hex') AS raw,"
                + " date '2020-01-01' + i AS made, time '00:00' + i * interval '1 minute' AS at_time,"
                + " timestamp '2020-01-01' + i * interval '1.000001 s' AS stamp,"
                + " timestamptz '2020-01-01 00:00+00' + i * interval '1 hour' AS instant,"
                + " ARRAY[i, NULL, -i] AS list, ARRAY['a' || i, NULL] AS words,"
                + " ('{\"k\": ' || i || '}')::jsonb AS doc FROM generate_series(1, 5000) i",
            "ALTER TABLE item ADD PRIMARY KEY (id)",
            "CREATE VIEW nap AS SELECT id, name,"
                + " pg_sleep(CASE WHEN id = 7 THEN 60 ELSE 0 END)::text AS slept FROM item",
            "CREATE FUNCTION forget() RETURNS int LANGUAGE plpgsql AS"
                + " 'BEGIN EXECUTE ''DEALLOCATE ALL''; RETURN 1; END'",
            "ANALYZE item");
  }

  @Test
  void everyTypeIsTheSameWhenPrepared() throws SQLException {
    try (Connection connection = open("");
        PreparedStatement statement =
            connection.prepareStatement("SELECT * FROM \"item\" WHERE \"id\" = ?")) {
      for (int id : new int[] {1, 2, 999, 5, 1, 5001}) {
        List<String> runs = new ArrayList<>();
        for (int run = 0; run < 3; run++) {
          statement.setInt(1, id);
          runs.add(rows(statement));
        }
        assertThat(new HashSet<>(runs)).hasSize(1);
        assertThat(runs.get(0).isEmpty()).isEqualTo(id == 5001);
      }
      assertThat(preparedAtServer(connection))
          .singleElement()
          .asString()
          .endsWith("WHERE (t0.\"id\" = $1::integer)");
    }
  }

  @Test
  void moreRowsThanBeforeComeInPartsOrNotAtAll() throws SQLException {
    try (Connection connection = open("");
        PreparedStatement statement =
            connection.prepareStatement("SELECT \"name\" FROM \"item\" WHERE \"id\" <= ?")) {
      prepare(connection, statement);
      statement.setInt(1, 5000);
      try (ResultSet rows = statement.executeQuery()) {
        assertThat(rows.next()).isTrue();
      }
      prepare(connection, statement);
      statement.setInt(1, 5000);
      int count = 0;
      try (ResultSet rows = statement.executeQuery()) {
        while (rows.next()) {
          count++;
          assertThat(rows.getString(1)).isEqualTo("item " + count);
        }
      }
      assertThat(count).isEqualTo(5000);
    }
  }

  @Test
  void cancelEndsAPreparedStatement() throws Exception {
    try (Connection connection = open("");
        PreparedStatement statement = connection.prepareStatement(SLEPT_BY_ID)) {
      prepare(connection, statement);
      statement.setInt(1, 7);
      CompletableFuture<String> run =
          CompletableFuture.supplyAsync(
              () -> {
                try {
                  return rows(statement);
                } catch (SQLException e) {
                  throw new CompletionException(e);
                }
              });
      while (database.activeBackends() == 0) {
        assertThat(run).isNotDone();
      }
      long start = System.nanoTime();
      statement.cancel();
      while (database.activeBackends() > 0) {
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(1));
      }
      assertThatThrownBy(() -> run.get(5, TimeUnit.SECONDS)).hasMessageContaining("cancel");
    }
  }

  @Test
  void aTimeoutEndsAPreparedStatement() throws Exception {
    try (Connection connection = open("");
        PreparedStatement statement = connection.prepareStatement(SLEPT_BY_ID)) {
      prepare(connection, statement);
      statement.setInt(1, 7);
      statement.setQueryTimeout(1);
      long start = System.nanoTime();
      assertThatThrownBy(() -> rows(statement)).isInstanceOf(SQLException.class);
      while (database.activeBackends() > 0) {
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(2));
      }
    }
  }

  @Test
  void aNameThatTheServerHasForgottenIsReplaced() throws SQLException {
    try (Connection connection = open("");
        PreparedStatement statement = connection.prepareStatement(NAME_BY_ID)) {
      prepare(connection, statement);
      TestDatabase.rows(connection, "SELECT * FROM TABLE(\"pg\".\"query\"('SELECT forget()'))");
      statement.setInt(1, 3);
      assertThat(rows(statement)).isEqualTo("item 3|");
      assertThat(rows(statement)).isEqualTo("item 3|");
    }
  }

  @Test
  void nothingIsPreparedIfTheModelSaysSo() throws SQLException {
    assertNothingIsPrepared(model("preparedStatements: false, "));
  }

  @Test
  void nothingIsPreparedBehindAPooler() throws Exception {
    try (PoolerWire pooler = new PoolerWire(TestDatabase.SERVER.port())) {
      String direct = database.url();
      String url = direct.replaceFirst(":[0-9]+/", ":" + pooler.port() + "/");
      assertNothingIsPrepared(
          model("").replace(direct, url + (url.contains("?") ? "&" : "?") + "sslmode=disable"));
    }
  }

  private static void assertNothingIsPrepared(String model) throws SQLException {
    try (Connection connection = TestDatabase.open(model);
        PreparedStatement statement = connection.prepareStatement(NAME_BY_ID)) {
      for (int i = 1; i < 10; i++) {
        statement.setInt(1, i);
        assertThat(rows(statement)).isEqualTo("item " + i + "|");
      }
      assertThat(preparedAtServer(connection)).isEmpty();
    }
  }

  @Test
  void textsStayTexts() throws SQLException {
    try (Connection connection = open("");
        PreparedStatement statement =
            connection.prepareStatement(
                "SELECT \"id\" FROM \"item\" WHERE \"name\" = ? OR \"id\" = 4")) {
      for (int run = 0; run < 6; run++) {
        for (String text : List.of("item 3", "' OR true --", "\\'", "$1", "item\u00e9")) {
          statement.setString(1, text);
          assertThat(rows(statement)).isEqualTo(text.equals("item 3") ? "3|4|" : "4|");
        }
      }
      assertThat(preparedAtServer(connection)).isNotEmpty();
    }
  }

  private static Connection open(String operands) throws SQLException {
    return TestDatabase.open(model(operands));
  }

  /** Returns a model whose statements share one connection. */
  private static String model(String operands) {
    return database
        .model("pg", "public")
        .replace("operand: {", "operand: {poolSize: 1, " + operands);
  }

  /** Runs a statement with 1 until it is prepared. */
  private static void prepare(Connection connection, PreparedStatement statement)
      throws SQLException {
    for (int i = 0; i < 20 && preparedAtServer(connection).isEmpty(); i++) {
      statement.setInt(1, 1);
      rows(statement);
    }
    statement.setInt(1, 1);
    rows(statement);
    assertThat(preparedAtServer(connection)).hasSize(1);
  }

  private static List<String> preparedAtServer(Connection connection) throws SQLException {
    return TestDatabase.rows(
        connection,
        "SELECT * FROM TABLE(\"pg\".\"query\"('SELECT statement FROM pg_prepared_statements'))"
            + " WHERE \"statement\" NOT LIKE '%pg_prepared_statements%'");
  }

  private static String rows(PreparedStatement statement) throws SQLException {
    StringBuilder text = new StringBuilder();
    try (ResultSet rows = statement.executeQuery()) {
      while (rows.next()) {
        for (int i = 1; i <= rows.getMetaData().getColumnCount(); i++) {
          text.append(rows.getString(i)).append('|');
        }
      }
    }
    return text.toString();
  }
}
