/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.strake.embedded.EmbeddedPostgres;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PostgresSourceTest {
  private static final String FLIGHT = "jdbc:arrow-flight-sql://%s/?useEncryption=false&token=%s";
  private static final String AVATICA =
      "jdbc:avatica:remote:url=%s;serialization=PROTOBUF;authentication=BASIC;avatica_user=x;avatica_password=%s";
  private static final int ROWS = 1_000_000;

  private static EmbeddedPostgres postgres;

  private StrakeServer server;

  @BeforeAll
  static void startPostgres() throws SQLException {
    postgres = EmbeddedPostgres.start();
    try (Connection connection = postgres.connect();
        Statement statement = connection.createStatement()) {
      statement.execute(
          "CREATE TABLE orders AS SELECT i::bigint AS id, (i / 100.0)::numeric(12, 2) AS amount,"
              + " 'customer ' || i AS customer, TIMESTAMP '2024-01-01 00:00:00.123456' AS seen"
              + " FROM generate_series(1, "
              + ROWS
              + ") i");
    }
  }

  @AfterAll
  static void stopPostgres() {
    postgres.close();
  }

  @BeforeEach
  void start() {
    server = StrakeServer.start(ServerFixture.options(model()));
  }

  @AfterEach
  void stop() throws InterruptedException {
    assertThat(ServerFixture.becomesIdle(server)).isTrue();
    server.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {FLIGHT, AVATICA})
  void readsAMillionRows(String url) throws SQLException {
    long rows = 0;
    long sum = 0;
    try (Connection connection = connect(url);
        Statement statement = connection.createStatement()) {
      statement.setFetchSize(10_000);
      try (ResultSet result =
          statement.executeQuery("SELECT id, amount, customer, seen FROM crm.orders")) {
        while (result.next()) {
          rows++;
          sum += result.getLong(1);
          if (result.getLong(1) == 12_345) {
            assertThat(result.getBigDecimal(2)).isEqualTo(new BigDecimal("123.45"));
            assertThat(result.getString(3)).isEqualTo("customer 12345");
            assertThat(result.getString(4)).startsWith("2024-01-01");
          }
        }
      }
    }
    assertThat(rows).isEqualTo(ROWS);
    assertThat(sum).isEqualTo((long) ROWS * (ROWS + 1) / 2);
  }

  @ParameterizedTest
  @ValueSource(strings = {FLIGHT, AVATICA})
  void endsTheSourcesQueryWhenTheClientLeaves(String url) throws Exception {
    try (Connection connection = connect(url);
        Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery("SELECT id, customer FROM crm.orders")) {
      assertThat(result.next()).isTrue();
      assertThat(server.runningStatements()).isEqualTo(1);
      assertThat(occupiedInPostgres()).isPositive(); // held back by the client that does not read
    }
    assertThat(ServerFixture.becomesIdle(server)).isTrue();
    long end = System.nanoTime() + Duration.ofSeconds(10).toNanos();
    while (occupiedInPostgres() > 0 && System.nanoTime() < end) {
      Thread.sleep(20);
    }
    assertThat(occupiedInPostgres()).isZero();
  }

  /** Between two parts of a table its reader is in a transaction without a statement. */
  private static int occupiedInPostgres() throws SQLException {
    try (Connection connection = postgres.connect();
        Statement statement = connection.createStatement();
        ResultSet result =
            statement.executeQuery(
                "SELECT COUNT(*) FROM pg_stat_activity"
                    + " WHERE application_name = 'strake' AND state <> 'idle'")) {
      result.next();
      return result.getInt(1);
    }
  }

  private Connection connect(String url) throws SQLException {
    String address = url.equals(FLIGHT) ? "127.0.0.1:" + server.flightPort() : server.avaticaUrl();
    return DriverManager.getConnection(url.formatted(address, ServerFixture.KEY));
  }

  private static String model() {
    return """
        inline:{"version": "1.0", "schemas": [
          {"name": "crm", "type": "custom", "factory": "io.strake.postgres.PostgresSchemaFactory",
           "operand": {"url": "%s", "user": "%s"}}]}
        """
        .formatted(postgres.jdbcUrl(), postgres.user());
  }
}
