/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.strake.planner.ErrorCode;
import io.strake.planner.StrakeException;
import io.strake.s3.text.Compression;
import io.strake.s3.text.CompressionTest;
import io.strake.s3.text.CsvDialect;
import io.strake.s3.text.RandomCsv;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.ipc.ArrowReader;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Dialects and columns of CSV that nobody declared, with DuckDB as the judge. */
final class S3SampleTest {
  private static final String ROWS =
      "SELECT i - 2500 AS \"whole number\", CASE WHEN i %% 7 = 0 THEN NULL ELSE i / 8.0::DOUBLE END"
          + " AS x, CASE WHEN i %% 3 = 0 THEN NULL WHEN i %% 5 = 0 THEN '' ELSE %s || i END AS name,"
          + " i %% 2 = 0 AS flag, DATE '2026-01-01' + i::INTEGER AS d,"
          + " TIMESTAMP '2026-01-01 00:00:00.5' + to_seconds(i) AS ts,"
          + " TIMESTAMPTZ '2026-01-01 00:00:00+00' + to_seconds(i) AS tz,"
          + " '0' || (i + 1000) AS code, 12345678901234567890::DECIMAL(38, 0) + i AS wide,"
          + " NULL::VARCHAR AS nothing FROM range(3000) r(i)";
  private static final String NAMES = "'a,\"b\" ; | '' \\ ' || chr(9) || chr(252) || chr(10)";

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
  @ValueSource(chars = {',', ';', '\t', '|'})
  void findsOutHowCsvIsWritten(char delimiter) throws Exception {
    String query = ROWS.formatted(NAMES);
    for (String compression : List.of("none", "gzip", "zstd")) {
      for (String quote : List.of("\"", "''")) {
        String options =
            "FORMAT csv, DELIMITER '%s', QUOTE '%s', ESCAPE '%s', COMPRESSION %s"
                .formatted(delimiter, quote, quote, compression);
        fixture.copy("any.csv", query, options);
        assertSame(fixture.table("any.csv", Map.of("compression", compression)), query);
      }
    }
  }

