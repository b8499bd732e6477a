/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.postgres;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.strake.planner.ErrorCode;
import io.strake.planner.StrakeException;
import io.strake.planner.arrow.ExecutionContext;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.IntVector;
import org.apache.arrow.vector.ipc.ArrowReader;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Large tables are read over several connections, each row once. */
final class PostgresParallelScanTest {
  private static final int ROWS = 250_000;
  private static final String FILL =
      " SELECT i, i, repeat('x', 180) FROM generate_series(1, " + ROWS + ") i";

  private static TestDatabase database;
  private RootAllocator allocator;

  @BeforeAll
  static void createTables() throws SQLException {
    assumeTrue(TestDatabase.serverVersion() >= 14); // older servers search by place row by row
    database =
        TestDatabase.create(
            "CREATE TABLE bulk (i int, d int, x text)",
            "INSERT INTO bulk" + FILL,
            "CREATE TABLE parts (i int, d int, x text) PARTITION BY RANGE (i)",
            "CREATE TABLE parts1 PARTITION OF parts FOR VALUES FROM (0) TO (20000)",
            "CREATE TABLE parts2 PARTITION OF parts FOR VALUES FROM (20000) TO (170000)",
            "CREATE TABLE parts3 PARTITION OF parts DEFAULT",
            "INSERT INTO parts" + FILL,
            "CREATE TABLE secret (i int, d int, x text)",
            "INSERT INTO secret" + FILL,
            "ALTER TABLE secret ENABLE ROW LEVEL SECURITY",
            "CREATE INDEX ON bulk (i)",
            "CREATE TABLE odd AS SELECT i, CASE WHEN i = 200000 THEN date 'infinity' ELSE"
                + " date '2000-01-01' END AS day, x FROM bulk",
            "CREATE TABLE quick AS SELECT 1 AS q",
            "VACUUM ANALYZE");
  }

  @BeforeEach
  void open() {
    allocator = new RootAllocator();
  }

  @AfterEach
  void close() {
    allocator.close();
  }

  @AfterAll
  static void nothingIsLeft() throws Exception {
    if (database != null) {
      awaitBackends(0);
    }
  }

  @Test
  void readsEachRowOnceOverTwoConnections() throws Exception {
    try (PostgresSchema schema = schema(8, 2)) {
      ExecutionContext context = context();
      try (ArrowReader reader = TableReader.scan(schema, "bulk").execute(context)) {
        assertThat(reader.loadNextBatch()).isTrue();
        assertThat(database.activeBackends()).isEqualTo(2);
        BitSet seen = new BitSet();
        do {
          add(reader, seen);
        } while (reader.loadNextBatch());
        assertThat(seen.cardinality()).isEqualTo(ROWS);
        assertThat(reader.bytesRead()).isGreaterThan(ROWS * 180L);
      }
      assertThat(allocator.getPeakMemoryAllocation()).isLessThan(10 << 20);
      awaitBackends(0);
      assertThat(schema.database().permits().take(8, Duration.ZERO, context)).isTrue();
      schema.database().permits().release(8);
    }
  }

  @Test
  void readsPartitionedTablesInParallel() throws Exception {
    try (PostgresSchema schema = schema(8, 3)) {
      try (ArrowReader reader = TableReader.scan(schema, "parts").execute(context())) {
        assertThat(reader.loadNextBatch()).isTrue();
        assertThat(database.activeBackends()).isEqualTo(3);
        BitSet seen = new BitSet();
        do {
          add(reader, seen);
        } while (reader.loadNextBatch());
        assertThat(seen.cardinality()).isEqualTo(ROWS);
      }
    }
  }

  @Test
  void rowsThatCameAfterTheStartAreNotSeen() throws Exception {
    try (PostgresSchema schema = schema(8, 2)) {
      database.execute("CREATE TABLE growing AS SELECT * FROM bulk", "ANALYZE growing");
      try (ArrowReader reader = TableReader.scan(schema, "growing").execute(context())) {
        assertThat(reader.loadNextBatch()).isTrue();
        database.execute(
            "UPDATE growing SET x = '' WHERE i % 2 = 0",
            "INSERT INTO growing SELECT i + 1000000, 0, '' FROM generate_series(1, 1000) i");
        BitSet seen = new BitSet();
        do {
          add(reader, seen);
        } while (reader.loadNextBatch());
        assertThat(seen.cardinality()).isEqualTo(ROWS);
        assertThat(seen.length()).isEqualTo(ROWS + 1);
      } finally {
        database.execute("DROP TABLE growing");
      }
    }
  }

  @Test
  void goesOnWithWhatThePoolHas() throws Exception {
    try (PostgresSchema schema = schema(3, 3)) {
      schema.database().permits().take(2, Duration.ZERO, context());
      try (ArrowReader reader = TableReader.scan(schema, "bulk").execute(context())) {
        assertThat(reader.loadNextBatch()).isTrue();
        assertThat(database.activeBackends()).isEqualTo(1);
      }
      schema.database().permits().release(2);
    }
  }

  @Test
  void aTableWithPoliciesForRowsIsReadOverOneConnection() throws Exception {
    try (PostgresSchema schema = schema(8, 2);
        ArrowReader reader = TableReader.scan(schema, "secret").execute(context())) {
      assertThat(reader.loadNextBatch()).isTrue();
      assertThat(database.activeBackends()).isEqualTo(1);
    }
  }

