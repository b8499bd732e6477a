/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.strake.embedded.EmbeddedPostgres;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Two scans of a table in one statement agree, although others write it all the time. */
class SnapshotTest {
  /** A full join without an equality, which PostgreSQL does not take. */
  private static final String DIFFERENCES =
      "SELECT COUNT(*) FROM pg.entry a FULL JOIN pg.entry b ON a.id >= b.id AND a.id <= b.id"
          + " WHERE a.id IS NULL OR b.id IS NULL OR a.amount <> b.amount";

  private EmbeddedPostgres postgres;
  private FederationEngine engine;

  @BeforeEach
  void start() throws Exception {
    postgres = EmbeddedPostgres.start();
    try (Connection connection = postgres.connect();
        Statement statement = connection.createStatement()) {
      statement.execute("CREATE TABLE entry (id BIGINT PRIMARY KEY, amount BIGINT NOT NULL)");
      statement.execute("INSERT INTO entry SELECT i, i FROM generate_series(1, 100) i");
      statement.execute("ANALYZE");
    }
    String model =
        """
        inline:{version: '1.0', schemas: [
          {name: 'pg', type: 'custom', factory: 'io.strake.postgres.PostgresSchemaFactory',
           operand: {url: '%s', user: '%s', applicationName: 'snapshots'}}]}"""
            .formatted(postgres.jdbcUrl(), postgres.user());
    engine = FederationEngine.open(EngineOptions.of(model));
  }

  @AfterEach
  void stop() {
    assertThat(engine.allocatedBytes()).isZero();
    engine.close();
    postgres.close();
  }

  @Test
  void twoScansOfATableThatIsWrittenAgree() throws Exception {
    PreparedQuery query = engine.queries().prepare(DIFFERENCES, Session.ANONYMOUS);
    assertThat(query.pushed()).hasSize(2);

    AtomicBoolean end = new AtomicBoolean();
    AtomicLong written = new AtomicLong();
    AtomicReference<SQLException> failure = new AtomicReference<>();
    Thread writer = new Thread(() -> write(end, written, failure));
    writer.start();
    try {
      for (int run = 0; run < 200; run++) {
        assertThat(TestRows.of(engine.queries().execute(query, List.of(), Session.ANONYMOUS)))
            .as("run %s", run)
            .hasToString("[[0]]");
      }
    } finally {
      end.set(true);
      writer.join();
    }
    assertThat(failure).hasNullValue();
    assertThat(written.get()).isGreaterThan(200);
    assertThat(transactionsLeft()).isZero();
  }

  /** Moves every amount and replaces two entries, in one transaction each time. */
  private void write(AtomicBoolean end, AtomicLong written, AtomicReference<SQLException> failure) {
    try (Connection connection = postgres.connect();
        Statement statement = connection.createStatement()) {
      connection.setAutoCommit(false);
      while (!end.get()) {
        statement.execute("UPDATE entry SET amount = amount + 1");
        statement.execute(
            "DELETE FROM entry WHERE id IN (SELECT id FROM entry ORDER BY 1 LIMIT 2)");
        statement.execute("INSERT INTO entry SELECT max(id) + 1, 0 FROM entry");
        statement.execute("INSERT INTO entry SELECT max(id) + 1, 0 FROM entry");
        connection.commit();
        written.incrementAndGet();
      }
    } catch (SQLException e) {
      failure.set(e);
    }
  }

  private long transactionsLeft() throws SQLException {
    try (Connection connection = postgres.connect();
        Statement statement = connection.createStatement();
        ResultSet rows =
            statement.executeQuery(
                "SELECT count(*) FROM pg_stat_activity WHERE application_name = 'snapshots'"
                    + " AND state <> 'idle'")) {
      rows.next();
      return rows.getLong(1);
    }
  }
}
