/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What the scans of one statement see of a table while it is written. */
@Tag("driver")
final class StatementSnapshotTest {
  /** A full join on inequalities cannot run in PostgreSQL, so that the table is read twice. */
  private static final String DIFFERENCES =
      "SELECT COUNT(*) FROM entry a FULL JOIN entry b ON a.id >= b.id AND a.id <= b.id"
          + " WHERE a.id IS NULL OR b.id IS NULL OR a.amount <> b.amount";

  private static final int RUNS = 200;

  @Test
  @StrakeOnly(
      "its statements have no context that their scans share, so that each sees what is there when"
          + " it starts; no issue known")
  void twoScansOfATableThatIsWrittenAgree() throws Exception {
    TestDatabase database =
        TestDatabase.create(
            "CREATE TABLE entry (id BIGINT PRIMARY KEY, amount BIGINT NOT NULL)",
            "INSERT INTO entry SELECT i, i FROM generate_series(1, 100) i",
            "ANALYZE");
    AtomicBoolean end = new AtomicBoolean();
    AtomicLong written = new AtomicLong();
    AtomicReference<SQLException> failure = new AtomicReference<>();
    Thread writer = new Thread(() -> write(database, end, written, failure));
    try (Connection connection = database.open()) {
      assertThat(TestDatabase.plan(connection, DIFFERENCES).split("PostgresToArrow", -1))
          .hasSize(3);
      writer.start();
      for (int run = 0; run < RUNS; run++) {
        assertThat(TestDatabase.rows(connection, DIFFERENCES))
            .as("run %s", run)
            .containsExactly("0");
      }
    } finally {
      end.set(true);
      writer.join();
    }
    assertThat(failure).hasNullValue();
    assertThat(written.get()).isGreaterThan(RUNS);
    assertThat(database.activeBackends()).isZero();
  }

  /** Moves every amount and replaces two entries, in one transaction each time. */
  private static void write(
      TestDatabase database,
      AtomicBoolean end,
      AtomicLong written,
      AtomicReference<SQLException> failure) {
    try (Connection connection = database.connect();
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
}
