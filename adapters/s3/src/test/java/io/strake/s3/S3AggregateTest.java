/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.s3;

import static org.assertj.core.api.Assertions.assertThat;

import io.strake.embedded.ServedRequests;
import java.nio.file.Path;
import java.sql.Connection;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Counts and extremes from footers, compared with DuckDB and counted at the server.
 *
 * <p>{@code -Dstrake.differential.queries=N} and {@code -Dstrake.differential.seed=N} make the run
 * longer.
 */
@Tag("long")
final class S3AggregateTest {
  private static final int QUERIES = Integer.getInteger("strake.differential.queries", 150);
  private static final long SEED = Long.getLong("strake.differential.seed", 1);
  private static final int PARTITIONS = 5;
  private static final int FILES = 200;
  private static final int ROWS = 1_000;

  @TempDir static Path directory;
  private static S3Fixture fixture;
  private static Connection connection;
  private static String source;

  @BeforeAll
  static void start() throws Exception {
    fixture = new S3Fixture(directory);
    List<String> parts = new ArrayList<>();
    for (int p = 0; p < PARTITIONS; p++) {
      for (int f = 0; f < 2; f++) {
        int from = (p * 2 + f) * 5_000;
        String key =
            "parts/p=" + (p == 4 ? "__HIVE_DEFAULT_PARTITION__" : p) + "/" + f + ".parquet";
        Path file =
            fixture.copy(
                key,
                """
                SELECT i AS id, CASE WHEN i %% 3 > 0 THEN (i * 7919 %% 1000)::INTEGER END AS x,
                  DATE '2026-01-01' + (i / 100)::INTEGER AS d,
                  TIMESTAMP '2026-01-01 00:00:00.123456' + to_seconds(i) AS ts,
                  (i / 100.0)::DECIMAL(9, 2) AS amount, (i / 100.0)::DECIMAL(30, 2) AS wide,
                  CASE WHEN i %% 5000 = 7 THEN 'nan'::DOUBLE ELSE i / 8.0 END AS f,
                  'n' || lpad(i::VARCHAR, 6, '0') AS s, i %% 5000 < 2500 AS b,
                  CASE WHEN i %% 5000 < 2048 THEN NULL ELSE i END AS late
                FROM range(%d, %d) t(i)"""
                    .formatted(from, from + 5_000),
                "FORMAT parquet, ROW_GROUP_SIZE 2048");
        parts.add("SELECT *, " + (p == 4 ? "NULL" : p) + "::BIGINT AS p FROM '" + file + "'");
      }
    }
    source = "(" + String.join(" UNION ALL ", parts) + ")";
    connection =
        fixture.connect("{name:'parts',location:'parts/'},{name:'files',location:'files/'}");
  }

  @AfterAll
  static void stop() throws Exception {
    connection.close();
    fixture.close();
  }

  @Test
  void answersLikeDuckDb() throws Exception {
    Random random = new Random(SEED);
    int byFooters = 0;
    for (int i = 0; i < QUERIES; i++) {
      boolean grouped = random.nextInt(3) == 0;
      List<String> calls = new ArrayList<>();
      for (int c = random.nextInt(3); c >= 0; c--) {
        calls.add(call(random));
      }
      String select = (grouped ? "\"p\", " : "") + String.join(", ", calls);
      String where = random.nextInt(4) == 0 ? "" : " where " + condition(random, 2);
      String rest = where + (grouped ? " group by \"p\" order by \"p\" nulls last" : "");
      String sql = "select " + select + " from \"parts\"" + rest;
      byFooters += S3Fixture.explain(connection, sql).contains("FooterArrowScan") ? 1 : 0;
      assertThat(normalised(S3Fixture.query(connection, sql)))
          .as(sql)
          .isEqualTo(normalised(fixture.duckRows("SELECT " + select + " FROM " + source + rest)));
    }
    System.out.println(
        "footers: seed " + SEED + ", " + QUERIES + " queries, " + byFooters + " by footers");
    assertThat(byFooters).isGreaterThan(QUERIES / 3);
  }

  /** Stock Calcite shows times in milliseconds. */
  private static List<String> normalised(List<String> rows) {
    return rows.stream().map(row -> row.replaceAll("(:\\d\\d)\\.\\d+", "$1")).toList();
  }

