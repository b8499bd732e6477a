/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.s3;

import static org.assertj.core.api.Assertions.assertThat;

import io.strake.embedded.ServedRequests;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The first rows in an order, read from those row groups only that can have them, compared with
 * DuckDB and counted at the server.
 *
 * <p>{@code -Dstrake.differential.queries=N} and {@code -Dstrake.differential.seed=N} make the run
 * longer.
 */
@Tag("long")
final class S3TopTest {
  private static final int QUERIES = Integer.getInteger("strake.differential.queries", 40);
  private static final long SEED = Long.getLong("strake.differential.seed", 1);
  private static final List<String> COLUMNS =
      List.of("id", "x", "d", "ts", "amount", "s", "late", "f", "p");

  @TempDir static Path directory;
  private static S3Fixture fixture;
  private static Connection connection;
  private static String source;

  @BeforeAll
  static void start() throws Exception {
    fixture = new S3Fixture(directory);
    List<String> parts = new ArrayList<>();
    for (int file = 0; file < 6; file++) {
      String partition = file == 5 ? "__HIVE_DEFAULT_PARTITION__" : String.valueOf(file % 3);
      int from = file * 6_000;
      Path copy =
          fixture.copy(
              "parts/p=" + partition + "/" + file + ".parquet",
              """
              SELECT i AS id, CASE WHEN i %% 3 > 0 THEN (i * 7919 %% 1000)::INTEGER END AS x,
                DATE '2026-01-01' + (i / 100)::INTEGER AS d,
                TIMESTAMP '2026-01-01 00:00:00.123456' + to_seconds(i) AS ts,
                (i %% 20000 / 100.0)::DECIMAL(9, 2) AS amount,
                CASE WHEN i %% 3000 = 7 THEN 'nan'::DOUBLE ELSE i / 8.0 END AS f,
                CASE WHEN i %% 500 = 3 THEN '\uD83D\uDE00' ELSE '' END
                  || 'n' || lpad(i::VARCHAR, 6, '0') AS s,
                CASE WHEN i %% 6000 < 2048 THEN NULL ELSE i END AS late
              FROM range(%d, %d) t(i)"""
                  .formatted(from, from + 6_000),
              "FORMAT parquet, ROW_GROUP_SIZE 2048");
      parts.add(
          "SELECT *, " + (file == 5 ? "NULL" : partition) + "::BIGINT AS p FROM '" + copy + "'");
    }
    source = "(" + String.join(" UNION ALL ", parts) + ")";
    connection = fixture.connect("{name:'parts',location:'parts/'}");
  }

  @AfterAll
  static void stop() throws Exception {
    connection.close();
    fixture.close();
  }

  @Test
  void answersLikeDuckDb() throws Exception {
    Random random = new Random(SEED);
    int narrowed = 0;
    for (int i = 0; i < QUERIES; i++) {
      String column = COLUMNS.get(random.nextInt(COLUMNS.size()));
      // id makes the order whole; ts goes by milliseconds under stock Calcite, and so do its ties
      String order =
          " order by \"%s\" %s nulls %s, \"id\""
              .formatted(
                  column,
                  random.nextBoolean() ? "desc" : "asc",
                  random.nextBoolean() ? "first" : "last");
      String where = where(random);
      int offset = random.nextInt(3) == 0 ? random.nextInt(3_000) : 0;
      String rest = where + order + " limit " + (1 + random.nextInt(200)) + " offset " + offset;
      String select = "select \"id\" from ";
      String sql = select + "\"parts\"" + rest;
      narrowed += S3Fixture.explain(connection, sql).contains(" top=[") ? 1 : 0;
      assertThat(S3Fixture.query(connection, sql))
          .as(sql)
          .isEqualTo(fixture.duckRows(select + source + rest));
    }
    assertThat(narrowed).isGreaterThan(QUERIES / 2);
  }

  private static String where(Random random) {
    return switch (random.nextInt(7)) {
      case 0 -> " where \"p\" = " + random.nextInt(4);
      case 1 -> " where \"id\" > " + random.nextInt(30_000);
      case 2 ->
          " where \"id\" <= " + (5_000 + random.nextInt(30_000)) + " and \"late\" is not null";
      case 3 -> " where \"d\" < date '2026-0" + (3 + random.nextInt(6)) + "-10' and \"x\" <> 7";
      case 4 -> " where \"p\" >= 1 and (\"s\" > 'n02' or \"amount\" < 50)";
      default -> "";
    };
  }

  @Test
  void readsOneRowGroup() throws Exception {
    String sql = "select \"id\", \"s\" from \"parts\" order by \"id\" desc limit 5";
    assertThat(S3Fixture.explain(connection, sql))
        .contains("rowGroups=[1/18]", "top=[5 by id DESC]");
    ServedRequests before = fixture.s3.served();
    assertThat(S3Fixture.query(connection, sql)).hasSize(5).startsWith("35999|n035999");
    assertThat(fixture.s3.served().since(before).gets()).isLessThanOrEqualTo(2);
  }

  @Test
  void readsTheNextPageOfKeys() throws Exception {
    String sql = "select \"id\" from \"parts\" where \"id\" > %s order by \"id\" limit 3";
    assertThat(S3Fixture.explain(connection, sql.formatted("5000"))).contains("rowGroups=[2/18]");
    try (PreparedStatement statement = connection.prepareStatement(sql.formatted("?"))) {
      for (int last : List.of(5_000, 17_999, -1)) {
        statement.setInt(1, last);
        ServedRequests before = fixture.s3.served();
        try (ResultSet rows = statement.executeQuery()) {
          assertThat(rows.next()).isTrue();
          assertThat(rows.getInt(1)).isEqualTo(last + 1);
        }
        assertThat(fixture.s3.served().since(before).gets()).isLessThanOrEqualTo(2);
      }
    }
  }

  @Test
  void readsAllWhereNoStatisticsSayThatRowsPass() throws Exception {
    String sql = "select \"id\" from \"parts\" where \"x\" = 3 order by \"id\" desc limit 5";
    assertThat(S3Fixture.explain(connection, sql)).contains("rowGroups=[18/18]");
    assertThat(S3Fixture.query(connection, sql)).hasSize(5);
  }
}
