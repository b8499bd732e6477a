/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

final class EmbeddedPostgresTest {
  @Test
  void startsTwoServersAndRemovesTheirData() throws SQLException {
    Path directory;
    int port;
    try (EmbeddedPostgres first = EmbeddedPostgres.start();
        EmbeddedPostgres second =
            EmbeddedPostgres.builder().setting("max_connections", "17").start()) {
      directory = first.directory();
      port = first.port();
      assertThat(second.port()).isNotEqualTo(port);
      assertThat(query(first, "SHOW server_encoding")).isEqualTo("UTF8");
      assertThat(query(first, "SELECT datcollate FROM pg_database WHERE datname = 'postgres'"))
          .isIn("C.UTF-8", "C");
      assertThat(query(first, "SELECT 'a' < 'B' COLLATE \"en-x-icu\"")).isEqualTo("t");
      assertThat(query(first, "SELECT 'a' < 'B'")).isEqualTo("f");
      assertThat(query(second, "SHOW max_connections")).isEqualTo("17");
    }
    assertThat(directory).doesNotExist();
    String url = "jdbc:postgresql://localhost:" + port + "/postgres";
    assertThatThrownBy(() -> DriverManager.getConnection(url, "postgres", ""))
        .isInstanceOf(SQLException.class);
  }

  @Test
  void createsDatabasesWithAnyNameAndAsksOtherRolesForTheirPassword() throws SQLException {
    try (EmbeddedPostgres server = EmbeddedPostgres.start()) {
      server.createDatabase("Odd \"name\"");
      assertThat(query(server, "SELECT datname FROM pg_database WHERE datname LIKE 'Odd%'"))
          .isEqualTo("Odd \"name\"");
      try (Connection connection = server.connect();
          Statement statement = connection.createStatement()) {
        statement.execute("CREATE ROLE reader LOGIN PASSWORD 'right'");
      }
      try (Connection reader = DriverManager.getConnection(server.jdbcUrl(), "reader", "right")) {
        assertThat(reader.isValid(5)).isTrue();
      }
      assertThatThrownBy(() -> DriverManager.getConnection(server.jdbcUrl(), "reader", "wrong"))
          .isInstanceOfSatisfying(
              SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("28P01"));
    }
  }

  @Test
  void runsInEveryWayThatThisMachineAllows() throws IOException, SQLException {
    int ways = 0;
    for (Unprivileged way : Unprivileged.values()) {
      if (way.works()) {
        ways++;
        try (EmbeddedPostgres server = EmbeddedPostgres.builder().unprivileged(way).start()) {
          assertThat(query(server, "SELECT 1")).as("way %s", way).isEqualTo("1");
        }
      }
    }
    assertThat(ways).isPositive();
  }

  @Test
  void saysWhyAServerDoesNotStart() {
    assertThatThrownBy(() -> EmbeddedPostgres.builder().setting("max_connections", "no").start())
        .isInstanceOf(UncheckedIOException.class)
        .hasMessageContaining("max_connections");
  }

  @Test
  void removesWhatAKilledProcessLeft() throws IOException, InterruptedException {
    Process ended = new ProcessBuilder("true").start();
    ended.waitFor();
    Assumptions.assumeTrue(ProcessHandle.of(ended.pid()).isEmpty());
    Path stale = Files.createTempDirectory("strake-pgdata-" + ended.pid() + "-");
    Files.createDirectory(stale.resolve("data"));
    Path own = PostgresDirectory.create();

    PostgresDirectory.removeStale();

    assertThat(stale).doesNotExist();
    assertThat(own).exists();
    Files.delete(own);
  }

  private static String query(EmbeddedPostgres server, String sql) throws SQLException {
    try (Connection connection = server.connect();
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      rows.next();
      return rows.getString(1);
    }
  }
}
