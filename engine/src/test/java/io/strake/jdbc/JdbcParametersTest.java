/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.Date;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.sql.Statement;
import java.sql.Time;
import java.sql.Timestamp;
import java.sql.Types;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.util.Calendar;
import java.util.TimeZone;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Parameters, limits and zones of the driver. */
class JdbcParametersTest {
  private static final String URL =
      "jdbc:strake:model=inline:{version: '1.0', schemas: [{type: 'map', name: 'm'}]}";

  private static final String THREE = "(values (1), (2), (3)) as t(x)";

  private Connection connection;

  @BeforeEach
  void open() throws SQLException {
    connection = DriverManager.getConnection(URL + ";timeZone=Europe/Berlin");
  }

  @AfterEach
  void close() throws SQLException {
    connection.close();
  }

  @Test
  void runManyTimesWithValuesOfTheirOwn() throws SQLException {
    try (PreparedStatement statement =
        connection.prepareStatement("select count(*) from " + THREE + " where x > ? or x = ?")) {
      for (int i = 0; i < 3; i++) {
        statement.setInt(1, i);
        statement.setObject(2, null);
        assertThat(one(statement)).isEqualTo(Long.toString(3 - i));
      }
      statement.setNull(1, Types.INTEGER);
      statement.setString(2, "1");
      assertThatThrownBy(() -> one(statement))
          .isInstanceOfSatisfying(
              SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("22000"));
      statement.setLong(2, 1L << 40);
      assertThatThrownBy(() -> one(statement))
          .isInstanceOfSatisfying(
              SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("22003"));
      statement.setLong(2, 1);
      assertThat(one(statement)).isEqualTo("1");
    }
  }

  @Test
  void takeEveryTypeOfJava() throws SQLException {
    LocalDateTime local = LocalDateTime.parse("2024-02-29T10:11:12.123456");
    Calendar tokyo = Calendar.getInstance(TimeZone.getTimeZone("Asia/Tokyo"));
    Instant instant = Instant.parse("2024-02-29T10:11:12.123456Z");

    assertThat(echo("boolean", true)).isEqualTo("true");
    assertThat(echo("smallint", (short) -7)).isEqualTo("-7");
    assertThat(echo("integer", new BigDecimal("5.00"))).isEqualTo("5");
    assertThat(echo("bigint", Long.MIN_VALUE)).isEqualTo("-9223372036854775808");
    assertThat(echo("decimal(38, 2)", new BigDecimal("0.005"))).isEqualTo("0.01");
    assertThat(echo("real", 1.1f)).isEqualTo("1.1");
    assertThat(echo("double", 0.1)).isEqualTo("0.1");
    assertThat(echo("double", Double.NEGATIVE_INFINITY)).isEqualTo("-Infinity");
    assertThat(echo("varchar", "it's é日𝒳")).isEqualTo("it's é日𝒳");
    assertThat(echo("varchar", UUID.fromString("00000000-0000-0000-0000-000000000001")))
        .endsWith("01");
    assertThat(echo("varbinary", new byte[] {1, -1})).isEqualTo("01ff");
    assertThat(echo("date", Date.valueOf("2024-02-29"))).isEqualTo("2024-02-29");
    assertThat(echo("date", LocalDate.of(2024, 2, 29))).isEqualTo("2024-02-29");
    assertThat(echo("time", Time.valueOf("10:11:12"))).isEqualTo("10:11:12");
    assertThat(echo("time", LocalTime.parse("10:11:12"))).isEqualTo("10:11:12");
    assertThat(echo("timestamp", Timestamp.valueOf(local))).isEqualTo("2024-02-29 10:11:12.123456");
    assertThat(echo("timestamp", local)).isEqualTo("2024-02-29 10:11:12.123456");
    assertThat(echo("timestamp with local time zone", instant))
        .isEqualTo("2024-02-29 11:11:12.123456+01");
    assertThat(echo("timestamp with local time zone", OffsetDateTime.parse("2024-07-01T00:00Z")))
        .isEqualTo("2024-07-01 02:00:00+02");
    assertThat(echo("timestamp with local time zone", Timestamp.from(instant)))
        .isEqualTo("2024-02-29 11:11:12.123456+01");
    try (PreparedStatement statement =
        connection.prepareStatement("select cast(? as timestamp), cast(? as date)")) {
      statement.setTimestamp(1, Timestamp.from(instant), tokyo);
      statement.setObject(2, "2024-02-29", Types.DATE);
      try (ResultSet row = statement.executeQuery()) {
        assertThat(row.next()).isTrue();
        assertThat(row.getString(1)).isEqualTo("2024-02-29 19:11:12.123456");
        assertThat(row.getString(2)).isEqualTo("2024-02-29");
      }
    }
  }

