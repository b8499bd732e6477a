/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.strake.embedded.ServedRequests;
import io.strake.planner.ErrorCode;
import io.strake.planner.StrakeException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Columns of objects that do not have the same ones, found out and declared. */
@Tag("long")
final class S3SchemaUnionTest {
  /** A type, a wider one, and the type that holds both. */
  private record Pair(String narrow, String wide, String union, String value) {}

  private static final List<Pair> PAIRS =
      List.of(
          new Pair("TINYINT", "SMALLINT", "SMALLINT", "i % 128"),
          new Pair("TINYINT", "INTEGER", "INTEGER", "-(i % 129)"),
          new Pair("SMALLINT", "BIGINT", "BIGINT", "i * 3 - 9000"),
          new Pair("INTEGER", "BIGINT", "BIGINT", "i * 400000 - 2147483648"),
          new Pair("UTINYINT", "BIGINT", "BIGINT", "i % 256"),
          new Pair("UINTEGER", "UBIGINT", "DECIMAL(20, 0)", "4294967295 - i"),
          new Pair("BIGINT", "UBIGINT", "DECIMAL(20, 0)", "9223372036854775807 - i"),
          new Pair("REAL", "DOUBLE", "DOUBLE", "i / 7.0"),
          new Pair("INTEGER", "DOUBLE", "DOUBLE", "2147483647 - i"),
          new Pair("TINYINT", "REAL", "DOUBLE", "i % 100"),
          new Pair("DECIMAL(4, 1)", "DECIMAL(9, 3)", "DECIMAL(9, 3)", "i / 10.0 - 300"),
          new Pair("DECIMAL(9, 3)", "DECIMAL(18, 2)", "DECIMAL(19, 3)", "-i * 99.125"),
          new Pair("DECIMAL(20, 5)", "DECIMAL(38, 10)", "DECIMAL(38, 10)", "-i * 123456789.5"),
          new Pair("INTEGER", "DECIMAL(12, 2)", "DECIMAL(12, 2)", "i * 1000 - 999"),
          new Pair("BIGINT", "DECIMAL(3, 2)", "DECIMAL(21, 2)", "3 - i % 7"),
          new Pair("TINYINT", "DECIMAL(38, 30)", "DECIMAL(38, 30)", "i % 200 - 100"),
          new Pair("DATE", "TIMESTAMP", "TIMESTAMP", "DATE '1960-01-01' + (i * 17)::INTEGER"),
          new Pair("INTEGER[]", "BIGINT[]", "BIGINT[]", "[i, NULL, -i]"),
          new Pair(
              "STRUCT(x TINYINT, y DATE)",
              "STRUCT(x INTEGER, y TIMESTAMP, z VARCHAR)",
              "STRUCT(x INTEGER, y TIMESTAMP, z VARCHAR)",
              ""));

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

  private static String value(Pair pair, boolean isWide, int column) {
    String type = isWide ? pair.wide : pair.narrow;
    String value = pair.value;
    if (type.startsWith("STRUCT")) {
      String more = isWide ? ", 'z': 'z' || i" : "";
      value = "{'x': i %% 100, 'y': DATE '2026-01-01' + i::INTEGER%s}".formatted(more);
    }
    return "CASE WHEN i %% %d = 3 THEN NULL ELSE %s END::%s AS c%d"
        .formatted(5 + column, value, type, column);
  }

  private static String rows(boolean isWide, int count) {
    List<String> columns = new ArrayList<>();
    for (int i = 0; i < PAIRS.size(); i++) {
      columns.add(value(PAIRS.get(i), isWide, i));
    }
    return "SELECT %s FROM range(%d) r(i)".formatted(String.join(", ", columns), count);
  }

