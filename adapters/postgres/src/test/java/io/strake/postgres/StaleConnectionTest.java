/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.strake.planner.ErrorCode;
import io.strake.planner.StrakeException;
import java.io.IOException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

/** Connections that broke off while nobody used them, and those that cannot be made. */
final class StaleConnectionTest {
  private static TestDatabase database;
  private static PostgresSchema schema;

  @BeforeAll
  static void create() throws SQLException {
    database =
        TestDatabase.create(
            "CREATE TABLE t AS SELECT 1 AS a",
            "CREATE VIEW zone AS SELECT current_setting('TimeZone') AS z");
    schema = database.schema();
  }

  @AfterAll
  static void close() {
    schema.close();
  }

  /** The pool asks a connection whether it lives only if nobody used it for half a second. */
  @RepeatedTest(5)
  void aQueryDoesNotSeeThatBackendsWereTerminated() throws SQLException, IOException {
    assertThat(TableReader.read(schema, "t")).containsExactly("1");
    assertThat(terminate()).isPositive();
    assertThat(TableReader.read(schema, "t")).containsExactly("1");
  }

  @RepeatedTest(3)
  void readingTheCatalogDoesNotEither() throws SQLException, IOException {
    assertThat(TableReader.read(schema, "t")).containsExactly("1");
    assertThat(terminate()).isPositive();
    schema.database().catalogChanged();
    assertThat(schema.tables().get("t")).isNotNull();
  }

  @Test
  void nothingIsSetForASession() throws SQLException, IOException {
    assertThat(TableReader.read(schema, "zone")).containsExactly("UTC");
    Map<String, Object> operand = new HashMap<>(database.operand());
    operand.put("poolSize", 1);
    try (PostgresSchema single = database.schema(operand)) {
      assertThat(TableReader.read(single, "t")).hasSize(1);
      try (Connection connection = single.database().connect(null);
          Statement statement = connection.createStatement();
          ResultSet rows =
              statement.executeQuery(
                  "SELECT count(*) FROM pg_settings WHERE source = 'session'"
                      + " AND name IN ('intervalstyle', 'bytea_output', 'backslash_quote',"
                      + " 'default_transaction_read_only')")) {
        rows.next();
        assertThat(rows.getInt(1)).isZero();
        connection.rollback();
      }
    }
  }

  @Test
  void sslThatTheServerDoesNotSpeakIsAClearError() throws SQLException {
    Map<String, Object> operand = new HashMap<>(database.operand());
    operand.put("url", database.url() + "?sslmode=require");
    try (PostgresSchema encrypted = database.schema(operand)) {
      assertThatThrownBy(() -> encrypted.tables().get("t"))
          .isInstanceOfSatisfying(
              StrakeException.class,
              e -> assertThat(e.code()).isEqualTo(ErrorCode.SOURCE_UNAVAILABLE))
          .hasMessageContaining("does not support SSL");
    }
    operand.put("url", database.url() + "?sslmode=prefer");
    try (PostgresSchema whatever = database.schema(operand)) {
      assertThat(whatever.tables().get("t")).isNotNull();
    }
  }

  private static int terminate() throws SQLException {
    return database
        .ask(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                + " WHERE datname = current_database() AND pid <> pg_backend_pid()")
        .size();
  }
}
