/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.strake.planner.ErrorCode;
import io.strake.planner.StrakeException;
import io.strake.planner.metadata.ColumnStatistics;
import io.strake.planner.metadata.ValueDistribution;
import java.io.IOException;
import java.math.BigDecimal;
import java.net.ServerSocket;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalDouble;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.apache.calcite.schema.Schema;
import org.apache.calcite.schema.Table;
import org.apache.calcite.schema.lookup.LikePattern;
import org.apache.calcite.util.ImmutableBitSet;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Options, catalog and sources that cannot be reached. */
final class PostgresSourceTest {
  private static TestDatabase database;
  private static PostgresSchema schema;

  @BeforeAll
  static void createTables() throws SQLException {
    database =
        TestDatabase.create(
            "CREATE TABLE under_score (a int)",
            "CREATE TABLE \"underXscore\" (b int)",
            "CREATE TABLE \"Mixed \"\"Case\" (\"Odd \"\"name\" int)",
            "INSERT INTO under_score VALUES (1)",
            "INSERT INTO \"underXscore\" VALUES (2)",
            "INSERT INTO \"Mixed \"\"Case\" VALUES (3)",
            "CREATE TABLE parts (id int, region text NOT NULL, PRIMARY KEY (region, id))"
                + " PARTITION BY LIST (region)",
            "CREATE TABLE parts_eu PARTITION OF parts FOR VALUES IN ('eu')",
            "INSERT INTO parts SELECT i, 'eu' FROM generate_series(1, 500) i",
            "CREATE TABLE keyed (id int PRIMARY KEY, code text NOT NULL UNIQUE,"
                + " maybe text UNIQUE, part int)",
            "CREATE UNIQUE INDEX ON keyed (part) WHERE part > 0",
            "CREATE TABLE parent (id int PRIMARY KEY)",
            "CREATE TABLE child () INHERITS (parent)",
            "CREATE TABLE unanalysed WITH (autovacuum_enabled = false) AS SELECT i FROM generate_series(1, 20000) i",
            "CREATE VIEW a_view AS SELECT 1 AS x",
            "CREATE MATERIALIZED VIEW a_matview AS SELECT 2 AS x",
            "CREATE EXTENSION file_fdw",
            "CREATE SERVER files FOREIGN DATA WRAPPER file_fdw",
            "CREATE FOREIGN TABLE a_foreign (line text NOT NULL) SERVER files"
                + " OPTIONS (filename '/etc/hostname')",
            "CREATE SEQUENCE not_a_table",
            "ANALYZE parts_eu",
            "ANALYZE keyed");
    schema = database.schema();
  }

  @AfterAll
  static void close() {
    schema.close();
  }

  @Test
  void listsWhateverCanBeRead() {
    assertThat(schema.tables().getNames(LikePattern.any()))
        .contains("parts", "parts_eu", "a_view", "a_matview", "a_foreign", "Mixed \"Case")
        .doesNotContain("not_a_table", "keyed_pkey");
    assertThat(schema.tables().get("a_view").getJdbcTableType()).isEqualTo(Schema.TableType.VIEW);
    assertThat(schema.tables().get("no_such_table")).isNull();
  }

  @Test
  void takesNamesLiterally() throws IOException {
    assertThat(TableReader.read(schema, "under_score")).containsExactly("1");
    assertThat(TableReader.read(schema, "underXscore")).containsExactly("2");
    assertThat(TableReader.read(schema, "Mixed \"Case")).containsExactly("3");
  }

  @Test
  void knowsKeysThatHold() {
    assertThat(keys("keyed"))
        .containsExactlyInAnyOrder(ImmutableBitSet.of(0), ImmutableBitSet.of(1));
    assertThat(keys("parts")).containsExactly(ImmutableBitSet.of(0, 1));
    assertThat(keys("parent")).isEmpty();
  }