  @Test
  void takesEndingsEscapesAndFixedCharacters() throws Exception {
    String query = ROWS.formatted(NAMES);
    fixture.copy("rows.tsv.zst", query, "FORMAT csv, DELIMITER '\t', COMPRESSION zstd");
    assertSame(fixture.table("rows.tsv.zst", Map.of()), query);
    fixture.copy("escaped.csv.gz", query, "FORMAT csv, ESCAPE '\\', COMPRESSION gzip");
    assertSame(fixture.table("escaped.csv.gz", Map.of("escape", "\\")), query);
    fixture.copy(
        "strange.csv", query, "FORMAT csv, DELIMITER '~', QUOTE '^', ESCAPE '^', NULLSTR 'NIL'");
    assertSame(
        fixture.table("strange.csv", Map.of("delimiter", "~", "quote", "^", "nullText", "NIL")),
        query);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a,b\n1,x\n2,y\n",
        "1,x\n2,y\n",
        "a,b\nx,y\nz,w\n",
        "a;b\n1,5;2\n2,5;3\n",
        "id|v\n1|2026-01-01\n2|\n",
        "\ufeff\"id\"\t\"v\"\r\n1\t\"a\r\nb\"\r\n2\t\"\"\r\n",
        "v\n1\n\n2.5\n",
        "v\n1e5\nnan\n-inf\n",
        "a,b\n1,t\n9223372036854775808,f\n",
        "a,b\n+1,true\n-2,FALSE\n",
        "a,b\n2026-01-01 00:00:00,12:00:00\n2026-01-02T00:00:00.123456,13:00:00\n",
        "a,b\n2026-01-01 00:00:00+01,x\n2026-01-02T00:00:00Z,y\n2026-01-02T00:00:00-05:30,z\n"
      })
  void findsTheColumnsThatDuckDbFinds(String text) throws Exception {
    Path file = Files.writeString(directory.resolve("duck.csv"), text);
    fixture.text("duck.csv", text);
    fixture.duck(
        "CREATE OR REPLACE TEMP TABLE found AS FROM read_csv('%s', allow_quoted_nulls = false)"
            .formatted(file));
    // DuckDB takes wide whole numbers for approximate ones and knows times of a day
    String casts =
        text.contains("9223372036854775808")
            ? "SELECT 1::DECIMAL(38, 0) AS a, 't' AS b UNION ALL SELECT 9223372036854775808, 'f'"
            : "SELECT COLUMNS(*) FROM found";
    assertSame(
        fixture.table("duck.csv", Map.of()),
        text.contains("12:00:00") ? "SELECT a, b::VARCHAR AS b FROM found" : casts);
  }

  @Test
  void sampleRowsBoundsWhatIsReadAndLaterValuesThatDoNotFitAreErrors() throws Exception {
    StringBuilder text = new StringBuilder("id,v\n");
    for (int i = 0; i < 2000; i++) {
      text.append(i).append(',').append(i < 1500 ? "1" : "1.5").append('\n');
    }
    fixture.text("late.csv", text.toString());
    assertThatThrownBy(() -> drain(fixture.table("late.csv", Map.of())))
        .hasMessageContaining(
            "object 'data/late.csv': line 1502, character 6, column 'v': the value is no BIGINT;"
                + " its type was found by the first records, declare the one it has in operand"
                + " 'columns'");
    assertSame(
        fixture.table("late.csv", Map.of("sampleRows", "1501")),
        "SELECT i AS id, CASE WHEN i < 1500 THEN 1 ELSE 1.5 END::DOUBLE AS v FROM range(2000) r(i)");
  }

  @Test
  void takesTheHeaderThatIsGiven() throws Exception {
    fixture.text("bare.csv", "a,b\nc,d\n");
    assertSame(
        fixture.table("bare.csv", Map.of("header", "false")),
        "SELECT * FROM (VALUES ('a', 'b'), ('c', 'd')) t(column0, column1)");
    fixture.text("numbers.csv", "1,,2\n3,4,5\n");
    assertSame(
        fixture.table("numbers.csv", Map.of("header", "true")),
        "SELECT 3::BIGINT AS \"1\", 4::BIGINT AS column1, 5::BIGINT AS \"2\"");
    assertSame(
        fixture.table("numbers.csv", Map.of()),
        "SELECT * FROM (VALUES (1::BIGINT, NULL, 2::BIGINT), (3, 4::BIGINT, 5))"
            + " t(column0, column1, column2)");
  }

  @Test
  void readsOnlyTheBeginToFindColumns() throws Exception {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    bytes.write("a,b\n1,2\n".repeat(500_000).getBytes(StandardCharsets.US_ASCII));
    bytes.write(0xff); // is no UTF-8
    Path file = Files.write(directory.resolve("damaged"), bytes.toByteArray());
    fixture.s3.put(S3Fixture.BUCKET, "damaged.csv", file);
    S3Table table = fixture.table("damaged.csv", Map.of());
    assertThat(S3Fixture.rowType(table).getFieldNames()).containsExactly("a", "b");
    assertInvalid(table, "cannot be read, it is not written in UTF-8");
  }

  @Test
  void matchesObjectsByTheNamesOfTheirHeaders() throws Exception {
    fixture.text("mixed/0.csv", "");
    fixture.text("mixed/01.csv", "\ufeff");
    fixture.text("mixed/02.csv", "\r\n\n");
    Path nothing =
        Files.write(
            directory.resolve("nothing"),
            CompressionTest.compressed(Compression.ZSTD, new byte[0]));
    fixture.s3.put(S3Fixture.BUCKET, "mixed/03.csv.zst", nothing);
    fixture.text("mixed/1.csv", "id,v,w\n");
    fixture.text("mixed/2.csv", "id,v,w\n1,x,2.5\n");
    fixture.text("mixed/3.csv", "w,id\r\n3.5,2\r\n");
    String rows =
        "SELECT * FROM (VALUES (1::BIGINT, 'x', 2.5::DOUBLE), (2, NULL, 3.5)) t(id, v, w)";
    assertSame(fixture.table("mixed/", Map.of()), rows);

    fixture.text("mixed/4.csv", "id,surprise\n3,4\n");
    assertInvalid(
        fixture.table("mixed/", Map.of()),
        "object 'data/mixed/4.csv': the header has 'surprise', and the table has no such column;"
            + " declare it in operand 'columns' or set operand 'unknownFields' to ignore");
    assertSame(
        fixture.table("mixed/", Map.of("unknownFields", "ignore")),
        rows + " UNION ALL SELECT 3, NULL, NULL");

    fixture.text("mixed/5.csv", "id,v,id\n3,x,5\n");
    assertInvalid(
        fixture.table("mixed/", Map.of("unknownFields", "ignore")),
        "mixed/5.csv': line 1, character 6: the header names column 'id' twice");
    assertThatThrownBy(() -> S3Fixture.rowType(fixture.table("mixed/5.csv", Map.of())))
        .hasMessageContaining(
            "mixed/5.csv': line 1, character 1: the header names fields 1 and 3 alike");
  }

  @Test
  void refusesRecordsOfOtherNumbersOfFields() throws Exception {
    fixture.text("ragged.csv", "a,b\n1,2\n3\n");
    assertThatThrownBy(() -> S3Fixture.rowType(fixture.table("ragged.csv", Map.of())))
        .hasMessageContaining(
            "object 'data/ragged.csv': line 3, character 1: the record has 1 fields");
    fixture.text("open.csv", "a,b\n1,\"2\n3,4\n");
    assertThatThrownBy(() -> S3Fixture.rowType(fixture.table("open.csv", Map.of())))
        .hasMessageContaining("line 2, character 3: the quotes of the field are never closed");
    fixture.text("prose.csv", "text\nhello, world\nbye\n");
    assertSame(
        fixture.table("prose.csv", Map.of()), "SELECT unnest(['hello, world', 'bye']) AS text");
  }

  @Test
  void asksForTheColumnsOfNothing() throws Exception {
    fixture.text("none.csv", "");
    fixture.text("none.jsonl", "\n{}\n");
    for (String key : List.of("none.csv", "none.jsonl")) {
      assertThatThrownBy(() -> S3Fixture.rowType(fixture.table(key, Map.of())))
          .isInstanceOfSatisfying(
              StrakeException.class,
              e -> assertThat(e.code()).isEqualTo(ErrorCode.INVALID_CONFIGURATION))
          .hasMessageContaining("add operand 'columns'");
    }
  }

  @Test
  void skipsLinesAndComments() throws Exception {
    fixture.text("notes.csv", "made by\n\"somebody\n#c\nid;v\n1;\"#2\"\n# 2;3\n3;4\n#");
    assertSame(
        fixture.table("notes.csv", Map.of("skipLines", "2", "comment", "#")),
        "SELECT * FROM (VALUES (1::BIGINT, '#2'), (3, '4')) t(id, v)");
  }

  @Test
  void tellsEmptyTextsFromNull() throws Exception {
    fixture.text("empties.csv", "i,v,w\n\"\",\"\",\n1,,\"NIL\"\n");
    assertSame(
        fixture.table("empties.csv", Map.of()),
        "SELECT * FROM (VALUES (NULL::BIGINT, '', NULL), (1, NULL, 'NIL')) t(i, v, w)");
    assertSame(
        fixture.table("empties.csv", Map.of("nullText", "NIL")),
        "SELECT * FROM (VALUES ('', '', ''), ('1', '', 'NIL')) t(i, v, w)");
  }

  @Test
  void refusesWhatIsCutOff() throws Exception {
    byte[] text = "a,b\n1,2\n3,4\n".repeat(5_000).getBytes(StandardCharsets.US_ASCII);
    for (Compression compression : List.of(Compression.GZIP, Compression.ZSTD)) {
      byte[] part = CompressionTest.compressed(compression, text);
      byte[] parts = CompressionTest.concat(part, part);
      Path file =
          Files.write(directory.resolve("cut"), java.util.Arrays.copyOf(parts, parts.length - 9));
      fixture.s3.put(S3Fixture.BUCKET, "cut.csv", file);
      Map<String, Object> operands = new HashMap<>();
      operands.put("compression", compression.name().toLowerCase(java.util.Locale.ROOT));
      assertInvalid(
          fixture.table("cut.csv", operands),
          "cannot be read, what is compressed is cut off or damaged");
    }
  }

  @Test
  void readsBackRandomFields() throws Exception {
    Random random = new Random(4711);
    for (int round = 0; round < 20; round++) {
      CsvDialect dialect = RandomCsv.dialect(random);
      List<List<@Nullable String>> rows = RandomCsv.rows(random, dialect);
      fixture.text("random.csv", "\ufeff" + RandomCsv.write(random, dialect, rows));
      Map<String, Object> operands = RandomCsv.operands(dialect);
      operands.put("header", "false");
      int fields = rows.isEmpty() ? 1 : rows.get(0).size();
      operands.put("columns", RandomCsv.columns(fields));
      assertThat(texts(fixture, fixture.table("random.csv", operands))).isEqualTo(rows);
    }
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

  /** Returns the rows of a table of texts. */
  private static List<List<@Nullable String>> texts(S3Fixture fixture, S3Table table)
      throws IOException {
    List<List<@Nullable String>> rows = new ArrayList<>();
    try (ArrowReader reader = fixture.scan(table, fixture.context())) {
      while (reader.loadNextBatch()) {
        VectorSchemaRoot root = reader.getVectorSchemaRoot();
        for (int row = 0; row < root.getRowCount(); row++) {
          List<@Nullable String> texts = new ArrayList<>();
          for (FieldVector vector : root.getFieldVectors()) {
            texts.add(vector.isNull(row) ? null : String.valueOf(vector.getObject(row)));
          }
          rows.add(texts);
        }
      }
    }
    return rows;
  }
}
