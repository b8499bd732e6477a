/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.strake.embedded.ServedRequests;
import io.strake.s3.ArrowObjects.Kind;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.arrow.vector.compression.CompressionUtil.CodecType;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Arrow files and streams, with DuckDB as the judge. */
@Tag("long")
final class S3ArrowTest {
  @TempDir static Path directory;
  private static S3Fixture fixture;

  @BeforeAll
  static void start() throws Exception {
    fixture = new S3Fixture(directory);
  }

  @AfterAll
  static void stop() throws Exception {
    fixture.close();
  }

  /** Rows of every type that DuckDB hands out. */
  static String rows(int count) {
    String nullable = "CASE WHEN i %% %d = 1 THEN NULL ELSE %s END AS %s";
    List<String> columns = new ArrayList<>();
    columns.add("i AS id");
    String[] values = {
      "(i % 2 = 0)",
      "(i % 128)::TINYINT",
      "(i % 256)::UTINYINT",
      "(-i)::SMALLINT",
      "i::USMALLINT",
      "(i * 7)::INTEGER",
      "(4294967295 - i)::UINTEGER",
      "(18446744073709551615 - i)::UBIGINT",
      "(i / 7.0)::REAL",
      "i / 7.0",
      "(i / 100.0)::DECIMAL(7, 2)",
      "(-i * 1000.5)::DECIMAL(18, 4)",
      "(-i * 123456789012345.25)::DECIMAL(38, 8)",
      "'text ' || i",
      "''",
      "repeat('long ', (i % 50)::INTEGER)",
      "('b' || i)::BLOB",
      "DATE '1969-12-01' + i::INTEGER",
      "TIME '00:00:00' + to_milliseconds(i)",
      "TIMESTAMP '1969-12-31 00:00:00' + to_milliseconds(i * 50000)",
      "TIMESTAMPTZ '1969-12-31 00:00:00+00' + to_microseconds(i)",
      "(TIMESTAMP '2026-01-01 00:00:00' + to_seconds(i))::TIMESTAMP_S",
      "(TIMESTAMP '1969-12-31 00:00:00' + to_milliseconds(i))::TIMESTAMP_MS",
      "(TIMESTAMP '1969-12-31 00:00:00' + to_microseconds(i))::TIMESTAMP_NS",
      "['a', 'b', 'c'][1 + i % 3]::ENUM('a', 'b', 'c')",
      "[i, NULL, -i]",
      "CASE WHEN i % 3 = 0 THEN [] ELSE ['x' || i] END",
      "{'x': i, 'y': CASE WHEN i % 5 = 0 THEN NULL ELSE 'y' || i END}",
      "[{'k': i, 'v': ['p', NULL]}, NULL]",
      "MAP {'k' || i: i, 'z': NULL}"
    };
    for (int c = 0; c < values.length; c++) {
      columns.add(nullable.formatted(3 + c, values[c], "c" + c));
    }
    return "SELECT " + String.join(", ", columns) + " FROM range(" + count + ") r(i)";
  }

  static Stream<Arguments> forms() {
    return Stream.of(Kind.values())
        .flatMap(
            kind ->
                Stream.of(CodecType.NO_COMPRESSION, CodecType.LZ4_FRAME, CodecType.ZSTD)
                    .map(codec -> Arguments.of(kind, codec)));
  }

  @ParameterizedTest
  @MethodSource("forms")
  void readsEveryTypeThatDuckDbWrites(Kind kind, CodecType codec) throws Exception {
    String query = rows(5_000);
    put("types.arrow", ArrowObjects.of(fixture, query, 1_200, kind, codec));
    // types that SQL here does not have, and maps, become others
    String expected =
        "SELECT * REPLACE (c2::SMALLINT AS c2, c4::INTEGER AS c4, c6::BIGINT AS c6,"
            + " c7::DECIMAL(20, 0) AS c7, c21::TIMESTAMP AS c21, c22::TIMESTAMP AS c22,"
            + " c23::TIMESTAMP AS c23, c24::VARCHAR AS c24, map_entries(c29) AS c29) FROM ("
            + query
            + ")";
    S3Table table = fixture.table("types.arrow", Map.of());
    assertThat(fixture.differences(table, expected)).isZero();
    assertThat(fixture.narrowDifferences(table, expected)).isZero();
    assertThat(fixture.duckRows("SELECT column_name, column_type FROM (DESCRIBE actual)"))
        .isEqualTo(fixture.duckRows("SELECT column_name, column_type FROM (DESCRIBE expected)"));
  }

