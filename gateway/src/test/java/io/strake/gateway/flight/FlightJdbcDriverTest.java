/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.gateway.flight;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.strake.gateway.SampleSchemaFactory;
import io.strake.gateway.ServerFixture;
import io.strake.gateway.StrakeServer;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Types;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FlightJdbcDriverTest {
  private static StrakeServer server;

  @BeforeAll
  static void start() {
    server = ServerFixture.start();
  }

  @AfterAll
  static void stop() throws InterruptedException {
    assertThat(ServerFixture.becomesIdle(server)).isTrue();
    server.close();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"token=" + ServerFixture.KEY, "user=anybody&password=" + ServerFixture.KEY})
  void queriesWithEveryCredential(String credential) throws SQLException {
    try (Connection connection = connect(credential);
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery("SELECT COUNT(*) FROM sample.numbers")) {
      assertThat(rows.next()).isTrue();
      assertThat(rows.getLong(1)).isEqualTo(SampleSchemaFactory.ROWS);
      assertThat(rows.next()).isFalse();
    }
  }

  @Test
  void acceptsTheCatalogInTheUrl() throws SQLException {
    Connection connection = connect("catalog=strake&token=" + ServerFixture.KEY);
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery("SELECT 1")) {
      assertThat(rows.next()).isTrue();
    }
    // The driver shuts its channel before it says goodbye on it.
    assertThatThrownBy(connection::close).hasMessage("Channel shutdown invoked");
  }

  @Test
  void takesTheSchemaOfUnqualifiedNamesFromTheUrl() throws SQLException {
    try (Connection connection = connect("schema=sample&token=" + ServerFixture.KEY);
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery("SELECT MAX(n) FROM numbers")) {
      assertThat(rows.next()).isTrue();
      assertThat(rows.getLong(1)).isEqualTo(SampleSchemaFactory.ROWS - 1);
    }
  }

  @Test
  void readsEveryType() throws SQLException {
    try (Connection connection = connect();
        Statement statement = connection.createStatement();
        ResultSet rows =
            statement.executeQuery("SELECT * FROM sample.types ORDER BY flag NULLS LAST")) {
      assertThat(rows.next()).isTrue();
      assertThat(rows.getBoolean("flag")).isTrue();
      assertThat(rows.getByte("tiny")).isEqualTo((byte) 7);
      assertThat(rows.getShort("small")).isEqualTo((short) -300);
      assertThat(rows.getInt("whole")).isEqualTo(70_000);
      assertThat(rows.getLong("big")).isEqualTo(5_000_000_000L);
      assertThat(rows.getFloat("single")).isEqualTo(1.5f);
      assertThat(rows.getDouble("twice")).isEqualTo(0.1);
      assertThat(rows.getBigDecimal("amount")).isEqualTo(new BigDecimal("1234567890123456.7891"));
      assertThat(rows.getString("words")).isEqualTo("Straße \uD83D\uDE80");
      assertThat(rows.getBytes("bytes")).containsExactly(0, 1, 255);
      assertThat(rows.getString("born")).isEqualTo("2024-02-29");
      assertThat(rows.getArray("items").getArray()).isEqualTo(new Object[] {1, 2, 3});
      assertThat(rows.next()).isTrue();
      for (int column = 1; column <= rows.getMetaData().getColumnCount(); column++) {
        assertThat(rows.getObject(column)).isNull();
      }
      assertThat(rows.next()).isFalse();
    }
  }

  @Test
  void runsAPreparedStatementTwice() throws SQLException {
    try (Connection connection = connect();
        PreparedStatement statement =
            connection.prepareStatement("SELECT n FROM sample.numbers WHERE n < 3 ORDER BY n")) {
      for (int run = 0; run < 2; run++) {
        List<Long> values = new ArrayList<>();
        try (ResultSet rows = statement.executeQuery()) {
          while (rows.next()) {
            values.add(rows.getLong(1));
          }
        }
        assertThat(values).containsExactly(0L, 1L, 2L);
      }
    }
  }

  @Test
  void showsMetadata() throws SQLException {
    try (Connection connection = connect()) {
      DatabaseMetaData metadata = connection.getMetaData();
      assertThat(metadata.getDatabaseProductName()).isEqualTo("Strake");
      assertThat(metadata.isReadOnly()).isTrue();
      assertThat(metadata.supportsANSI92EntryLevelSQL()).isTrue();
      assertThat(metadata.supportsOuterJoins()).isTrue();
      assertThat(metadata.supportsTransactions()).isFalse();
      assertThat(metadata.getSQLKeywords()).isNotEmpty();
      assertThat(metadata.getNumericFunctions()).contains("ABS");
      assertThat(metadata.getIdentifierQuoteString()).isEqualTo("\"");
      assertThat(metadata.supportsConvert()).isFalse();
      assertThat(column(metadata.getCatalogs(), "TABLE_CAT")).containsExactly("strake");
      assertThat(column(metadata.getSchemas(), "TABLE_SCHEM")).contains("sample");
      assertThat(column(metadata.getTableTypes(), "TABLE_TYPE")).contains("TABLE", "VIEW");
      assertThat(column(metadata.getTables(null, "sample", "%", null), "TABLE_NAME"))
          .containsExactly("numbers", "types");
      assertThat(column(metadata.getColumns(null, "sample", "numbers", "%"), "COLUMN_NAME"))
          .containsExactly("n", "label");
      assertThat(column(metadata.getPrimaryKeys(null, "sample", "numbers"), "COLUMN_NAME"))
          .isEmpty();
      assertThat(column(metadata.getImportedKeys(null, "sample", "numbers"), "FKCOLUMN_NAME"))
          .isEmpty();
      try (ResultSet columns = metadata.getColumns(null, "sample", "types", "amount")) {
        assertThat(columns.next()).isTrue();
        assertThat(columns.getInt("DATA_TYPE")).isEqualTo(Types.DECIMAL);
        assertThat(columns.getInt("COLUMN_SIZE")).isEqualTo(20);
        assertThat(columns.getInt("DECIMAL_DIGITS")).isEqualTo(4);
      }
    }
  }

  @Test
  void showsFailures() throws SQLException {
    assertThatThrownBy(() -> query("user=anybody&password=wrong-key-0123456", "SELECT 1"))
        .isInstanceOf(SQLException.class)
        .hasStackTraceContaining("STRAKE-4001 (28000): gateway: the API key is wrong");
    String key = "token=" + ServerFixture.KEY;
    assertThatThrownBy(() -> query(key, "SELEC 1"))
        .isInstanceOf(SQLException.class)
        .hasStackTraceContaining("STRAKE-2001 (42601)");
    assertThatThrownBy(() -> query(key, "SELECT * FROM sample.nowhere"))
        .isInstanceOf(SQLException.class)
        .hasStackTraceContaining("STRAKE-2003 (42P01)");
    try (Connection connection = connect();
        Statement statement = connection.createStatement()) {
      assertThatThrownBy(() -> statement.executeUpdate("DELETE FROM sample.numbers"))
          .isInstanceOf(SQLException.class)
          .hasStackTraceContaining("STRAKE-2006 (25006)");
    }
  }

  @Test
  void releasesAResultThatIsLeftHalfRead() throws Exception {
    try (Connection connection = connect();
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery("SELECT n, label FROM sample.numbers")) {
      assertThat(rows.next()).isTrue();
    }
    assertThat(ServerFixture.becomesIdle(server)).isTrue();
  }

  private static void query(String parameters, String sql) throws SQLException {
    try (Connection connection = connect(parameters);
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      rows.next();
    }
  }

  private static List<String> column(ResultSet rows, String name) throws SQLException {
    List<String> values = new ArrayList<>();
    try (rows) {
      while (rows.next()) {
        values.add(rows.getString(name));
      }
    }
    return values;
  }

  private static Connection connect() throws SQLException {
    return connect("token=" + ServerFixture.KEY);
  }

  private static Connection connect(String parameters) throws SQLException {
    return DriverManager.getConnection(
        "jdbc:arrow-flight-sql://127.0.0.1:%d/?useEncryption=false&%s"
            .formatted(server.flightPort(), parameters));
  }
}
