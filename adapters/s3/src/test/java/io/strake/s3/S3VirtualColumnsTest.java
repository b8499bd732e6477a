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
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Columns that tell where rows come from, with DuckDB's own as the judge of row numbers. */
@Tag("long")
final class S3VirtualColumnsTest {
  private static final int FILES = 3;

  @TempDir static Path directory;
  private static S3Fixture fixture;
  private static Connection connection;
  private static final List<Path> files = new ArrayList<>();

  @BeforeAll
  static void start() throws Exception {
    fixture = new S3Fixture(directory);
    for (int i = 0; i < FILES; i++) {
      String rows =
          "SELECT i::BIGINT AS id, (i * 7919 %% 1000)::INTEGER AS v, repeat('x', 200) || i AS pad"
              + " FROM range(%d, %d) r(i)";
      files.add(
          fixture.copy(
              "rows/part=" + i + "/f.parquet",
              rows.formatted(i * 20_000, i * 20_000 + 10_000 + i),
              "FORMAT parquet, ROW_GROUP_SIZE 4096"));
    }
    fixture.text("text/a.csv", "n,w\n1,x\n\n2,\"y\nz\"\n3,z\n");
    fixture.text("text/b.csv", "n,w\n4,x\n");
    fixture.text("lines.jsonl", "{\"n\": 7}\n{\"n\": 8}\n");
    connection =
        fixture.connect(
            "{name:'rows',location:'rows/',virtualColumns:true},"
                + "{name:'txt',location:'text/',virtualColumns:{_file:'source',_row:'line'}},"
                + "{name:'jl',location:'lines.jsonl',virtualColumns:['_row','_size']}");
  }

  @AfterAll
  static void stop() throws Exception {
    connection.close();
    fixture.close();
  }

  /** Rows of all files with the columns that DuckDB gives them. */
  private static String expected() throws Exception {
    List<String> parts = new ArrayList<>();
    for (int i = 0; i < FILES; i++) {
      String key = "rows/part=" + i + "/f.parquet";
      parts.add(
          ("SELECT id, v, pad, %d::BIGINT AS part, 's3://data/%s' AS _file, %d::BIGINT AS _size,"
                  + " '%s' AS _etag, file_row_number::BIGINT AS _row"
                  + " FROM read_parquet('%s', file_row_number = true, hive_partitioning = false)")
              .formatted(i, key, Files.size(files.get(i)), etag(files.get(i)), files.get(i)));
    }
    return String.join(" UNION ALL ", parts);
  }

  /** The tag of an object that was stored in one part. */
  private static String etag(Path file) throws Exception {
    byte[] md5 = java.security.MessageDigest.getInstance("MD5").digest(Files.readAllBytes(file));
    return java.util.HexFormat.of().formatHex(md5);
  }

  @Test
  void tellFileSizeTagAndRow() throws Exception {
    Map<String, Object> definition = new HashMap<>(S3Fixture.definition("t", "rows/"));
    definition.put("virtualColumns", true);
    S3Table table = S3Fixture.table(fixture.schema(definition));
    assertThat(fixture.differences(table, expected())).isZero();
    assertThat(fixture.duckRows("SELECT column_name || column_type FROM (DESCRIBE actual)"))
        .isEqualTo(fixture.duckRows("SELECT column_name || column_type FROM (DESCRIBE expected)"));
  }