  @Test
  void readsOnlyTheBuffersOfTheColumns() throws Exception {
    String query =
        "SELECT i AS id, i % 10 AS small, repeat('x', 100) || i AS pad FROM range(60000) r(i)";
    byte[] file = ArrowObjects.of(fixture, query, 30_000, Kind.FILE, CodecType.NO_COMPRESSION);
    put("wide.feather", file);
    try (Connection connection = fixture.connect("{name:'wide',location:'wide.feather'}")) {
      S3Fixture.query(connection, "SELECT COUNT(*) FROM \"wide\" WHERE \"id\" < 0");
      ServedRequests before = fixture.s3.served();
      assertThat(S3Fixture.query(connection, "SELECT SUM(\"small\"), MAX(\"id\") FROM \"wide\""))
          .containsExactly("270000|59999");
      assertThat(fixture.s3.served().since(before).bytes()).isLessThan(file.length / 4);
      before = fixture.s3.served();
      assertThat(S3Fixture.query(connection, "SELECT \"id\" FROM \"wide\" LIMIT 2"))
          .containsExactly("0", "1");
      assertThat(fixture.s3.served().since(before).bytes()).isLessThan(file.length / 8);
    }
  }

  @Test
  void rowsAreNumberedAndPartitionsAreColumns() throws Exception {
    String query = "SELECT i AS id FROM range(%d, %d) r(i)";
    for (Kind kind : Kind.values()) {
      put(
          "numbered/part=" + kind + "/0.arrow",
          ArrowObjects.of(fixture, query.formatted(0, 5_000), 700, kind, CodecType.NO_COMPRESSION));
    }
    S3Table table = fixture.table("numbered/", Map.of("virtualColumns", List.of("_row")));
    assertThat(
            fixture.differences(
                table,
                "SELECT i AS id, p AS part, i AS _row FROM range(5000) r(i), (VALUES ('FILE'),"
                    + " ('STREAM')) v(p)"))
        .isZero();
  }

  @Test
  void unitesWidensAndChecks() throws Exception {
    put("union/1.arrow", of("SELECT 1::TINYINT AS a, 'x' AS b, NULL AS n", Kind.FILE));
    put("union/2.arrows", of("SELECT 2::BIGINT AS a, [1.5::REAL] AS l, 5 AS n", Kind.STREAM));
    String rows =
        "SELECT 1::BIGINT AS a, 'x' AS b, NULL::INTEGER AS n, NULL::REAL[] AS l UNION ALL"
            + " SELECT 2, NULL, 5, [1.5]";
    assertThat(fixture.differences(fixture.table("union/", Map.of()), rows)).isZero();
    List<Map<String, String>> columns =
        List.of(
            Map.of("name", "a", "type", "decimal(30,2)"),
            Map.of("name", "l", "type", "double array"));
    assertThat(
            fixture.differences(
                fixture.table("union/", Map.of("columns", columns, "unknownFields", "ignore")),
                "SELECT 1::DECIMAL(30, 2) AS a, NULL::DOUBLE[] AS l UNION ALL SELECT 2, [1.5]"))
        .isZero();
    fixture.assertInvalid(
        fixture.table("union/", Map.of("columns", columns)),
        "and the table has no such column; declare it in operand 'columns'");
    put("union/3.arrow", of("SELECT DATE '2026-01-01' AS a", Kind.FILE));
    assertThatThrownBy(() -> S3Fixture.rowType(fixture.table("union/", Map.of())))
        .hasMessageContaining("column 'a' is DATE, but BIGINT in other objects of the table");
  }

  @Test
  void readsNothingAndRefusesOtherBytes() throws Exception {
    for (Kind kind : Kind.values()) {
      put("empty.arrow", of("SELECT 1 AS a WHERE false", kind));
      assertThat(
              fixture.differences(
                  fixture.table("empty.arrow", Map.of()), "SELECT 1 AS a WHERE false"))
          .isZero();
    }
    for (String text :
        List.of("", "ARROW1", "no arrow at all, but long enough for a prefix", "FEA1FEA1")) {
      fixture.text("other.arrow", text);
      fixture.assertInvalid(
          fixture.table("other.arrow", Map.of()),
          "object 'data/other.arrow': its content is damaged");
    }
    byte[] file = of(rows(2_000), Kind.STREAM);
    put("cut.arrows", java.util.Arrays.copyOf(file, file.length - 5_000));
    fixture.assertInvalid(fixture.table("cut.arrows", Map.of()), "near byte");
  }

  private static byte[] of(String query, Kind kind) throws Exception {
    return ArrowObjects.of(fixture, query, 1_000, kind, CodecType.NO_COMPRESSION);
  }

  private static void put(String key, byte[] bytes) throws Exception {
    Path file = Files.write(directory.resolve("object"), bytes);
    fixture.s3.put(S3Fixture.BUCKET, key, file);
  }
}
