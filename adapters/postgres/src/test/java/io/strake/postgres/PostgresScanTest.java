/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.strake.planner.ErrorCode;
import io.strake.planner.StrakeException;
import io.strake.planner.arrow.ArrowRel;
import io.strake.planner.arrow.ExecutionContext;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.ipc.ArrowReader;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Streaming, cancelling and what is left behind. */
final class PostgresScanTest {
  private static final int ROWS = 200_000;

  private static TestDatabase database;
  private static PostgresSchema schema;

  @BeforeAll
  static void createTables() throws SQLException {
    database =
        TestDatabase.create(
            "CREATE TABLE big AS SELECT i::bigint AS id, md5(i::text) AS hash, i * 0.01 AS amount"
                + " FROM generate_series(1, "
                + ROWS
                + ") i",
            "CREATE VIEW slow AS SELECT pg_sleep(60)::text AS x",
            // rows as large as the buffer that the server fills before it sends
            "CREATE VIEW trickle AS SELECT i, pg_sleep(0.02)::text || repeat('x', 9000) AS x"
                + " FROM generate_series(1, 100000) i",
            "CREATE VIEW zero AS SELECT 1 / (i - 5000) AS x FROM generate_series(1, 10000) i",
            "CREATE TABLE empty (a int)",
            "CREATE TABLE columnless ()");
    schema = database.schema();
  }

  @AfterAll
  static void close() {
    schema.close();
  }

  @Test
  void streamsManyRowsInSmallBatches() throws IOException {
    try (RootAllocator allocator = new RootAllocator()) {
      ExecutionContext context =
          ExecutionContext.builder(allocator).batchRows(1000).batchBytes(1 << 20).build();
      long sum = 0;
      long rows = 0;
      try (ArrowReader reader = TableReader.scan(schema, "big").execute(context)) {
        while (reader.loadNextBatch()) {
          BigIntVector ids = (BigIntVector) reader.getVectorSchemaRoot().getVector("id");
          assertThat(reader.getVectorSchemaRoot().getRowCount()).isBetween(1, 1000);
          for (int i = 0; i < ids.getValueCount(); i++) {
            sum += ids.get(i);
            rows++;
          }
        }
        assertThat(reader.bytesRead()).isGreaterThan(ROWS * 32L);
      }
      assertThat(rows).isEqualTo(ROWS);
      assertThat(sum).isEqualTo((long) ROWS * (ROWS + 1) / 2);
      assertThat(allocator.getPeakMemoryAllocation()).isLessThan(4 << 20);
    }
  }

  @Test
  void endsBatchesByBytes() throws IOException {
    try (RootAllocator allocator = new RootAllocator()) {
      ExecutionContext context = ExecutionContext.builder(allocator).batchBytes(10_000).build();
      try (ArrowReader reader = TableReader.scan(schema, "big").execute(context)) {
        assertThat(reader.loadNextBatch()).isTrue();
        assertThat(reader.getVectorSchemaRoot().getRowCount()).isBetween(50, 200);
      }
    }
  }

  @Test
  void readsTablesWithoutRowsAndListsThoseWithoutColumns() throws IOException {
    assertThat(TableReader.read(schema, "empty")).isEmpty();
    assertThat(schema.tables().get("columnless")).isNotNull();
  }