  private static String call(Random random) {
    String column =
        List.of("id", "x", "d", "ts", "amount", "wide", "b", "late", "p").get(random.nextInt(9));
    return switch (random.nextInt(5)) {
      case 0 -> "count(*)";
      case 1 -> "count(\"" + column + "\")";
      case 2 -> "min(\"" + (column.equals("b") ? "id" : column) + "\")";
      case 3 -> "max(\"" + (column.equals("b") ? "id" : column) + "\")";
      default -> random.nextInt(4) == 0 ? "max(\"s\")" : "count(\"f\")";
    };
  }

  private static String condition(Random random, int depth) {
    if (depth > 0 && random.nextInt(3) == 0) {
      String joint = random.nextInt(3) == 0 ? " or " : " and ";
      return "(" + condition(random, depth - 1) + joint + condition(random, depth - 1) + ")";
    }
    int id = random.nextInt(55_000) - 2_000;
    String operator = List.of("=", "<>", "<", "<=", ">", ">=").get(random.nextInt(6));
    return switch (random.nextInt(10)) {
      case 0 -> "\"p\" " + operator + " " + random.nextInt(5);
      case 1 -> "\"p\" is " + (random.nextBoolean() ? "not " : "") + "null";
      case 2 -> "\"x\" " + operator + " " + random.nextInt(1000);
      case 3 -> "\"late\" is " + (random.nextBoolean() ? "not " : "") + "null";
      case 4 -> "\"d\" " + operator + " date '2026-0" + (1 + random.nextInt(9)) + "-10'";
      case 5 -> "\"amount\" " + operator + " " + id / 100.0;
      case 6 -> // to stock Calcite NaN is not the greatest number
          "\"f\" " + (random.nextBoolean() ? "<" : "<=") + " " + id / 8.0 + "e0";
      case 7 -> "\"id\" between " + id + " and " + (id + random.nextInt(20_000));
      case 8 -> "\"ts\" " + operator + " timestamp '2026-01-01 0" + random.nextInt(9) + ":30:00'";
      default -> "\"id\" " + operator + " " + id;
    };
  }

  @Test
  void readsNoColumnWhereFootersSuffice() throws Exception {
    for (int i = 0; i < FILES; i++) {
      fixture.copy(
          "files/day=" + i / 10 + "/" + i + ".parquet",
          "SELECT i AS id, repeat(md5(i::VARCHAR), 40) AS t FROM range(%d, %d) r(i)"
              .formatted(i * ROWS, (i + 1) * ROWS),
          "FORMAT parquet");
    }
    ServedRequests before = fixture.s3.served();
    assertThat(query("select count(*) from \"files\"")).containsExactly("200000");
    ServedRequests first = fixture.s3.served().since(before);
    assertThat(first.lists()).isEqualTo(1);
    assertThat(first.gets()).isEqualTo(FILES); // the footers
    assertNothingIsRead(
        "select min(\"id\"), max(\"id\"), count(\"t\") from \"files\"", "0|199999|200000");
    assertNothingIsRead(
        "select \"day\", count(*) from \"files\" where \"day\" < 2 group by \"day\" order by 1",
        "0|10000",
        "1|10000");
    assertNothingIsRead(
        "select count(*) from \"files\" where \"day\" = 3 and \"id\" between 32000 and 34999",
        "3000");
    before = fixture.s3.served();
    assertThat(
            query(
                "select count(*) from \"files\" where \"day\" = 3 and \"id\" between 32500 and 34499"))
        .containsExactly("2000");
    ServedRequests boundary = fixture.s3.served().since(before);
    assertThat(boundary.gets()).as("two files are read, of one column").isEqualTo(2);
    assertThat(boundary.bytes()).isLessThan(2 * ROWS * 9L);
  }

  private static void assertNothingIsRead(String sql, String... expected) throws Exception {
    ServedRequests before = fixture.s3.served();
    assertThat(query(sql)).containsExactly(expected);
    assertThat(fixture.s3.served().since(before)).isEqualTo(new ServedRequests(0, 0, 0));
  }

  private static List<String> query(String sql) throws Exception {
    return S3Fixture.query(connection, sql);
  }
}
