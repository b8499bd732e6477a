/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.apache.calcite.jdbc.CalciteConnection;
import org.junit.jupiter.api.Test;

/** The driver, over a model without sources. */
class StrakeDriverTest {
  private static final String URL =
      "jdbc:strake:model=inline:{version: '1.0', defaultSchema: 'm',"
          + " schemas: [{type: 'map', name: 'm'}]}";

  /** Ten to the ninth combinations, enough to be interrupted. */
  private static final String ENDLESS =
      "select count(*) from"
          + " (values (0),(1),(2),(3),(4),(5),(6),(7),(8),(9)) as a(x)"
          + " cross join (values (0),(1),(2),(3),(4),(5),(6),(7),(8),(9)) as b(x)"
          + " cross join (values (0),(1),(2),(3),(4),(5),(6),(7),(8),(9)) as c(x)"
          + " cross join (values (0),(1),(2),(3),(4),(5),(6),(7),(8),(9)) as d(x)"
          + " cross join (values (0),(1),(2),(3),(4),(5),(6),(7),(8),(9)) as e(x)"
          + " cross join (values (0),(1),(2),(3),(4),(5),(6),(7),(8),(9)) as f(x)"
          + " cross join (values (0),(1),(2),(3),(4),(5),(6),(7),(8),(9)) as g(x)"
          + " cross join (values (0),(1),(2),(3),(4),(5),(6),(7),(8),(9)) as h(x)"
          + " cross join (values (0),(1),(2),(3),(4),(5),(6),(7),(8),(9)) as i(x)"
          + " cross join (values (0),(1),(2),(3),(4),(5),(6),(7),(8),(9)) as j(x)"
          + " where a.x + b.x + c.x + d.x + e.x + f.x + g.x + h.x + i.x + j.x = 45";

  @Test
  void isFoundByItsUrlAndIsCalcitesConnection() throws SQLException {
    try (Connection connection = DriverManager.getConnection(URL)) {
      assertThat(connection.unwrap(CalciteConnection.class).getSchema()).isEqualTo("m");
      assertThat(connection.getMetaData().getDriverName()).isEqualTo("Strake JDBC Driver");
      assertThat(connection.getMetaData().storesLowerCaseIdentifiers()).isTrue();
    }
  }

  @Test
  void returnsEachTypeExactly() throws SQLException {
    String sql =
        "select cast(1 as smallint), 2147483648, 1.50, 2e0, 'é', true, date '2024-02-29',"
            + " timestamp '2024-02-29 10:11:12.123456', x'0aff', cast(null as integer),"
            + " time '10:11:12'";
    try (Connection connection = DriverManager.getConnection(URL);
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(sql)) {
      assertThat(row.next()).isTrue();
      assertThat(row.getShort(1)).isEqualTo((short) 1);
      assertThat(row.getLong(2)).isEqualTo(2147483648L);
      assertThat(row.getBigDecimal(3)).isEqualTo("1.50");
      assertThat(row.getDouble(4)).isEqualTo(2.0);
      assertThat(row.getString(5)).isEqualTo("é");
      assertThat(row.getBoolean(6)).isTrue();
      assertThat(row.getDate(7)).hasToString("2024-02-29");
      assertThat(row.getString(7)).isEqualTo("2024-02-29");
      LocalDateTime time = LocalDateTime.parse("2024-02-29T10:11:12.123456");
      assertThat(row.getTimestamp(8)).isEqualTo(Timestamp.valueOf(time));
      assertThat(row.getString(8)).isEqualTo("2024-02-29 10:11:12.123456");
      assertThat(row.getObject(8, LocalDateTime.class)).isEqualTo(time);
      assertThat(row.getBytes(9)).containsExactly(10, 255);
      assertThat(row.getInt(10)).isZero();
      assertThat(row.wasNull()).isTrue();
      assertThat(row.getTime(11)).hasToString("10:11:12");
      assertThat(row.next()).isFalse();
    }
  }

