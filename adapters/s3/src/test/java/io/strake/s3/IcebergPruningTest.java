/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.s3;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.sql.Connection;
import java.util.Random;
import org.apache.iceberg.PartitionSpec;
import org.apache.iceberg.Schema;
import org.apache.iceberg.Table;
import org.apache.iceberg.expressions.Expressions;
import org.apache.iceberg.types.Types;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Data files of Iceberg tables that a filter leaves out, in the plan and at the server. */
@Tag("long")
class IcebergPruningTest {
  private static final Schema SCHEMA =
      new Schema(
          Types.NestedField.optional(1, "id", Types.LongType.get()),
          Types.NestedField.optional(2, "g", Types.IntegerType.get()),
          Types.NestedField.optional(3, "s", Types.StringType.get()),
          Types.NestedField.optional(4, "dec", Types.DecimalType.of(9, 2)),
          Types.NestedField.optional(5, "flag", Types.BooleanType.get()),
          Types.NestedField.optional(6, "ts", Types.TimestampType.withoutZone()),
          Types.NestedField.optional(7, "x", Types.DoubleType.get()));

  private static final String ROWS =
      "SELECT i AS id, CASE WHEN i %% 4 = 3 THEN NULL ELSE i %% 4 END::INTEGER AS g,"
          + " 's' || (i // 100) AS s, (i / 100)::DECIMAL(9, 2) AS dec, i %% 2 = 0 AS flag,"
          + " TIMESTAMP '2026-01-01 00:00:00' + to_seconds(i * 60) AS ts,"
          + " CASE WHEN i %% 9 = 0 THEN 'nan'::DOUBLE WHEN i %% 100 = 1 THEN -0.0 ELSE i END AS x"
          + " FROM range(%d, %d) r(i)";

  @TempDir static Path directory;
  private static IcebergFixture iceberg;

  @BeforeAll
  static void start() throws Exception {
    iceberg = new IcebergFixture(directory);
  }

  @AfterAll
  static void stop() throws Exception {
    iceberg.close();
  }

  private static String rows(int from, int to) {
    return ROWS.formatted(from, to);
  }

  private static void assertPruned(Table table, String all, String condition, String files)
      throws Exception {
    try (Connection connection = iceberg.store.connect(IcebergFixture.definition(table, ""))) {
      String sql = "select count(*), sum(\"id\") from \"t\" where " + condition;
      assertThat(S3Fixture.explain(connection, sql))
          .as(condition)
          .contains("partitions=[" + files + "]");
      assertThat(S3Fixture.query(connection, sql))
          .as(condition)
          .isEqualTo(
              iceberg.store.duckRows(
                  "select count(*), sum(id) from (" + all + ") where " + condition));
    }
  }

  @Test
  void prunesByTheTransformsOfPartitions() throws Exception {
    PartitionSpec spec = PartitionSpec.builderFor(SCHEMA).identity("g").bucket("id", 4).build();
    Table table = iceberg.create("identity", SCHEMA, spec, 2);
    int files = iceberg.appendPartitioned(table, rows(0, 400)).size();
    assertThat(files).isEqualTo(16);
    assertPruned(table, rows(0, 400), "\"g\" = 1", "4/16");
    assertPruned(table, rows(0, 400), "\"g\" is null", "4/16");
    assertPruned(table, rows(0, 400), "\"g\" <> 1", "8/16");
    assertPruned(table, rows(0, 400), "\"id\" = 77", "4/16");
    assertPruned(table, rows(0, 400), "\"g\" = 9", "0/16");
    assertPruned(table, rows(0, 400), "\"g\" * 3 = 3", "16/16");

    Table texts =
        iceberg.create(
            "truncate", SCHEMA, PartitionSpec.builderFor(SCHEMA).truncate("s", 2).build(), 2);
    iceberg.appendPartitioned(texts, rows(0, 1000));
    assertPruned(texts, rows(0, 1000), "\"s\" = 's7'", "1/10");
    assertPruned(texts, rows(0, 1000), "\"s\" >= 's8'", "2/10");

    Table days =
        iceberg.create("day", SCHEMA, PartitionSpec.builderFor(SCHEMA).day("ts").build(), 2);
    iceberg.appendPartitioned(days, rows(0, 7200));
    assertPruned(days, rows(0, 7200), "\"ts\" < timestamp '2026-01-02 00:00:00'", "1/5");
    assertPruned(days, rows(0, 7200), "\"ts\" = timestamp '2026-01-03 12:00:00'", "1/5");

    Table hours =
        iceberg.create("hour", SCHEMA, PartitionSpec.builderFor(SCHEMA).hour("ts").build(), 2);
    iceberg.appendPartitioned(hours, rows(0, 600));
    assertPruned(hours, rows(0, 600), "\"ts\" >= timestamp '2026-01-01 08:30:00'", "2/10");
  }