  @Test
  void cancelEndsTheBackendWithinASecond() throws Exception {
    try (RootAllocator allocator = new RootAllocator()) {
      ExecutionContext context = ExecutionContext.builder(allocator).build();
      AtomicReference<Throwable> failure = new AtomicReference<>();
      Thread reader = new Thread(() -> drain(TableReader.scan(schema, "slow"), context, failure));
      reader.start();
      awaitBackends(1);

      long start = System.nanoTime();
      context.cancel();
      awaitBackends(0);

      assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(1));
      reader.join(5000);
      assertThat(failure.get())
          .isInstanceOfSatisfying(
              StrakeException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.CANCELLED));
    }
    assertUsable();
  }

  @Test
  void theDeadlineIsTheServersStatementTimeout() throws Exception {
    try (RootAllocator allocator = new RootAllocator()) {
      ExecutionContext context =
          ExecutionContext.builder(allocator).timeout(Duration.ofMillis(700)).build();
      AtomicReference<Throwable> failure = new AtomicReference<>();
      drain(TableReader.scan(schema, "slow"), context, failure);
      assertThat(failure.get())
          .isInstanceOfSatisfying(
              StrakeException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.TIMEOUT));
      awaitBackends(0);
    }
    assertUsable();
  }

  @Test
  void aDeadlineBeyondWhatTheServerCountsIsCut() throws IOException {
    try (RootAllocator allocator = new RootAllocator()) {
      ExecutionContext context =
          ExecutionContext.builder(allocator).timeout(Duration.ofDays(60)).build();
      try (ArrowReader reader = TableReader.scan(schema, "big").execute(context)) {
        assertThat(reader.loadNextBatch()).isTrue();
      }
    }
  }

  @Test
  void closingEarlyEndsTheBackend() throws Exception {
    try (RootAllocator allocator = new RootAllocator()) {
      ExecutionContext context = ExecutionContext.builder(allocator).batchRows(2).build();
      ArrowReader reader = TableReader.scan(schema, "trickle").execute(context);
      assertThat(reader.loadNextBatch()).isTrue();
      assertThat(database.activeBackends()).isEqualTo(1);
      reader.close();
      awaitBackends(0);
    }
    assertUsable();
  }

  @Test
  void mapsErrorsInTheMiddleOfAStream() throws Exception {
    try (RootAllocator allocator = new RootAllocator()) {
      AtomicReference<Throwable> failure = new AtomicReference<>();
      drain(TableReader.scan(schema, "zero"), ExecutionContext.builder(allocator).build(), failure);
      assertThat(failure.get())
          .isInstanceOfSatisfying(
              StrakeException.class,
              e -> assertThat(e.code()).isEqualTo(ErrorCode.DIVISION_BY_ZERO))
          .hasMessageStartingWith("postgres source 'pg': ");
    }
    assertUsable();
  }

  @Test
  void aFullPoolIsBusyAfterABoundedWait() throws Exception {
    Map<String, Object> operand = new HashMap<>(database.operand());
    operand.put("poolSize", 1);
    operand.put("poolTimeout", "PT0.6S");
    try (PostgresSchema small = database.schema(operand);
        RootAllocator allocator = new RootAllocator()) {
      ExecutionContext context = ExecutionContext.builder(allocator).batchRows(1).build();
      ArrowRel second = TableReader.scan(small, "big");
      try (ArrowReader first = TableReader.scan(small, "trickle").execute(context)) {
        assertThat(first.loadNextBatch()).isTrue();
        assertThatThrownBy(() -> second.execute(context))
            .isInstanceOfSatisfying(
                StrakeException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.SOURCE_BUSY))
            .hasMessageContaining("poolSize");
      }
    }
  }

  @Test
  void cancelEndsTheWaitForAConnection() throws Exception {
    Map<String, Object> operand = new HashMap<>(database.operand());
    operand.put("poolSize", 1);
    operand.put("poolTimeout", "PT1M");
    try (PostgresSchema small = database.schema(operand);
        RootAllocator allocator = new RootAllocator()) {
      ExecutionContext context = ExecutionContext.builder(allocator).batchRows(1).build();
      try (ArrowReader first = TableReader.scan(small, "trickle").execute(context)) {
        assertThat(first.loadNextBatch()).isTrue();
        ExecutionContext second = ExecutionContext.builder(allocator).build();
        AtomicReference<Throwable> failure = new AtomicReference<>();
        AtomicBoolean interrupted = new AtomicBoolean();
        Thread waiter =
            new Thread(
                () -> {
                  drain(TableReader.scan(small, "big"), second, failure);
                  interrupted.set(Thread.currentThread().isInterrupted());
                });
        waiter.start();
        while (waiter.getState() != Thread.State.TIMED_WAITING) {
          Thread.sleep(5);
        }
        second.cancel();
        waiter.join(5000);
        assertThat(failure.get())
            .isInstanceOfSatisfying(
                StrakeException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.CANCELLED));
        assertThat(interrupted).isFalse();
      }
    }
  }

  @Test
  void aBackendThatIsKilledIsAnUnavailableSource() throws Exception {
    try (RootAllocator allocator = new RootAllocator()) {
      AtomicReference<Throwable> failure = new AtomicReference<>();
      ExecutionContext context = ExecutionContext.builder(allocator).build();
      Thread reader = new Thread(() -> drain(TableReader.scan(schema, "slow"), context, failure));
      reader.start();
      awaitBackends(1);
      database.ask(
          "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE query LIKE 'COPY%'"
              + " AND datname = current_database()");
      reader.join(5000);
      assertThat(failure.get())
          .isInstanceOfSatisfying(
              StrakeException.class,
              e -> assertThat(e.code()).isEqualTo(ErrorCode.SOURCE_UNAVAILABLE));
    }
    assertUsable();
  }

  private static void drain(
      ArrowRel plan, ExecutionContext context, AtomicReference<Throwable> failure) {
    try (ArrowReader reader = plan.execute(context)) {
      while (reader.loadNextBatch()) {
        // only the end counts
      }
    } catch (IOException | RuntimeException e) {
      failure.set(e);
    }
  }

  private static void assertUsable() throws IOException {
    for (int i = 0; i < schema.options().poolSize() + 1; i++) {
      assertThat(TableReader.read(schema, "empty")).isEmpty();
    }
  }

  private static void awaitBackends(int count) throws SQLException, InterruptedException {
    long start = System.nanoTime();
    while (database.activeBackends() != count) {
      assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(10));
      Thread.sleep(20);
    }
  }
}