  @Test
  void estimatesRows() {
    assertThat(rowCount("parts")).isEqualTo(500);
    assertThat(rowCount("unanalysed")).isBetween(5_000d, 40_000d);
  }

  @Test
  void asksTheServerForTheRowsOfViewsAndQueries() throws SQLException {
    database.execute(
        "CREATE VIEW few_parts AS SELECT * FROM parts_eu WHERE id <= 20",
        "CREATE VIEW all_parts AS SELECT id, '{' AS brace FROM parts_eu",
        "CREATE VIEW secret AS SELECT id FROM parts_eu",
        "SET password_encryption = 'scram-sha-256'", // not the default before PostgreSQL 14
        "CREATE ROLE stranger LOGIN PASSWORD 'right'");
    schema.database().catalogChanged();
    assertThat(rowCount("all_parts")).isEqualTo(500);
    assertThat(rowCount("few_parts")).isBetween(10d, 40d);
    assertThat(rowCount("a_foreign")).isLessThan(10_000);
    Map<String, Object> operand = new HashMap<>(database.operand());
    operand.put("user", "stranger");
    operand.put("password", "right");
    try (PostgresSchema denied = database.schema(operand)) {
      Table secret = Objects.requireNonNull(denied.tables().get("secret"));
      assertThat(secret.getStatistic().getRowCount()).isEqualTo(10_000);
    }
  }

  @Test
  void knowsHowManyValuesAColumnHas() {
    assertThat(distinctValues("parts_eu", "region")).hasValue(1);
    assertThat(distinctValues("parts_eu", "id").orElse(0)).isBetween(450d, 550d);
    assertThat(distinctValues("unanalysed", "i")).isEmpty();
  }

  @Test
  void aDeadServerIsAnErrorOfTheFirstQueryOnly() throws IOException {
    int port;
    try (ServerSocket socket = new ServerSocket(0)) {
      port = socket.getLocalPort();
    }
    String url = "jdbc:postgresql://localhost:" + port + "/postgres?password=hidden";
    try (PostgresSchema dead = database.schema(Map.of("url", url, "user", "postgres"))) {
      assertFails(() -> dead.tables().get("x"), ErrorCode.SOURCE_UNAVAILABLE);
      assertFails(dead::check, ErrorCode.SOURCE_UNAVAILABLE);
    }
  }

  @Test
  void aWrongPasswordIsDenied() throws SQLException {
    database.execute("DROP ROLE IF EXISTS reader", "CREATE ROLE reader LOGIN PASSWORD 'right'");
    Map<String, Object> operand = new HashMap<>(database.operand());
    operand.put("user", "reader");
    operand.put("password", "hidden");
    try (PostgresSchema denied = database.schema(operand)) {
      assertFails(() -> denied.tables().get("x"), ErrorCode.SOURCE_DENIED);
      assertThat(denied.options().toString()).doesNotContain("hidden");
    }
    operand.put("password", "right");
    try (PostgresSchema right = database.schema(operand)) {
      assertFails(() -> TableReader.read(right, "under_score"), ErrorCode.SOURCE_DENIED);
    }
  }

  @Test
  void anUnknownSchemaOrDatabaseIsAWrongModel() {
    Map<String, Object> operand = new HashMap<>(database.operand());
    operand.put("schema", "publi_");
    try (PostgresSchema unknown = database.schema(operand)) {
      assertFails(() -> unknown.tables().get("x"), ErrorCode.INVALID_CONFIGURATION);
    }
    operand.put("url", database.url() + "_gone");
    try (PostgresSchema unknown = database.schema(operand)) {
      assertFails(() -> unknown.tables().get("x"), ErrorCode.INVALID_CONFIGURATION);
    }
  }

  @Test
  void aTableThatWasDroppedIsUnknownAndForgotten() throws SQLException {
    database.execute("CREATE TABLE fleeting (a int)");
    schema.database().catalogChanged();
    assertThat(schema.tables().get("fleeting")).isNotNull();
    database.execute("DROP TABLE fleeting");
    assertFails(() -> TableReader.read(schema, "fleeting"), ErrorCode.UNKNOWN_TABLE);
    assertThat(schema.tables().get("fleeting")).isNull();
  }