  private static String cast(String query) {
    List<String> columns = new ArrayList<>();
    for (int i = 0; i < PAIRS.size(); i++) {
      boolean isStruct = PAIRS.get(i).narrow.startsWith("STRUCT");
      String column = "c" + i;
      columns.add(
          isStruct && query.contains("STRUCT(x TINYINT")
              ? "CASE WHEN %1$s IS NULL THEN NULL ELSE {'x': %1$s.x::INTEGER, 'y': %1$s.y::TIMESTAMP,"
                      .formatted(column)
                  + " 'z': NULL::VARCHAR} END AS "
                  + column
              : "%1$s::%2$s AS %1$s".formatted(column, PAIRS.get(i).union));
    }
    return "SELECT %s FROM (%s)".formatted(String.join(", ", columns), query);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "PARQUET_VERSION v1, DICTIONARY_SIZE_LIMIT 1",
        "PARQUET_VERSION v2, ROW_GROUP_SIZE 2048",
        "CODEC zstd"
      })
  void readsNarrowTypesAsWideOnes(String options) throws Exception {
    fixture.copy("wide/1.parquet", rows(false, 5_000), "FORMAT parquet, " + options);
    fixture.copy("wide/2.parquet", rows(true, 3_000), "FORMAT parquet, " + options);
    String expected = cast(rows(false, 5_000)) + " UNION ALL " + cast(rows(true, 3_000));
    assertThat(fixture.differences(fixture.table("wide/"), expected)).isZero();
    assertThat(fixture.narrowDifferences(fixture.table("wide/"), expected)).isZero();
    assertThat(fixture.duckRows("SELECT column_name, column_type FROM (DESCRIBE actual)"))
        .isEqualTo(fixture.duckRows("SELECT column_name, column_type FROM (DESCRIBE expected)"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "1::BIGINT|1.5::DOUBLE|DOUBLE, but BIGINT",
        "1::INTEGER|'x'|VARCHAR, but INTEGER",
        "DATE '2026-01-01'|TIMESTAMPTZ '2026-01-01'|TIMESTAMP_WITH_LOCAL_TIME_ZONE, but DATE",
        "1::DECIMAL(38, 0)|0.5::DECIMAL(5, 4)|DECIMAL(5, 4), but DECIMAL(38, 0)",
        "[1]|1::INTEGER|INTEGER, but INTEGER ARRAY",
        "{'a': 1}|{'a': 'x'}|ROW(a VARCHAR), but ROW(a INTEGER)",
        "true|1::TINYINT|TINYINT, but BOOLEAN"
      })
  void refusesTypesThatNoOtherHolds(String one, String other, String types) throws Exception {
    fixture.copy("drift/1.parquet", "SELECT " + one + " AS c", "FORMAT parquet");
    fixture.copy("drift/2.parquet", "SELECT " + other + " AS c", "FORMAT parquet");
    fixture.assertInvalid(
        fixture.table("drift/"),
        "object 'drift/2.parquet': column 'c' is " + types + " in other objects of the table");
  }

  @Test
  void missingColumnsAreNull() throws Exception {
    fixture.copy("missing/1.parquet", "SELECT 1 AS a, 'x' AS b", "FORMAT parquet");
    fixture.copy("missing/2.parquet", "SELECT [2] AS c, 2 AS a", "FORMAT parquet");
    String rows = "SELECT 1 AS a, 'x' AS b, NULL::INTEGER[] AS c UNION ALL SELECT 2, NULL, [2]";
    assertThat(fixture.differences(fixture.table("missing/"), rows)).isZero();
  }

  @Test
  void aDateBeyondAllTimestampsIsAnError() throws Exception {
    fixture.copy("far/1.parquet", "SELECT '5000000-01-01'::DATE AS c", "FORMAT parquet");
    fixture.copy("far/2.parquet", "SELECT TIMESTAMP '2026-01-01' AS c", "FORMAT parquet");
    fixture.assertInvalid(fixture.table("far/"), "a date beyond the timestamps of its column");
  }

  @Test
  void declaredColumnsAreTakenWithoutReadingFooters() throws Exception {
    fixture.copy("declared/1.parquet", "SELECT 1::TINYINT AS a, 'x' AS b", "FORMAT parquet");
    fixture.copy(
        "declared/2.parquet",
        "SELECT 2::BIGINT AS a, {'p': 1::SMALLINT} AS n, [1.5::REAL] AS l",
        "FORMAT parquet");
    ServedRequests before = fixture.s3.served();
    S3Table table =
        fixture.table(
            "declared/",
            columns(
                Map.of(
                    "a",
                    "decimal(22, 2)",
                    "b",
                    "text",
                    "n",
                    "row(p int, \"q r\" date)",
                    "l",
                    "double array",
                    "z",
                    "varbinary")));
    assertThat(S3Fixture.rowType(table).getFieldNames()).containsExactly("a", "b", "l", "n", "z");
    assertThat(fixture.s3.served().since(before).gets()).isZero();
    assertThat(
            fixture.differences(
                table,
                "SELECT 1::DECIMAL(22, 2) AS a, 'x' AS b, NULL::DOUBLE[] AS l,"
                    + " NULL::STRUCT(p INTEGER, \"q r\" DATE) AS n, NULL::BLOB AS z UNION ALL"
                    + " SELECT 2, NULL, [1.5], {'p': 1, 'q r': NULL}, NULL"))
        .isZero();
  }

  @Test
  void objectsAreCheckedAgainstDeclaredColumns() throws Exception {
    fixture.copy("checked/1.parquet", "SELECT 1::BIGINT AS a, 2 AS b", "FORMAT parquet");
    fixture.assertInvalid(
        fixture.table("checked/", columns(Map.of("a", "integer", "b", "integer"))),
        "object 'data/checked/1.parquet': column 'a' is BIGINT, but INTEGER in the table; declare"
            + " it as BIGINT in operand 'columns'");
    fixture.assertInvalid(
        fixture.table("checked/", columns(Map.of("a", "varchar", "b", "integer"))),
        "column 'a' is BIGINT, but VARCHAR in the table; write all objects with one type");
    fixture.assertInvalid(
        fixture.table("checked/", columns(Map.of("a", "bigint"))),
        "object 'data/checked/1.parquet': it has the column 'b', and the table has no such column;"
            + " declare it in operand 'columns' or set operand 'unknownFields' to ignore");
    Map<String, Object> ignoring = new HashMap<>(columns(Map.of("a", "bigint")));
    ignoring.put("unknownFields", "ignore");
    assertThat(fixture.differences(fixture.table("checked/", ignoring), "SELECT 1::BIGINT AS a"))
        .isZero();
  }

  @Test
  void columnsThatNoSampledObjectHasAreErrors() throws Exception {
    Path same = fixture.copy("many/0000.parquet", "SELECT 1 AS a", "FORMAT parquet");
    for (int i = 1; i < 1_005; i++) {
      fixture.s3.put(S3Fixture.BUCKET, "many/%04d.parquet".formatted(i), same);
    }
    fixture.copy("many/0005.parquet", "SELECT 1 AS a, 2 AS surprise", "FORMAT parquet");
    for (String sql : List.of("SELECT SUM(\"a\") FROM \"many\"", "SELECT COUNT(*) FROM \"many\"")) {
      try (var connection = fixture.connect("{name:'many',location:'many/'}")) {
        assertThatThrownBy(() -> S3Fixture.query(connection, sql))
            .hasStackTraceContaining(
                "object 'data/many/0005.parquet': it has the column 'surprise', and the table has no"
                    + " such column");
      }
    }
    try (var connection =
        fixture.connect("{name:'many',location:'many/',unknownFields:'ignore'}")) {
      assertThat(S3Fixture.query(connection, "SELECT SUM(\"a\"), COUNT(*) FROM \"many\""))
          .containsExactly("1005|1005");
    }
    fixture.copy("many/0005.parquet", "SELECT 1::BIGINT AS a", "FORMAT parquet");
    fixture.assertInvalid(
        fixture.table("many/"),
        "object 'data/many/0005.parquet': column 'a' is BIGINT, but INTEGER in the table; declare it"
            + " as BIGINT in operand 'columns'");
    assertThat(
            fixture.differences(
                fixture.table("many/", columns(Map.of("a", "bigint"))),
                "SELECT 1::BIGINT AS a FROM range(1005)"))
        .isZero();
  }

  @ParameterizedTest
  @CsvSource({
    "delimiter, ;, a.parquet, so operand 'delimiter' must be left out",
    "sampleRows, 5, a.parquet, operand 'sampleRows' must be left out for Parquet",
    "header, true, a.jsonl, so operand 'header' must be left out",
  })
  void operandsOfOtherFormatsAreErrors(String operand, String value, String key, String message)
      throws Exception {
    fixture.copy("a.parquet", "SELECT 1 AS a", "FORMAT parquet");
    fixture.text("a.jsonl", "{\"a\": 1}\n");
    assertThatThrownBy(() -> S3Fixture.rowType(fixture.table(key, Map.of(operand, value))))
        .isInstanceOfSatisfying(
            StrakeException.class,
            e -> assertThat(e.code()).isEqualTo(ErrorCode.INVALID_CONFIGURATION))
        .hasMessageContaining(message);
  }

  @Test
  void operandsThatAFormatDoesNotTakeAreErrorsWhereItIsDeclared() {
    assertRefused(
        Map.of("format", "parquet", "quote", "'"), "'quote' must be left out for Parquet");
    assertRefused(Map.of("unknownFields", "drop"), "'unknownFields' must be error or ignore");
    assertRefused(
        Map.of(
            "format",
            "parquet",
            "columns",
            List.of(Map.of("name", "a", "type", "int", "path", "/a"))),
        "'columns' must be without paths");
    assertRefused(
        Map.of("format", "csv", "columns", List.of(Map.of("name", "a", "type", "int array"))),
        "'columns' must be without varbinary, array and row for text");
    for (String type : List.of("row()", "row(a)", "decimal(39,0)", "int arr", "row(a int", "")) {
      assertRefused(
          Map.of("columns", List.of(Map.of("name", "a", "type", type))), "operand 'type'");
    }
  }

  private static void assertRefused(Map<String, Object> operands, String message) {
    assertThatThrownBy(() -> fixture.table("any/", operands))
        .isInstanceOfSatisfying(
            StrakeException.class,
            e -> assertThat(e.code()).isEqualTo(ErrorCode.INVALID_CONFIGURATION))
        .hasMessageContaining(message);
  }

  private static Map<String, Object> columns(Map<String, String> types) {
    List<Map<String, String>> columns = new ArrayList<>();
    new java.util.TreeMap<>(types)
        .forEach((name, type) -> columns.add(Map.of("name", name, "type", type)));
    return Map.of("columns", columns);
  }
}