  @Test
  void rowsAreNumberedTheSameWhereRowGroupsAndPagesAreSkipped() throws Exception {
    Random random = new Random(11);
    fixture.duck("CREATE OR REPLACE TEMP TABLE reference AS " + expected());
    List<String> conditions = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      int from = random.nextInt(52_000);
      conditions.add("id BETWEEN " + from + " AND " + (from + random.nextInt(5_000)));
      conditions.add("_row BETWEEN " + from / 5 + " AND " + (from / 5 + random.nextInt(3_000)));
      conditions.add("_row = " + random.nextInt(10_010) + " OR v = " + random.nextInt(1_000));
      conditions.add("_size < " + Files.size(files.get(random.nextInt(FILES))) + " AND v < 5");
      conditions.add(
          "_file >= 's3://data/rows/part=%d' AND _row > %d"
              .formatted(random.nextInt(FILES + 1), random.nextInt(10_000)));
    }
    for (String condition : conditions) {
      for (String columns :
          List.of(
              "id, _row, part", "_row, _file", "COUNT(*), MIN(_row), MAX(_row), COUNT(_etag)")) {
        String sql = quoted("SELECT %s FROM reference WHERE %s".formatted(columns, condition));
        assertThat(S3Fixture.query(connection, sql.replace("\"reference\"", "\"rows\"")))
            .as(sql)
            .containsExactlyInAnyOrderElementsOf(fixture.duckRows(sql));
      }
    }
  }

  /** Calcite takes names without quotes for names in capitals. */
  private static String quoted(String sql) {
    return sql.replaceAll("\\b(reference|id|v|part|_[a-z]+)\\b(?![^ ]*')", "\"$1\"");
  }

  @Test
  void conditionsOnThemPruneBeforeAnythingIsRead() throws Exception {
    String one = "SELECT \"id\" FROM \"rows\" WHERE \"_file\" = 's3://data/rows/part=1/f.parquet'";
    assertThat(S3Fixture.explain(connection, one))
        .contains("partitions=[1/3]")
        .contains("partitionFilter=[_file = 's3://data/rows/part=1/f.parquet']")
        .doesNotContain("prune=");
    long size = 1_000_000;
    assertThat(
            S3Fixture.explain(connection, "SELECT \"id\" FROM \"rows\" WHERE \"_size\" > " + size))
        .contains("partitions=[0/3]");
    // row numbers are known by row group
    assertThat(S3Fixture.explain(connection, "SELECT \"id\" FROM \"rows\" WHERE \"_row\" > 9999"))
        .containsPattern("rowGroups=\\[2/9\\]");
    ServedRequests before = fixture.s3.served();
    assertThat(S3Fixture.query(connection, one + " AND \"_size\" < 0")).isEmpty();
    assertThat(fixture.s3.served().since(before).gets()).isZero();
  }

  @Test
  void countsAndGroupsByFileAreAnsweredFromFooters() throws Exception {
    String sql =
        "SELECT \"_file\", COUNT(*), MAX(\"_row\"), COUNT(\"_row\") FROM \"rows\" GROUP BY \"_file\"";
    assertThat(S3Fixture.query(connection, sql))
        .containsExactlyInAnyOrder(
            "s3://data/rows/part=0/f.parquet|10000|9999|10000",
            "s3://data/rows/part=1/f.parquet|10001|10000|10001",
            "s3://data/rows/part=2/f.parquet|10002|10001|10002");
    assertThat(S3Fixture.explain(connection, sql)).contains("FooterArrowScan");
    assertThat(
            S3Fixture.query(
                connection, "SELECT \"_row\" FROM \"rows\" ORDER BY \"_row\" DESC LIMIT 2"))
        .containsExactly("10001", "10000");
  }

  @Test
  void rowsOfTextAreNumberedByRecord() throws Exception {
    assertThat(
            S3Fixture.query(
                connection, "SELECT \"n\", \"source\", \"line\" FROM \"txt\" ORDER BY \"n\""))
        .containsExactly(
            "1|s3://data/text/a.csv|0",
            "2|s3://data/text/a.csv|1",
            "3|s3://data/text/a.csv|2",
            "4|s3://data/text/b.csv|0");
    assertThat(S3Fixture.query(connection, "SELECT * FROM \"jl\""))
        .containsExactlyInAnyOrder("7|18|0", "8|18|1");
    assertThat(
            S3Fixture.query(
                connection,
                "SELECT \"n\" FROM \"txt\" WHERE \"line\" = 0 AND \"source\" LIKE '%a.csv'"))
        .containsExactly("1");
  }

  @Test
  void largeTablesAreListedOnlyWhereTheFileMayBe() throws Exception {
    for (int d = 0; d < 4; d++) {
      for (int i = 0; i < 300; i++) {
        fixture.text("many/d%d/%03d.csv".formatted(d, i), "n\n" + (d * 300 + i) + "\n");
      }
    }
    try (Connection many =
        fixture.connect("{name:'many',location:'many/',virtualColumns:['_file']}")) {
      S3Fixture.query(many, "SELECT \"n\" FROM \"many\" LIMIT 1");
      ServedRequests before = fixture.s3.served();
      assertThat(
              S3Fixture.query(
                  many,
                  "SELECT \"n\" FROM \"many\" WHERE \"_file\" BETWEEN 's3://data/many/d2/298.csv'"
                      + " AND 's3://data/many/d3/001.csv' ORDER BY \"n\""))
          .containsExactly("898", "899", "900", "901");
      assertThat(fixture.s3.served().since(before).lists()).isLessThanOrEqualTo(3);
    }
  }

  @Test
  void refusesNamesThatOtherColumnsHave() throws Exception {
    assertRefused(
        Map.of("_file", "id"),
        "virtual column '_file' is named 'id', and so is a column of its objects; give it another"
            + " name, as in \"virtualColumns\": {\"_file\": \"...\"}");
    assertRefused(
        Map.of("_row", "part"),
        "virtual column '_row' is named 'part', and so is a partition column");
    assertRefused(Map.of("_row", "a", "_size", "a"), "must be another name than the others");
    assertRefused(Map.of("_line", "a"), "unknown operands [_line]; known are [_etag, _file, _row");
    assertRefused(List.of("row"), "operand 'virtualColumns' must be true, false, a list of _file");
    assertRefused("yes", "operand 'virtualColumns' must be true, false");
  }

  private static void assertRefused(Object operand, String message) {
    Map<String, Object> definition = new HashMap<>(S3Fixture.definition("t", "rows/"));
    definition.put("virtualColumns", operand);
    assertThatThrownBy(() -> S3Fixture.rowType(S3Fixture.table(fixture.schema(definition))))
        .isInstanceOfSatisfying(
            StrakeException.class,
            e -> assertThat(e.code()).isEqualTo(ErrorCode.INVALID_CONFIGURATION))
        .hasMessageContaining("s3 source 's3'")
        .hasMessageContaining(message);
  }
}