  @Test
  void runsAPreparedStatementManyTimes() throws SQLException {
    try (Connection connection = DriverManager.getConnection(URL);
        PreparedStatement statement =
            connection.prepareStatement("select x + 1 as y from (values (1), (2)) as t(x)")) {
      assertThat(statement.getMetaData().getColumnName(1)).isEqualTo("y");
      for (int run = 0; run < 3; run++) {
        try (ResultSet rows = statement.executeQuery()) {
          assertThat(rows.next()).isTrue();
          assertThat(rows.getInt("y")).isEqualTo(2);
          assertThat(rows.next()).isTrue();
        }
      }
    }
  }

  @Test
  void reportsSqlState() throws SQLException {
    try (Connection connection = DriverManager.getConnection(URL);
        Statement statement = connection.createStatement()) {
      assertThatThrownBy(() -> statement.executeQuery("select * from nope"))
          .isInstanceOfSatisfying(
              SQLException.class,
              failure -> {
                assertThat(failure.getSQLState()).isEqualTo("42P01");
                assertThat(failure.getErrorCode()).isEqualTo(2003);
                assertThat(failure.getMessage()).contains("STRAKE-2003").contains("'nope'");
              });
      assertThatThrownBy(
              () -> {
                try (ResultSet rows =
                    statement.executeQuery("select 1 / x from (values (0), (1)) as t(x)")) {
                  rows.next();
                }
              })
          .isInstanceOfSatisfying(
              SQLException.class, failure -> assertThat(failure.getSQLState()).isEqualTo("22012"));
    }
  }

  @Test
  void refusesUnknownPropertiesAndMissingModel() {
    assertThatThrownBy(() -> DriverManager.getConnection(URL + ";modle=x"))
        .isInstanceOf(SQLException.class)
        .hasMessageContaining("unknown operands [modle]");
    assertThatThrownBy(() -> DriverManager.getConnection("jdbc:strake:schema=x"))
        .isInstanceOf(SQLException.class)
        .hasMessageContaining("'model' is missing");
    assertThatThrownBy(() -> DriverManager.getConnection("jdbc:strake:model=/no/such/file.json"))
        .isInstanceOfSatisfying(
            SQLException.class, failure -> assertThat(failure.getSQLState()).isEqualTo("F0000"));
  }

  @Test
  void refusesClassesThatTheModelMayNotLoad() {
    assertThatThrownBy(
            () ->
                DriverManager.getConnection(
                    "jdbc:strake:model=inline:{version: '1.0', schemas: [{type: 'custom',"
                        + " name: 'x', factory: 'java.lang.Runtime'}]}"))
        .isInstanceOf(SQLException.class)
        .hasMessageContaining("class 'java.lang.Runtime' may not be loaded");
  }

  @Test
  void closesOpenResultsWithTheConnection() throws SQLException {
    Connection connection = DriverManager.getConnection(URL);
    ResultSet rows =
        connection.createStatement().executeQuery("select x from (values (1), (2)) as t(x)");
    assertThat(rows.next()).isTrue();

    connection.close(); // the engine closes with its last connection, and fails if it leaks

    assertThat(connection.isClosed()).isTrue();
  }

  @Test
  void cancelsARunningStatement() throws Exception {
    try (Connection connection = DriverManager.getConnection(URL);
        Statement statement = connection.createStatement()) {
      CompletableFuture<Void> canceller =
          CompletableFuture.runAsync(
              () -> cancel(statement), CompletableFuture.delayedExecutor(1, TimeUnit.SECONDS));
      Instant start = Instant.now();

      assertThatThrownBy(() -> first(statement))
          .isInstanceOf(SQLException.class)
          .hasMessageContaining("cancelled");
      assertThat(Duration.between(start, Instant.now())).isLessThan(Duration.ofSeconds(20));
      canceller.get(10, TimeUnit.SECONDS);
    }
  }

  @Test
  void stopsAtTheQueryTimeout() throws SQLException {
    try (Connection connection = DriverManager.getConnection(URL);
        Statement statement = connection.createStatement()) {
      statement.setQueryTimeout(1);

      assertThatThrownBy(() -> first(statement))
          .isInstanceOfSatisfying(
              SQLException.class, failure -> assertThat(failure.getSQLState()).isEqualTo("57014"));
    }
  }

  private static void first(Statement statement) throws SQLException {
    try (ResultSet rows = statement.executeQuery(ENDLESS)) {
      rows.next();
    }
  }

  private static void cancel(Statement statement) {
    try {
      statement.cancel();
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }
}
