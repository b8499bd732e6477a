/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.strake.planner.ErrorCode;
import io.strake.planner.StrakeException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.arrow.vector.ipc.ArrowReader;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Columns of JSON lines, found out or with a path, with DuckDB as the judge. */
final class S3JsonTest {
  private static final String ROWS =
      "SELECT i AS id, CASE WHEN i % 3 = 0 THEN NULL ELSE 'a \"b\" ü' || chr(10) || i END AS name,"
          + " i / 8.0::DOUBLE AS x, i % 2 = 0 AS flag, (DATE '2026-01-01' + i::INTEGER)::VARCHAR AS d"
          + " FROM range(3000) r(i)";

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

  @ParameterizedTest
  @ValueSource(strings = {"rows.jsonl none", "rows.json.gz gzip", "rows.ndjson.zst zstd"})
  void findsTheColumns(String keyAndCompression) throws Exception {
    String[] parts = keyAndCompression.split(" ", -1);
    fixture.copy(parts[0], ROWS, "FORMAT json, COMPRESSION " + parts[1]);
    assertSame(fixture.table(parts[0], Map.of()), ROWS);
  }

  @Test
  void keepsNestedAndMixedValuesAsJson() throws Exception {
    fixture.text(
        "mixed.jsonl",
        "{\"n\": {\"a\": [1, 2.50]}, \"m\": 1, \"w\": 12345678901234567890, \"f\": 1, \"s\": \"x\"}\n"
            + "{\"n\": [\"\\u00fc\"], \"m\": \"1\", \"w\": 1, \"f\": 1e2, \"later\": null}\n"
            + "{\"m\": [\"q\\\"\"], \"s\": null}");
    assertSame(
        fixture.table("mixed.jsonl", Map.of()),
        "SELECT * FROM (VALUES"
            + " ('{\"a\":[1,2.50]}', '1', 12345678901234567890::DECIMAL(38, 0), 1::DOUBLE, 'x', NULL::VARCHAR),"
            + " ('[\"ü\"]', '\"1\"', 1, 100, NULL, NULL),"
            + " (NULL, '[\"q\\\"\"]', NULL, NULL, NULL, NULL)) t(n, m, w, f, s, later)");
  }

  @Test
  void laterValuesAndMembersThatDoNotFitAreErrors() throws Exception {
    fixture.text("late.jsonl", "{\"id\": 1}\n{\"id\": \"x\"}\n");
    assertInvalid(
        fixture.table("late.jsonl", Map.of("sampleRows", "1")),
        "object 'data/late.jsonl': line 2, character 8, column 'id': the value is no BIGINT; its"
            + " type was found by the first records, declare the one it has in operand 'columns'");
    fixture.text("more.jsonl", "{\"id\": 1}\n{\"id\": 2, \"more\": {\"id\": 3}}\n");
    assertInvalid(
        fixture.table("more.jsonl", Map.of("sampleRows", "1")),
        "object 'data/more.jsonl': line 2 has 'more', and the table has no such column");
    assertSame(
        fixture.table("more.jsonl", Map.of("sampleRows", "1", "unknownFields", "ignore")),
        "SELECT unnest([1, 2])::BIGINT AS id");
  }

  @Test
  void readsColumnsByTheirPaths() throws Exception {
    fixture.text(
        "paths.jsonl",
        "{\"user\": {\"id\": 1, \"tags\": [\"a\", {\"k\": 2}], \"a/b\": true}, \"at\": \"2026-01-01\"}\n"
            + "{\"user\": {\"id\": null, \"other\": {\"id\": 9}}, \"at\": null}\n{\"user\": 5}\n{}\n");
    List<Object> columns =
        List.of(
            Map.of("name", "id", "type", "bigint", "path", "/user/id"),
            Map.of("name", "user", "type", "varchar"),
            Map.of("name", "k", "type", "int", "path", "/user/tags/1/k"),
            Map.of("name", "slash", "type", "boolean", "path", "/user/a~1b"),
            Map.of("name", "day", "type", "date", "path", "/at"),
            Map.of("name", "again", "type", "varchar", "path", "/at"));
    String rows =
        "SELECT * FROM (VALUES (1::BIGINT,"
            + " '{\"id\":1,\"tags\":[\"a\",{\"k\":2}],\"a/b\":true}', 2::INTEGER, true,"
            + " DATE '2026-01-01', '2026-01-01'),"
            + " (NULL, '{\"id\":null,\"other\":{\"id\":9}}', NULL, NULL, NULL, NULL),"
            + " (NULL, '5', NULL, NULL, NULL, NULL), (NULL, NULL, NULL, NULL, NULL, NULL))"
            + " t(id, \"user\", k, slash, \"day\", again)";
    assertSame(fixture.table("paths.jsonl", Map.of("columns", columns)), rows);
    assertSame(
        fixture.table(
            "paths.jsonl", Map.of("columns", List.of(columns.get(0)), "unknownFields", "ignore")),
        "SELECT id FROM (" + rows + ")");
    assertInvalid(
        fixture.table("paths.jsonl", Map.of("columns", List.of(columns.get(0)))),
        "line 1 has 'at', and the table has no such column");
  }

  @Test
  void refusesPathsThatAreNone() {
    for (String path : List.of("user", "/", "")) {
      assertThatThrownBy(
              () ->
                  fixture.table(
                      "x.jsonl",
                      Map.of("columns", List.of(Map.of("name", "a", "type", "int", "path", path)))))
          .hasMessageContaining("operand 'path' must be a JSON pointer such as /user/id");
    }
  }

  @Test
  void refusesPathsOfCsv() throws Exception {
    fixture.text("paths.csv", "a\n1\n");
    Map<String, Object> columns =
        Map.of("columns", List.of(Map.of("name", "a", "type", "int", "path", "/a/b")));
    assertThatThrownBy(() -> S3Fixture.rowType(fixture.table("paths.csv", columns)))
        .hasMessageContaining("operand 'columns' must be without paths, which are for JSON lines");
  }

  @Test
  void refusesWhatIsNoObject() throws Exception {
    fixture.text("array.jsonl", "{\"a\": 1}\n[1]\n");
    assertThatThrownBy(() -> S3Fixture.rowType(fixture.table("array.jsonl", Map.of())))
        .hasMessageContaining("'data/array.jsonl': line 2, character 1: there is no JSON object");
    fixture.text("broken.jsonl", "{\"a\": 1}\n{\"a\": secret}\n");
    assertThatThrownBy(() -> S3Fixture.rowType(fixture.table("broken.jsonl", Map.of())))
        .hasMessageContaining("'data/broken.jsonl': line 2 cannot be read;")
        .hasMessageNotContaining("secret");
  }

  private static void assertSame(S3Table table, String expected) throws Exception {
    assertThat(fixture.differences(table, expected)).isZero();
    assertThat(fixture.duckRows("SELECT column_name, column_type FROM (DESCRIBE actual)"))
        .isEqualTo(fixture.duckRows("SELECT column_name, column_type FROM (DESCRIBE expected)"));
  }

  private static void assertInvalid(S3Table table, String message) {
    assertThatThrownBy(() -> drain(table))
        .isInstanceOfSatisfying(
            StrakeException.class,
            e -> assertThat(e.code()).isEqualTo(ErrorCode.SOURCE_DATA_INVALID))
        .hasMessageContaining(message);
  }

  private static void drain(S3Table table) throws Exception {
    try (ArrowReader reader = fixture.scan(table, fixture.context())) {
      while (reader.loadNextBatch()) {
        assertThat(reader.getVectorSchemaRoot().getRowCount()).isPositive();
      }
    }
  }
}
