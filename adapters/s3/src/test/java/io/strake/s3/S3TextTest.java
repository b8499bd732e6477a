/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.strake.planner.ErrorCode;
import io.strake.planner.StrakeException;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.zip.GZIPOutputStream;
import org.apache.arrow.vector.ipc.ArrowReader;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class S3TextTest {
  private static final String QUERY =
      "SELECT i::INTEGER AS id, CASE WHEN i % 3 = 0 THEN NULL ELSE 'a,\"b\" ü ' || i END AS name,"
          + " (i / 4.0)::DECIMAL(10, 2) AS amount, i / 8.0::DOUBLE AS x, i % 2 = 0 AS flag,"
          + " DATE '2026-01-01' + i::INTEGER AS d,"
          + " TIMESTAMP '2026-01-01 00:00:00.5' + to_seconds(i) AS ts FROM range(5000) r(i)";
  private static final List<Object> COLUMNS =
      List.of(
          column("id", "int"),
          column("name", "varchar"),
          column("amount", "decimal(10, 2)"),
          column("x", "double"),
          column("flag", "boolean"),
          column("d", "date"),
          column("ts", "timestamp"));

  private static final List<Map.Entry<String, String>> TYPES =
      List.of(
          Map.entry("b", "boolean"),
          Map.entry("t", "tinyint"),
          Map.entry("s", "smallint"),
          Map.entry("i", "integer"),
          Map.entry("l", "bigint"),
          Map.entry("r", "real"),
          Map.entry("x", "double"),
          Map.entry("n", "decimal(38, 10)"),
          Map.entry("v", "varchar"),
          Map.entry("d", "date"),
          Map.entry("c", "time"),
          Map.entry("ts", "timestamp"),
          Map.entry("tz", "timestamptz"));
  private static final String TYPED =
      "SELECT CASE WHEN i % 5 > 0 THEN i % 2 = 0 END AS b, (i % 255 - 127)::TINYINT AS t,"
          + " (i * 13 - 32768)::SMALLINT AS s, (i * 429496 - 2147483648)::INTEGER AS i,"
          + " i * 1000199254740993 - 9223372036854775807 AS l, (i / 7.0)::REAL AS r,"
          + " exp(i / 10.0 - 200) AS x, (i * 12345678901234567.0123456789)::DECIMAL(38, 10) AS n,"
          + " CASE WHEN i % 3 > 0 THEN repeat(chr(8364 + i::INTEGER), (i % 4)::INTEGER) END AS v,"
          + " DATE '0001-01-01' + (i * 700)::INTEGER AS d, TIME '00:00:00.000001' + to_seconds(i) AS c,"
          + " TIMESTAMP '1900-01-01 00:00:00.000001' + to_days(i::INTEGER * 20) AS ts,"
          + " TIMESTAMPTZ '1950-01-01 00:00:00.1+05' + to_hours(i * 100) AS tz FROM range(5000) r(i)";

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

  @Test
  void readsCsv() throws Exception {
    fixture.copy("rows.csv", QUERY, "FORMAT csv, HEADER");
    assertThat(fixture.differences(table("rows.csv", COLUMNS, Map.of()), QUERY)).isZero();
    assertThat(fixture.number("SELECT count(*) FROM actual")).isEqualTo(5000);
  }

  @Test
  void readsEveryTypeAsDuckDbReadsIt() throws Exception {
    List<Object> columns = new ArrayList<>();
    TYPES.forEach(type -> columns.add(column(type.getKey(), type.getValue())));
    String duckTypes =
        TYPES.stream()
            .map(entry -> "'" + entry.getKey() + "': '" + entry.getValue() + "'")
            .collect(Collectors.joining(", ", "{", "}"));
    Path csv = fixture.copy("types.csv", TYPED, "FORMAT csv, HEADER");
    assertThat(
            fixture.differences(
                table("types.csv", columns, Map.of()),
                "FROM read_csv('%s', types = %s, allow_quoted_nulls = false)"
                    .formatted(csv, duckTypes)))
        .isZero();
    // DuckDB rounds decimals that are JSON numbers to doubles
    String texts = "SELECT * REPLACE (n::VARCHAR AS n) FROM (" + TYPED + ")";
    Path json = fixture.copy("types.jsonl", texts, "FORMAT json");
    assertThat(
            fixture.differences(
                table("types.jsonl", columns, Map.of()),
                "FROM read_json('%s', format = 'newline_delimited', columns = %s)"
                    .formatted(json, duckTypes)))
        .isZero();
    assertThat(fixture.number("SELECT count(*) FROM actual")).isEqualTo(5000);
  }

  @Test
  void readsZippedCsvInAnotherDialect() throws Exception {
    fixture.copy(
        "rows2.csv.gz",
        QUERY,
        "FORMAT csv, HEADER false, DELIMITER ';', QUOTE '''', NULLSTR 'NIL', COMPRESSION gzip");
    Map<String, Object> dialect =
        Map.of("header", "false", "delimiter", ";", "quote", "'", "nullText", "NIL");
    assertThat(fixture.differences(table("rows2.csv.gz", COLUMNS, dialect), QUERY)).isZero();
  }

  @Test
  void readsJsonLines() throws Exception {
    fixture.copy("rows.jsonl", QUERY, "FORMAT json");
    assertThat(fixture.differences(table("rows.jsonl", COLUMNS, Map.of()), QUERY)).isZero();
    fixture.copy("rows.jsonl.gz", QUERY, "FORMAT json, COMPRESSION gzip");
    assertThat(fixture.differences(table("rows.jsonl.gz", COLUMNS, Map.of()), QUERY)).isZero();
  }

  @Test
  void readsNestedJsonAsTextAndSkipsTheRest() throws Exception {
    fixture.text(
        "nested.jsonl",
        "{\"id\": 1, \"v\": {\"a\": [1, 2]}, \"other\": [{}]}\n{\"v\": null}\n{\"id\":3,\"v\":true}");
    assertThat(
            fixture.differences(
                table(
                    "nested.jsonl",
                    List.of(column("id", "bigint"), column("v", "text")),
                    Map.of("unknownFields", "ignore")),
                "VALUES (1::BIGINT, '{\"a\":[1,2]}'), (NULL, NULL), (3, 'true')"))
        .isZero();
  }

  @Test
  void keepsEveryDigitOfNestedJson() throws Exception {
    fixture.text("exact.jsonl", "{\"v\": [0.12345678901234567890123, 1E+400, 1.50]}\n");
    assertThat(
            fixture.differences(
                table("exact.jsonl", List.of(column("v", "text")), Map.of()),
                "VALUES ('[0.12345678901234567890123,1E+400,1.50]')"))
        .isZero();
  }

  @Test
  void readsAllMembersOfAZippedObject() throws Exception {
    int members = 20_000;
    ByteArrayOutputStream zipped = new ByteArrayOutputStream();
    for (int i = 0; i < members; i++) {
      try (GZIPOutputStream member = new GZIPOutputStream(zipped)) {
        member.write((i + "\n").getBytes(StandardCharsets.US_ASCII));
      }
    }
    Path file = Files.write(directory.resolve("members.gz"), zipped.toByteArray());
    fixture.s3.put(S3Fixture.BUCKET, "members.csv.gz", file);
    S3Table table =
        table("members.csv.gz", List.of(column("id", "int")), Map.of("header", "false"));
    assertThat(fixture.differences(table, "SELECT i::INTEGER FROM range(" + members + ") r(i)"))
        .isZero();
  }

  @Test
  void dropsAByteOrderMark() throws Exception {
    fixture.text("mark.csv", "\uFEFF1,x\n2,y\n");
    List<Object> columns = List.of(column("id", "int"), column("v", "text"));
    S3Table bare = table("mark.csv", columns, Map.of("header", "false"));
    assertThat(fixture.differences(bare, "VALUES (1, 'x'), (2, 'y')")).isZero();
    fixture.text("quoted.csv", "\uFEFF\"id\",v\n1,\uFEFFx\n");
    S3Table quoted = table("quoted.csv", columns, Map.of());
    assertThat(fixture.differences(quoted, "VALUES (1, '\uFEFFx')")).isZero();
    fixture.text("empty.csv", "");
    assertThat(fixture.differences(table("empty.csv", columns, Map.of()), "SELECT 1, '' LIMIT 0"))
        .isZero();
  }

  @Test
  void refusesTextsAndTimesThatItCannotKeep() throws Exception {
    fixture.text("half.jsonl", "{\"v\": \"a\\ud800b\"}\n");
    assertInvalid(
        table("half.jsonl", List.of(column("v", "text")), Map.of()),
        "column 'v': the value is no VARCHAR");
    fixture.text("half2.jsonl", "{\"v\": [\"\\udc00\"]}\n");
    assertInvalid(
        table("half2.jsonl", List.of(column("v", "text")), Map.of()),
        "column 'v': the value is no VARCHAR");
    fixture.text("fine.csv", "t,ts\n01:02:03.123456000,2026-01-01 00:00:00\n01:02:03.1234567,\n");
    assertInvalid(
        table("fine.csv", List.of(column("t", "time"), column("ts", "timestamp")), Map.of()),
        "line 3, character 1, column 't': the value is no TIME");
    fixture.text("fine2.csv", "ts\n2026-01-01 00:00:00.0000001\n");
    assertInvalid(
        table("fine2.csv", List.of(column("ts", "timestamp")), Map.of()),
        "line 2, character 1, column 'ts': the value is no TIMESTAMP");
  }

  @Test
  void matchesTheHeaderByName() throws Exception {
    fixture.text("header.csv", "\uFEFFb,extra,a\r\n1,x,2\r\n\r\n3,y,4\r\n");
    S3Table table =
        table(
            "header.csv",
            List.of(column("a", "int"), column("b", "int")),
            Map.of("unknownFields", "ignore"));
    assertThat(fixture.differences(table, "VALUES (2, 1), (4, 3)")).isZero();
  }

  @Test
  void namesObjectLineAndColumnOfAMalformedValue() throws Exception {
    fixture.text("bad.csv", "id,d\n1,2026-01-01\n2,2026-13-01\n");
    assertInvalid(
        table("bad.csv", List.of(column("id", "int"), column("d", "date")), Map.of()),
        "object 'data/bad.csv': line 3, character 3, column 'd': the value is no DATE");
    fixture.text("short.csv", "id,d\n1\n");
    assertInvalid(
        table("short.csv", List.of(column("id", "int"), column("d", "date")), Map.of()),
        "object 'data/short.csv': line 2, character 1: the record has 1 fields instead of 2");
    fixture.text("bad.jsonl", "{\"id\": 1}\n{\"id\": 1.5}\n");
    assertInvalid(
        table("bad.jsonl", List.of(column("id", "int")), Map.of()),
        "object 'data/bad.jsonl': line 2, character 8, column 'id': the value is no INTEGER");
    fixture.text("cut.jsonl", "{\"id\": 1}\n{\"id\": ");
    assertInvalid(
        table("cut.jsonl", List.of(column("id", "int")), Map.of()),
        "object 'data/cut.jsonl': line 2 cannot be read");
  }

  @Test
  void prunesPartitionsOfCsv() throws Exception {
    for (int day = 1; day <= 3; day++) {
      fixture.text("days/day=2026-01-0" + day + "/f.csv", "v\n" + day + "\n");
    }
    try (Connection connection =
        fixture.connect("{name:'t',location:'days/*/*.csv',columns:[{name:'v',type:'int'}]}")) {
      String sql = "select \"v\" from \"t\" where \"day\" >= date '2026-01-02'";
      assertThat(S3Fixture.explain(connection, sql)).contains("partitions=[2/3]");
      assertThat(S3Fixture.query(connection, sql)).containsExactlyInAnyOrder("2", "3");
    }
  }

  @Test
  void findsTablesByTheirPrefix() throws Exception {
    try (S3Fixture own = new S3Fixture(directory)) {
      own.copy("alpha/a.parquet", "SELECT 1 AS x", "FORMAT parquet");
      own.copy("alpha/b.parquet", "SELECT 2 AS x", "FORMAT parquet");
      own.copy("beta/part=7/a.parquet", "SELECT 3 AS x", "FORMAT parquet");
      try (Connection connection = own.connect("")) {
        assertThat(S3Fixture.query(connection, "select sum(\"x\") from \"alpha\""))
            .containsExactly("3");
        assertThat(S3Fixture.query(connection, "select \"part\", \"x\" from \"beta\""))
            .containsExactly("7|3");
      }
    }
  }

  private static Map<String, Object> column(String name, String type) {
    return Map.of("name", name, "type", type);
  }

  private static S3Table table(String location, List<Object> columns, Map<String, Object> more) {
    Map<String, Object> definition = new HashMap<>(S3Fixture.definition("t", location));
    definition.put("columns", columns);
    definition.putAll(more);
    return S3Fixture.table(fixture.schema(definition));
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