  @Test
  void prunesFilesOfOldAndNewPartitionSpecs() throws Exception {
    Table table =
        iceberg.create(
            "evolving", SCHEMA, PartitionSpec.builderFor(SCHEMA).identity("g").build(), 2);
    iceberg.appendPartitioned(table, rows(0, 400));
    table.updateSpec().removeField("g").addField(Expressions.day("ts")).commit();
    table.refresh();
    iceberg.appendPartitioned(table, rows(400, 4000));
    assertPruned(table, rows(0, 4000), "\"g\" = 2", "4/7");
    assertPruned(table, rows(0, 4000), "\"ts\" >= timestamp '2026-01-03 00:00:00'", "1/7");
    assertPruned(table, rows(0, 4000), "\"id\" < 100 and \"g\" = 0", "1/7");
  }

  @Test
  void prunesByBoundsOfColumnsAndThenByRowGroups() throws Exception {
    Table table = iceberg.create("bounds", SCHEMA);
    for (int i = 0; i < 5; i++) {
      iceberg.append(table, rows(i * 6000, (i + 1) * 6000));
    }
    assertPruned(table, rows(0, 30000), "\"id\" = 12345", "1/5");
    assertPruned(table, rows(0, 30000), "\"dec\" < 50.25", "1/5");
    assertPruned(table, rows(0, 30000), "\"x\" = 0", "5/5"); // -0.0 is 0
    try (Connection connection = iceberg.store.connect(IcebergFixture.definition(table, ""))) {
      String sql = "select \"dec\" from \"t\" where \"id\" = 12345";
      assertThat(S3Fixture.explain(connection, sql))
          .contains("partitions=[1/5]", "rowGroups=[1/3]", "prune=[id = 12345]");
      long before = iceberg.store.s3.served().bytes();
      assertThat(S3Fixture.query(connection, sql)).containsExactly("123.45");
      assertThat(iceberg.store.s3.served().bytes() - before).isLessThan(60_000);
    }
  }

  @Test
  void asksTheServerForManifestsAndTheFilesThatAreLeftOnly() throws Exception {
    Table table = iceberg.create("requests", SCHEMA);
    for (int i = 0; i < 30; i++) {
      iceberg.append(table, rows(i * 100, (i + 1) * 100));
    }
    try (Connection connection = iceberg.store.connect(IcebergFixture.definition(table, ""))) {
      S3Fixture.query(connection, "select count(*) from \"t\" where \"id\" = -1"); // no file
      long before = iceberg.store.s3.served().gets();
      assertThat(S3Fixture.query(connection, "select \"g\" from \"t\" where \"id\" = 1234"))
          .containsExactly("2");
      // all manifests are in memory: the footer of one file at most, and its row group
      assertThat(iceberg.store.s3.served().gets() - before).isBetween(1L, 2L);
    }
  }

  @Test
  void countsByManifestsWithoutFooters() throws Exception {
    PartitionSpec spec = PartitionSpec.builderFor(SCHEMA).truncate("id", 10).identity("g").build();
    Table table = iceberg.create("counted", SCHEMA, spec, 2);
    int files = iceberg.appendPartitioned(table, rows(0, 200)).size();
    assertThat(files).isEqualTo(80);
    try (Connection connection = iceberg.store.connect(IcebergFixture.definition(table, ""))) {
      long before = iceberg.store.s3.served().gets();
      assertThat(S3Fixture.query(connection, "select count(*) from \"t\"")).containsExactly("200");
      assertThat(
              S3Fixture.query(
                  connection, "select count(*), count(\"g\"), min(\"g\"), max(\"g\") from \"t\""))
          .containsExactly("200|150|0|2");
      // the metadata file, the list of manifests and one manifest
      assertThat(iceberg.store.s3.served().gets() - before).isEqualTo(3);
    }
  }

  @Test
  void answersRandomFiltersLikeDuckDb() throws Exception {
    PartitionSpec spec =
        PartitionSpec.builderFor(SCHEMA).truncate("id", 1000).identity("flag").day("ts").build();
    Table table = iceberg.create("random", SCHEMA, spec, 2);
    iceberg.appendPartitioned(table, rows(0, 3000));
    iceberg.store.duck("CREATE TABLE truth AS FROM (" + rows(0, 3000) + ")");
    Random random = new Random(42);
    try (Connection connection = iceberg.store.connect(IcebergFixture.definition(table, ""))) {
      int pruned = 0;
      for (int i = 0; i < 60; i++) {
        String condition = IcebergConditions.random(random, 3);
        String select = "select count(*), sum(\"id\"), max(\"dec\") from ";
        String plan = S3Fixture.explain(connection, select + "\"t\" where " + condition);
        pruned += plan.contains("partitions=[10/10]") ? 0 : 1;
        assertThat(S3Fixture.query(connection, select + "\"t\" where " + condition))
            .as("%s%n%s", condition, plan)
            .isEqualTo(iceberg.store.duckRows(select + "truth where " + condition));
      }
      assertThat(pruned).isGreaterThan(20);
    }
  }
}