  @Test
  void describeThemselves() throws SQLException {
    try (PreparedStatement statement =
        connection.prepareStatement(
            "select x from " + THREE + " where x = ? and cast(? as decimal(5, 2)) > x limit ?")) {
      java.sql.ParameterMetaData parameters = statement.getParameterMetaData();
      assertThat(parameters.getParameterCount()).isEqualTo(3);
      assertThat(parameters.getParameterType(1)).isEqualTo(Types.INTEGER);
      assertThat(parameters.getParameterTypeName(2)).isEqualTo("DECIMAL");
      assertThat(parameters.getScale(2)).isEqualTo(2);
      assertThat(parameters.getParameterClassName(2)).isEqualTo("java.math.BigDecimal");
    }
  }

  @Test
  void refuseMissingAndUnknownOnes() throws SQLException {
    try (PreparedStatement statement =
        connection.prepareStatement("select x from " + THREE + " where x in (?, ?)")) {
      statement.setInt(1, 1);
      assertThatThrownBy(statement::executeQuery)
          .isInstanceOfSatisfying(
              SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("07001"))
          .hasMessageContaining("parameter 2 of 2");
      assertThatThrownBy(() -> statement.setInt(3, 1))
          .isInstanceOfSatisfying(
              SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("07001"));
      assertThatThrownBy(() -> statement.setBinaryStream(1, null))
          .isInstanceOf(SQLFeatureNotSupportedException.class);
      statement.setInt(2, 3);
      statement.clearParameters();
      assertThatThrownBy(statement::executeQuery).hasMessageContaining("parameter 1 of 2");
    }
    try (Statement statement = connection.createStatement()) {
      assertThatThrownBy(
              () -> statement.executeQuery("select x from " + THREE + " where x = ?").next())
          .isInstanceOf(SQLException.class)
          .hasMessageContaining("bind one value for each '?'");
    }
  }

  @Test
  void limitsRowsWithAWarning() throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.setMaxRows(2);
      assertThat(count(statement, 2)).contains("more rows than the limit of 2");
      statement.setMaxRows(3);
      assertThat(count(statement, 3)).isEmpty();
    }
    try (Connection limited = DriverManager.getConnection(URL + ";maxRows=1");
        PreparedStatement statement = limited.prepareStatement("select x from " + THREE)) {
      try (ResultSet rows = statement.executeQuery()) {
        assertThat(rows.next()).isTrue();
        assertThat(rows.next()).isFalse();
        assertThat(rows.getWarnings().getSQLState()).isEqualTo("0100C");
      }
    }
    assertThatThrownBy(() -> DriverManager.getConnection(URL + ";maxRows=many"))
        .hasMessageContaining("'maxRows' is many");
    assertThatThrownBy(() -> DriverManager.getConnection(URL + ";timeZone=Nowhere"))
        .hasMessageContaining("'timeZone' is Nowhere");
  }

  private static String count(Statement statement, int expected) throws SQLException {
    try (ResultSet rows = statement.executeQuery("select x from " + THREE + " order by x")) {
      int count = 0;
      while (rows.next()) {
        count++;
      }
      assertThat(count).isEqualTo(expected);
      return rows.getWarnings() == null ? "" : rows.getWarnings().getMessage();
    }
  }

  private String echo(String type, Object value) throws SQLException {
    try (PreparedStatement statement =
        connection.prepareStatement("select cast(? as " + type + ")")) {
      statement.setObject(1, value);
      return one(statement);
    }
  }

  private static String one(PreparedStatement statement) throws SQLException {
    try (ResultSet row = statement.executeQuery()) {
      assertThat(row.next()).isTrue();
      return row.getString(1);
    }
  }
}
