/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import io.strake.planner.arrow.ArrowRel;
import io.strake.planner.arrow.ExecutionContext;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.ipc.ArrowReader;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.logical.LogicalUnion;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Scans of one statement see the same rows, whatever is written meanwhile. */
final class PostgresSnapshotTest {
  private static final int ROWS = 50_000;

  private TestDatabase database;
  private RootAllocator allocator;

  @BeforeEach
  void createTables() throws SQLException {
    database =
        TestDatabase.create(
            "CREATE TABLE one AS SELECT i, repeat('x', 50) AS x FROM generate_series(1, "
                + ROWS
                + ") i",
            "CREATE TABLE two AS SELECT 0 AS i");
    allocator = new RootAllocator();
  }

  @AfterEach
  void close() {
    allocator.close();
  }

  @Test
  void aScanThatStartsLaterSeesWhatTheFirstOneSees() throws Exception {
    try (PostgresSchema schema = schema(8)) {
      ArrowRel one = TableReader.scan(schema, "one");
      ArrowRel two = TableReader.scan(schema, "two");
      ExecutionContext context = context(new ScansTogether(List.of(one, two)));
      try (ArrowReader first = one.execute(context)) {
        assertThat(first.loadNextBatch()).isTrue();
        write();
        assertThat(count(two, context)).isEqualTo(1);
        assertThat(first.getVectorSchemaRoot().getRowCount() + rest(first)).isEqualTo(ROWS);
      }
      context.end();
      assertThat(count(two, context(two))).isEqualTo(2);
      assertThat(openTransactions()).isZero();
    }
  }

  @Test
  void theSnapshotOutlivesTheScanThatMadeItUntilAllHaveStarted() throws Exception {
    try (PostgresSchema schema = schema(8)) {
      ArrowRel one = TableReader.scan(schema, "one");
      ArrowRel two = TableReader.scan(schema, "two");
      ExecutionContext context = context(new ScansTogether(List.of(one, two, two)));
      assertThat(count(one, context)).isEqualTo(ROWS);
      assertThat(openTransactions()).isEqualTo(1);
      write();
      assertThat(count(two, context)).isEqualTo(1);
      assertThat(openTransactions()).isEqualTo(1);
      assertThat(count(two, context)).isEqualTo(1);
      assertThat(openTransactions()).isZero();
      context.end();
    }
  }

  @Test
  void aScanThatIsClosedEarlyLeavesItsSnapshot() throws Exception {
    try (PostgresSchema schema = schema(1)) {
      ArrowRel one = TableReader.scan(schema, "one");
      ArrowRel two = TableReader.scan(schema, "two");
      ExecutionContext context = context(new ScansTogether(List.of(one, two)));
      try (ArrowReader first = one.execute(context)) {
        assertThat(first.loadNextBatch()).isTrue();
      }
      write();
      assertThat(count(two, context)).isEqualTo(1);
      context.end();
      assertThat(openTransactions()).isZero();
    }
  }

  @Test
  void scansThatAnotherOperatorRepeatsSeeOneSnapshotUntilTheEnd() throws Exception {
    try (PostgresSchema schema = schema(1)) {
      ArrowRel two = TableReader.scan(schema, "two");
      ExecutionContext context = context(LogicalUnion.create(List.of(two), true));
      for (int i = 0; i < 5; i++) {
        assertThat(count(two, context)).isEqualTo(1);
        write();
      }
      assertThat(openTransactions()).isEqualTo(1);
      context.end();
      assertThat(openTransactions()).isZero();
      assertThat(count(two, context(two))).isEqualTo(6);
    }
  }

  @Test
  void cancelEndsATransactionThatIsKeptForOtherScans() throws Exception {
    try (PostgresSchema schema = schema(2)) {
      ArrowRel one = TableReader.scan(schema, "one");
      ArrowRel two = TableReader.scan(schema, "two");
      ExecutionContext context = context(new ScansTogether(List.of(one, two)));
      assertThat(count(two, context)).isEqualTo(1);
      assertThat(openTransactions()).isEqualTo(1);
      context.cancel();
      long start = System.nanoTime();
      while (openTransactions() > 0) {
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(1));
      }
      context.end();
      assertThat(schema.database().permits().tryTake()).isTrue();
      assertThat(schema.database().permits().tryTake()).isTrue();
      schema.database().permits().release(2);
    }
  }

  @Test
  void statementsOfSeveralScansDoNotWaitForEachOther() throws Exception {
    ExecutorService clients = Executors.newFixedThreadPool(6);
    try (PostgresSchema schema = schema(3)) {
      ArrowRel one = TableReader.scan(schema, "one");
      ScansTogether plan = new ScansTogether(List.of(one, one));
      List<Future<Long>> counts = new ArrayList<>();
      for (int i = 0; i < 60; i++) {
        counts.add(clients.submit(() -> countBoth(plan, one)));
      }
      for (Future<Long> count : counts) {
        assertThat(count.get()).isEqualTo(2L * ROWS);
      }
    } finally {
      clients.shutdownNow();
    }
  }

  /** Reads both scans by turns, so that each statement holds two connections for a while. */
  private long countBoth(ScansTogether plan, ArrowRel scan) throws IOException {
    ExecutionContext context = context(plan);
    long rows = 0;
    try (ArrowReader first = scan.execute(context)) {
      first.loadNextBatch();
      rows += first.getVectorSchemaRoot().getRowCount();
      try (ArrowReader second = scan.execute(context)) {
        rows += rest(second) + rest(first);
      }
    } finally {
      context.end();
    }
    return rows;
  }

  private PostgresSchema schema(int poolSize) {
    Map<String, Object> operand = new HashMap<>(database.operand());
    operand.put("poolSize", poolSize);
    operand.put("poolTimeout", "PT20S");
    return database.schema(operand);
  }

  private ExecutionContext context(RelNode plan) {
    return ExecutionContext.builder(allocator)
        .batchRows(1000)
        .timeout(Duration.ofMinutes(1))
        .plan(plan)
        .build();
  }

  private void write() throws SQLException {
    database.execute("INSERT INTO two VALUES (1)", "DELETE FROM one WHERE i % 10 = 0");
  }

  private static long count(ArrowRel scan, ExecutionContext context) throws IOException {
    try (ArrowReader reader = scan.execute(context)) {
      return rest(reader);
    }
  }

  private static long rest(ArrowReader reader) throws IOException {
    long rows = 0;
    while (reader.loadNextBatch()) {
      rows += reader.getVectorSchemaRoot().getRowCount();
    }
    return rows;
  }

  private int openTransactions() throws SQLException {
    return database.activeBackends();
  }
}
