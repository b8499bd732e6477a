/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.sql.Connection;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Rows in the order in which they are stored, without a sort. */
final class S3OrderTest {
  @TempDir static Path directory;
  private static S3Fixture fixture;
  private static Connection connection;
  private static String source;

  @BeforeAll
  static void start() throws Exception {
    fixture = new S3Fixture(directory);
    List<String> parts = new ArrayList<>();
    for (int file = 0; file < 4; file++) {
      // keys are not in the order of the rows
      String key = "events/day=" + (file / 2) + "/" + (file % 2 == 0 ? "b" : "a") + ".parquet";
      String rows =
          "SELECT (i // 2)::BIGINT AS id, i AS part, 'n' || i AS name, (i / 7.0)::DECIMAL(9, 2) AS"
              + " amount FROM range(%d, %d) t(i)".formatted(file * 6_000, file * 6_000 + 6_000);
      Path copy = fixture.copy(key, rows, "FORMAT parquet, ROW_GROUP_SIZE 2048");
      parts.add("SELECT *, " + file / 2 + "::BIGINT AS day FROM '" + copy + "'");
    }
    source = "(" + String.join(" UNION ALL ", parts) + ")";
    String scattered = "SELECT hash(i)::UBIGINT % 1000 AS id FROM range(5000) t(i)";
    fixture.copy("scattered.parquet", scattered, "FORMAT parquet, ROW_GROUP_SIZE 5000");
    fixture.copy(
        "falling.parquet", "SELECT 9999 - i AS id FROM range(9999) t(i)", "FORMAT parquet");
    fixture.copy("gaps.parquet", "SELECT nullif(i, 7) AS id FROM range(99) t(i)", "FORMAT parquet");
    connection =
        fixture.connect(
            "{name:'events',location:'events/',sortedBy:['id','part']},"
                + "{name:'days',location:'events/',sortedBy:['day','amount']},"
                + "{name:'scattered',location:'scattered.parquet',sortedBy:'id'},"
                + "{name:'falling',location:'falling.parquet',sortedBy:'id DESC'},"
                + "{name:'gaps',location:'gaps.parquet',sortedBy:'id'}");
  }

  @AfterAll
  static void stop() throws Exception {
    connection.close();
    fixture.close();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "select \"id\", \"part\", \"name\" from %s order by \"id\", \"part\"",
        "select \"part\", \"id\" from %s where \"day\" = 1 order by \"id\", \"part\"",
        "select \"id\" from %s order by \"id\""
      })
  void comesWithoutASort(String query) throws Exception {
    String sql = query.formatted("\"events\"");
    assertThat(S3Fixture.explain(connection, sql)).contains("order=[id").doesNotContain("Sort");
    assertThat(S3Fixture.query(connection, sql))
        .isEqualTo(fixture.duckRows(query.formatted(source)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "select \"id\" from \"events\" order by \"id\" desc",
        "select \"id\", \"part\" from \"events\" order by \"part\"",
        "select \"id\", \"part\" from \"events\" order by \"id\", \"part\" desc",
        "select \"day\", \"amount\" from \"days\" order by \"day\", \"amount\"",
        "select \"id\" from \"gaps\" order by \"id\""
      })
  void isSortedWhereTheStoredOrderIsAnotherOrNotSure(String sql) throws Exception {
    assertThat(S3Fixture.explain(connection, sql)).contains("Sort").doesNotContain("order=[");
  }

  @Test
  void descends() throws Exception {
    String sql = "select \"id\" from \"falling\" order by \"id\" desc";
    assertThat(S3Fixture.explain(connection, sql)).doesNotContain("Sort");
    List<String> rows = S3Fixture.query(connection, sql);
    assertThat(rows).hasSize(9_999).startsWith("9999", "9998").endsWith("2", "1");
  }

  @Test
  void anObjectThatIsNotInTheOrderIsRefused() throws Exception {
    String sql = "select \"id\" from \"scattered\" order by \"id\"";
    assertThatThrownBy(() -> S3Fixture.query(connection, sql))
        .rootCause()
        .hasMessageContaining("data/scattered.parquet")
        .hasMessageContaining("sortedBy");
    assertThat(
            S3Fixture.query(connection, "select count(*) from \"scattered\" where \"id\" < 1000"))
        .containsExactly("5000");
  }
}