  @Test
  void plansShowWhatIsDivided() throws Exception {
    try (Connection connection = database.open()) {
      assertThat(TestDatabase.plan(connection, "SELECT x FROM bulk WHERE d > 5"))
          .contains("connections=[2]");
      for (String whole :
          List.of(
              "SELECT d, COUNT(*) FROM bulk GROUP BY d",
              "SELECT i FROM bulk LIMIT 3",
              "SELECT i FROM bulk ORDER BY i",
              "SELECT q FROM quick")) {
        assertThat(TestDatabase.plan(connection, whole)).doesNotContain("connections=");
      }
      assertThat(TestDatabase.rows(connection, "SELECT COUNT(DISTINCT d + i) FROM bulk"))
          .containsExactly(Integer.toString(ROWS));
    }
  }

  @Test
  void dividesWhatTheServerWouldReadFromBeginningToEnd() throws Exception {
    try (PostgresSchema schema = schema(8, 2)) {
      PlainScan scan =
          new PlainScan(
              TableReader.scan(schema, "bulk"),
              (PostgresTable) requireNonNull(schema.tables().get("bulk")),
              true);
      ScanConnection connection = ScanConnection.open(schema.database(), context());
      assertThat(PageRanges.of(connection, scan, "SELECT * FROM bulk WHERE d > 5"))
          .hasSizeGreaterThan(2);
      assertThat(PageRanges.of(connection, scan, "SELECT * FROM bulk WHERE i = 77")).hasSize(1);
      assertThat(PageRanges.of(connection, scan, "SELECT * FROM bulk WHERE i < 99")).hasSize(1);
      connection.giveBack();
    }
  }

  @Test
  void closingEarlyEndsAllBackends() throws Exception {
    try (PostgresSchema schema = schema(8, 2)) {
      ArrowReader reader = TableReader.scan(schema, "bulk").execute(context());
      assertThat(reader.loadNextBatch()).isTrue();
      assertThat(database.activeBackends()).isEqualTo(2);
      reader.close();
      awaitBackends(0);
      assertThat(schema.database().permits().take(8, Duration.ZERO, context())).isTrue();
      schema.database().permits().release(8);
    }
  }

  @Test
  void cancelEndsAllBackends() throws Exception {
    try (PostgresSchema schema = schema(8, 2)) {
      ExecutionContext context = context();
      try (ArrowReader reader = TableReader.scan(schema, "bulk").execute(context)) {
        assertThat(reader.loadNextBatch()).isTrue();
        context.cancel();
        assertThatThrownBy(() -> rest(reader))
            .isInstanceOfSatisfying(
                StrakeException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.CANCELLED));
        awaitBackends(0);
      }
    }
  }

  @Test
  void theFailureOfOnePartEndsAll() throws Exception {
    try (PostgresSchema schema = schema(8, 2)) {
      try (ArrowReader reader = TableReader.scan(schema, "odd").execute(context())) {
        assertThatThrownBy(() -> rest(reader))
            .isInstanceOfSatisfying(
                StrakeException.class,
                e -> assertThat(e.code()).isEqualTo(ErrorCode.VALUE_OUT_OF_RANGE));
        awaitBackends(0);
      }
    }
  }

  @Test
  void rangesCoverEveryPageOnce() {
    for (long[] sizes : new long[][] {{1, 1}, {4096, 4096}, {4097, 4097}, {100_000, 700}}) {
      List<PageRange> ranges = PageRanges.of(sizes[0], sizes[1]);
      assertThat(ranges.get(0).first()).isZero();
      for (int i = 1; i < ranges.size(); i++) {
        assertThat(ranges.get(i).first()).isEqualTo(ranges.get(i - 1).end());
      }
      assertThat(ranges.get(ranges.size() - 1).end()).isEqualTo(PageRange.UNBOUNDED);
    }
    assertThat(PageRanges.of(4096, 4096)).hasSize(2);
    assertThat(PageRanges.of(100_000, 700)).hasSizeBetween(45, 55);
  }

  private static PostgresSchema schema(int poolSize, int scanConnections) {
    Map<String, Object> operand = new HashMap<>(database.operand());
    operand.put("poolSize", poolSize);
    operand.put("scanConnections", scanConnections);
    return database.schema(operand);
  }

  private ExecutionContext context() {
    return ExecutionContext.builder(allocator).batchRows(1000).build();
  }

  private static void add(ArrowReader reader, BitSet seen) throws IOException {
    IntVector ids = (IntVector) reader.getVectorSchemaRoot().getVector("i");
    for (int row = 0; row < ids.getValueCount(); row++) {
      assertThat(seen.get(ids.get(row))).isFalse();
      seen.set(ids.get(row));
    }
  }

  private static void rest(ArrowReader reader) throws IOException {
    while (reader.loadNextBatch()) {
      // only the end counts
    }
  }

  private static void awaitBackends(int count) throws SQLException, InterruptedException {
    long start = System.nanoTime();
    while (database.activeBackends() != count) {
      assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(1));
      Thread.sleep(10);
    }
  }
}