  @Test
  void aCatalogInUseIsReadAgainWhileTheOldOneServes() throws Exception {
    Map<String, Object> operand = new HashMap<>(database.operand());
    operand.put("metadataTtl", "PT20S");
    try (PostgresSchema used = database.schema(operand);
        Connection blocker = database.connect();
        Statement statement = blocker.createStatement()) {
      assertThat(used.tables().get("made_later")).isNull();
      database.execute("CREATE TABLE made_later (a int)");
      blocker.setAutoCommit(false);
      statement.execute("LOCK TABLE pg_catalog.pg_inherits IN ACCESS EXCLUSIVE MODE");
      Thread.sleep(10_500);
      assertThat(used.tables().get("made_later")).isNull(); // does not wait for the lock
      assertThat(database.activeBackends()).isLessThanOrEqualTo(1);
      blocker.rollback();
      long end = System.nanoTime() + Duration.ofSeconds(7).toNanos();
      while (used.tables().get("made_later") == null) {
        assertThat(System.nanoTime()).as("still the old catalog").isLessThan(end);
        Thread.sleep(50);
      }
    } finally {
      database.execute("DROP TABLE made_later");
    }
  }

  @Test
  void knowsTheDistributionOfValues() throws SQLException {
    database.execute(
        "CREATE TYPE side AS ENUM ('left', 'right')",
        "CREATE TABLE spread AS SELECT CASE WHEN i > 100 THEN i END AS i, i / 1000.0 AS n,"
            + " (i % 4)::text AS t, i % 10 = 0 AS b, date '2020-01-01' + i AS d,"
            + " timestamptz '2020-01-01 00:00+01' + i * interval '1 hour' AS tz,"
            + " (ARRAY['left', 'right'])[1 + i % 2]::side AS e, ARRAY[i] AS list,"
            + " box(point(i, i), point(0, 0)) AS shape, point(i, 1)::text AS p,"
            + " CASE WHEN i % 2 = 0 THEN 'infinity'::date ELSE date '2020-01-01' + i END AS inf,"
            + " ('x' || i % 2)::char(5) AS c, inet '10.0.0.0' + i AS address FROM generate_series(1, 1000) i",
        "CREATE TABLE uncounted AS SELECT 1 AS i",
        "ANALYZE spread");
    schema.database().catalogChanged();
    assertThat(less("i", new BigDecimal(551))).isCloseTo(0.45, within(0.01));
    assertThat(distribution("i").nulls()).isCloseTo(0.1, within(0.001));
    assertThat(less("n", new BigDecimal("0.25"))).isCloseTo(0.25, within(0.01));
    assertThat(distribution("t").equal("3").orElseThrow()).isEqualTo(0.25);
    assertThat(distribution("c").equal("x1").orElseThrow()).isEqualTo(0.5);
    assertThat(distribution("b").equal(true).orElseThrow()).isCloseTo(0.1, within(0.001));
    assertThat(less("d", LocalDate.of(2021, 1, 1))).isCloseTo(0.366, within(0.01));
    assertThat(less("tz", LocalDateTime.of(2020, 1, 8, 7, 0))).isCloseTo(0.175, within(0.01));
    assertThat(distribution("e").equal("right").orElseThrow()).isEqualTo(0.5);
    for (String column : List.of("list", "shape", "inf")) {
      assertThat(distribution(column).less(BigDecimal.ONE)).as(column).isEmpty();
    }
    assertThat(distribution("inf").equal(LocalDate.of(2020, 1, 4)).orElse(0)).isLessThan(0.01);
    assertThat(table("spread").averageBytes("i")).hasValue(4);
    assertThat(table("uncounted").distribution("i")).isEmpty();
    assertThat(table("uncounted").averageBytes("i")).isEmpty();
  }

