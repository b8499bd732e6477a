/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** However a program ends a statement, PostgreSQL has stopped working for it a second later. */
@Tag("driver")
final class StatementEndTest {
  private static final Duration SOON = Duration.ofSeconds(1);

  /** What runs when it is ended. */
  enum Work {
    /** One row that PostgreSQL never makes. */
    PUSHED("SELECT x FROM slow"),

    /** The same below what is computed around the adapter. */
    LOCAL("SELECT UPPER(x) FROM slow"),

    /** Without end and without a row, so that only interrupts are looked for. */
    CROSS_JOIN("SELECT n FROM busy");

    private final String sql;

    Work(String sql) {
      this.sql = sql;
    }
  }

  private static TestDatabase database;

  @BeforeAll
  static void createViews() throws SQLException {
    database =
        TestDatabase.create(
            "CREATE VIEW slow AS SELECT pg_sleep(60)::text AS x",
            "CREATE VIEW busy AS SELECT count(*) AS n FROM generate_series(1, 10000000) a,"
                + " generate_series(1, 10000000) b WHERE a + b < 0",
            "CREATE VIEW trickle AS SELECT i, pg_sleep(0.02)::text || repeat('x', 9000) AS x"
                + " FROM generate_series(1, 100000) i");
  }

  @AfterEach
  void terminateLeftovers() throws SQLException {
    database.ask(
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            + " WHERE datname = current_database() AND state = 'active'"
            + " AND pid <> pg_backend_pid()");
  }

  @ParameterizedTest
  @EnumSource
  void cancelledByAnotherThread(Work work) throws Exception {
    endsSoon(work, (connection, statement) -> statement.cancel());
  }

  @ParameterizedTest
  @EnumSource
  void runsIntoItsTimeout(Work work) throws Exception {
    try (Connection connection = database.open();
        Statement statement = connection.createStatement()) {
      statement.setQueryTimeout(1);
      long start = System.nanoTime();
      CompletableFuture<Void> run = run(statement, work.sql);
      awaitAtWork(false, Duration.ofSeconds(2).minusNanos(System.nanoTime() - start));
      assertFailed(run);
    }
  }

  @ParameterizedTest
  @EnumSource
  @StrakeOnly("closing a connection does not end the statements of other threads; no issue known")
  void itsConnectionIsClosedByAnotherThread(Work work) throws Exception {
    endsSoon(work, (connection, statement) -> connection.close());
  }

  @Test
  void itsResultSetIsClosedEarly() throws Exception {
    try (Connection connection = database.open();
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery("SELECT i, x FROM trickle")) {
      assertThat(rows.next()).isTrue();
      assertThat(atWork()).isNotEmpty();
      endsSoon(rows::close);
    }
  }

  /** What ends a statement. */
  private interface Ending {
    void of(Connection connection, Statement statement) throws SQLException;
  }

  private static void endsSoon(Work work, Ending ending) throws Exception {
    try (Connection connection = database.open();
        Statement statement = connection.createStatement()) {
      CompletableFuture<Void> run = run(statement, work.sql);
      endsSoon(() -> ending.of(connection, statement));
      assertFailed(run);
    }
  }

  private interface Act {
    void run() throws SQLException;
  }

  /** Does what ends the statement, and returns when PostgreSQL has stopped, within a second. */
  private static void endsSoon(Act act) throws Exception {
    long start = System.nanoTime();
    act.run();
    awaitAtWork(false, SOON.minusNanos(System.nanoTime() - start));
  }

  private static void awaitAtWork(boolean expected, Duration left) throws Exception {
    long end = System.nanoTime() + left.toNanos();
    List<String> atWork = atWork();
    while (atWork.isEmpty() == expected && System.nanoTime() < end) {
      Thread.sleep(10);
      atWork = atWork();
    }
    assertThat(!atWork.isEmpty()).as("at work: %s", atWork).isEqualTo(expected);
  }

  /** Returns what PostgreSQL does for the views of this test. */
  private static List<String> atWork() throws SQLException {
    return database.ask(
        "SELECT query FROM pg_stat_activity WHERE datname = current_database() AND state = 'active'"
            + " AND pid <> pg_backend_pid() AND query ~ 'slow|busy|trickle'");
  }

  private static CompletableFuture<Void> run(Statement statement, String sql) throws Exception {
    CompletableFuture<Void> run =
        CompletableFuture.runAsync(
            () -> {
              try (ResultSet rows = statement.executeQuery(sql)) {
                while (rows.next()) {
                  // only the end counts
                }
              } catch (SQLException e) {
                throw new CompletionException(e);
              }
            });
    awaitAtWork(true, Duration.ofSeconds(10));
    return run;
  }

  /** Asserts that the program is told soon, and not that there are no rows. */
  private static void assertFailed(CompletableFuture<Void> run) {
    assertThatThrownBy(() -> run.get(5, TimeUnit.SECONDS)).isNotInstanceOf(TimeoutException.class);
  }
}