  private static double less(String column, Comparable<?> value) {
    return distribution(column).less(value).orElseThrow();
  }

  private static ValueDistribution distribution(String column) {
    return table("spread").distribution(column).orElseThrow();
  }

  private static ColumnStatistics table(String name) {
    return (ColumnStatistics) Objects.requireNonNull(schema.tables().get(name));
  }

  @Test
  void plannersShareOneReadingOfABlockedCatalogAndItsFailure() throws Exception {
    Map<String, Object> operand = new HashMap<>(database.operand());
    operand.put("catalogTimeout", "PT2S");
    ExecutorService planners = Executors.newFixedThreadPool(5);
    try (PostgresSchema blocked = database.schema(operand);
        Connection blocker = database.connect();
        Statement statement = blocker.createStatement()) {
      blocked.check();
      blocker.setAutoCommit(false);
      // which the size of the partitioned table is read through
      statement.execute("LOCK TABLE pg_catalog.pg_inherits IN ACCESS EXCLUSIVE MODE");
      long start = System.nanoTime();
      List<Future<Table>> answers = new ArrayList<>();
      for (int i = 0; i < 5; i++) {
        answers.add(planners.submit(() -> blocked.tables().get("parts")));
      }
      for (Future<Table> answer : answers) {
        assertThatThrownBy(() -> answer.get(20, TimeUnit.SECONDS))
            .cause()
            .isInstanceOfSatisfying(
                StrakeException.class,
                e -> assertThat(e.code()).isEqualTo(ErrorCode.SOURCE_UNAVAILABLE))
            .hasMessageContaining("gave no catalog within PT2S");
      }
      assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(8));
      blocker.rollback();
      assertThat(blocked.tables().get("parts")).isNotNull();
    } finally {
      planners.shutdownNow();
    }
  }

  @Test
  void connectionsCannotWrite() throws SQLException, IOException {
    database.execute(
        "CREATE FUNCTION sneaky() RETURNS int LANGUAGE sql AS"
            + " 'INSERT INTO under_score VALUES (9) RETURNING a'",
        "CREATE VIEW writer AS SELECT sneaky() AS x");
    schema.database().catalogChanged();
    assertThatThrownBy(() -> TableReader.read(schema, "writer"))
        .isInstanceOf(StrakeException.class)
        .hasMessageContaining("25006");
    assertThat(TableReader.read(schema, "under_score")).containsExactly("1");
  }

  @Test
  void refusesWrongOperands() {
    assertFails(() -> PostgresOptions.of("pg", Map.of()), ErrorCode.INVALID_CONFIGURATION);
    assertFails(
        () -> PostgresOptions.of("pg", Map.of("url", "jdbc:mysql://x/y")),
        ErrorCode.INVALID_CONFIGURATION);
    assertThatThrownBy(() -> PostgresOptions.of("pg", Map.of("url", database.url(), "poolsize", 3)))
        .hasMessageContaining("unknown operands [poolsize]");
    PostgresOptions options = PostgresOptions.of("pg", Map.of("url", database.url()));
    assertThat(options.schema()).isEqualTo("public");
    assertThat(options.poolSize()).isEqualTo(8);
    assertThat(schema.location()).startsWith("localhost:").contains("/test");
  }

  private static void assertFails(ThrowingCallable call, ErrorCode code) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(StrakeException.class, e -> assertThat(e.code()).isEqualTo(code))
        .hasMessageStartingWith("postgres source 'pg'")
        .hasMessageNotContaining("hidden");
  }

  private static List<ImmutableBitSet> keys(String table) {
    return schema.tables().get(table).getStatistic().getKeys();
  }

  private static OptionalDouble distinctValues(String table, String column) {
    return ((PostgresTable) schema.tables().get(table)).distinctValues(column);
  }

  private static double rowCount(String table) {
    return schema.tables().get(table).getStatistic().getRowCount();
  }
}
