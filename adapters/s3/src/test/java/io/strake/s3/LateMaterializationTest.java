/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.strake.embedded.ServedRequests;
import io.strake.planner.StrakeException;
import io.strake.planner.arrow.ExecutionContext;
import io.strake.s3.column.Condition;
import io.strake.s3.scan.ScanSpec;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.ipc.ArrowReader;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.parquet.ParquetReadOptions;
import org.apache.parquet.conf.PlainParquetConfiguration;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.example.data.simple.SimpleGroup;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.metadata.ColumnChunkMetaData;
import org.apache.parquet.io.LocalInputFile;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.MessageTypeParser;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Row groups whose filter columns, or dictionaries, tell what of the others is read. */
@Tag("long")
final class LateMaterializationTest {
  private static final int ROWS = 90_000;
  private static final int KEYS = 1_000_000;

  /** Nothing is sorted, so that neither statistics nor page indexes skip much. */
  private static final MessageType SCHEMA =
      MessageTypeParser.parseMessageType(
          """
          message rows {
            required int64 id; required int32 k; optional int32 x; optional binary word (STRING);
            optional binary mixed (STRING); optional double f; optional float narrow;
            optional int64 at (TIMESTAMP(MICROS,false)); optional int64 price (DECIMAL(12,2));
            optional boolean flag; optional int32 day (DATE); required binary payload (STRING);
          }""");

  private static final String TABLES =
      "{name:'rows',location:'rows/'},{name:'numbered',location:'rows/',virtualColumns:['_row']}";

  @TempDir static Path directory;
  private static S3Fixture fixture;
  private static Connection late;
  private static Connection early;
  private static Path file;

  @BeforeAll
  static void start() throws Exception {
    fixture = new S3Fixture(directory);
    file = write();
    fixture.s3.put(S3Fixture.BUCKET, "rows/a.parquet", file);
    late = fixture.connect(TABLES);
    early = fixture.connect(TABLES, "lateMaterialization:false");
    for (Connection connection : List.of(late, early)) { // the footer is known from now on
      S3Fixture.query(connection, "select count(*) from \"rows\"");
    }
  }

  @AfterAll
  static void stop() throws Exception {
    late.close();
    early.close();
    fixture.close();
  }

  private static Path write() throws Exception {
    Path target = directory.resolve("rows.parquet");
    Random random = new Random(3);
    S3Fixture.write(
        target,
        SCHEMA,
        writer ->
            writer
                .withPageSize(1_000_000)
                .withPageRowCountLimit(2_000)
                .withRowGroupSize(4_000_000L)
                .withDictionaryPageSize(8_192),
        ROWS,
        i -> row(random, i));
    return target;
  }

  private static Group row(Random random, int i) {
    Group row = new SimpleGroup(SCHEMA).append("id", (long) i).append("k", random.nextInt(KEYS));
    if (random.nextInt(9) > 0) {
      // each row group has the first and the last word, and every other of those between
      int odd = i / (ROWS / 2);
      row.append("x", random.nextInt(50)).append("word", "w%02d".formatted(word(random, odd)));
      row.append("f", random.nextInt(70) == 0 ? Double.NaN : random.nextInt(4_000) / 8.0 - 250);
      row.append("narrow", random.nextInt(1_000) / 10f);
    }
    if (random.nextInt(5) > 0) {
      boolean isFew = i < 10_000 || random.nextInt(2) == 0; // a dictionary is worth it at first
      row.append("mixed", isFew ? "m" : "m" + random.nextInt(KEYS));
      row.append("at", random.nextInt(KEYS) * 1_000L + (random.nextBoolean() ? 500 : 0));
      row.append("price", (long) random.nextInt(100_000)).append("flag", random.nextInt(20) == 0);
      row.append("day", random.nextInt(3_000));
    }
    return row.append(
        "payload", Long.toString(random.nextLong(), 36).repeat(8) + random.nextLong());
  }

  private static int word(Random random, int odd) {
    int drawn = random.nextInt(30);
    return drawn == 0 ? 0 : drawn == 1 ? 99 : 20 + 2 * drawn + odd;
  }

  private static ParquetFileReader open() throws IOException {
    return new ParquetFileReader(
        new LocalInputFile(file),
        ParquetReadOptions.builder(new PlainParquetConfiguration()).build());
  }

  private static ServedRequests served(Connection connection, String sql) throws Exception {
    ServedRequests before = fixture.s3.served();
    S3Fixture.query(connection, sql);
    return fixture.s3.served().since(before);
  }

  @Test
  void readsTheOtherColumnsOnlyWhereTheFilterFindsRows() throws Exception {
    String key =
        fixture
            .duckRows("SELECT quantile_disc(k, 0.5) FROM '%s' WHERE id > 50000".formatted(file))
            .get(0);
    String sql = "select \"id\", \"payload\" from \"rows\" where \"k\" = " + key;
    assertThat(S3Fixture.query(late, sql))
        .isNotEmpty()
        .isEqualTo(
            fixture.duckRows("SELECT id, payload FROM '%s' WHERE k = %s".formatted(file, key)));
    assertThat(served(late, sql).bytes()).isLessThan(served(early, sql).bytes() / 3);
  }

  @Test
  void readsAllAtOnceWhereMostRowsPass() throws Exception {
    String sql = "select \"id\", \"payload\" from \"rows\" where \"k\" < 900000";
    ServedRequests first = served(late, sql);
    ServedRequests all = served(early, sql);
    assertThat(first.bytes()).isLessThan(all.bytes() * 21 / 20);
    assertThat(first.gets()).isLessThan(all.gets() + 8); // until it is given up
  }

  @Test
  void skipsRowGroupsWhoseDictionaryLacksTheValue() throws Exception {
    String select = "select \"id\", \"payload\" from \"rows\" where \"word\" ";
    long size = Files.size(file);
    for (Connection connection : List.of(late, early)) {
      assertThat(S3Fixture.query(connection, select + "in ('w10', 'w98')")).isEmpty();
      assertThat(served(connection, select + "in ('w10', 'w98')").bytes()).isLessThan(size / 20);
      assertThat(served(connection, select + "= 'w31'").bytes())
          .isLessThan(size * 3 / 4) // half of the row groups have it
          .isGreaterThan(size / 20);
    }
  }

  @Test
  void doesNotTrustADictionaryThatSomePagesDoNotUse() throws Exception {
    try (ParquetFileReader reader = open()) {
      assertThat(
              reader.getFooter().getBlocks().get(0).getColumns().stream()
                  .filter(chunk -> chunk.getPath().toDotString().equals("mixed"))
                  .map(ColumnChunkMetaData::getEncodingStats))
          .allMatch(
              stats -> stats.hasDictionaryEncodedPages() && stats.hasNonDictionaryEncodedPages());
    }
    String plain =
        fixture
            .duckRows(
                "SELECT mixed FROM '%s' WHERE id > 15000 AND mixed > 'm1' ORDER BY id"
                    .formatted(file))
            .get(0);
    for (Connection connection : List.of(late, early)) {
      String sql = "select max(\"payload\") from \"rows\" where \"mixed\" = '" + plain + "'";
      assertThat(S3Fixture.query(connection, sql))
          .isEqualTo(
              fixture.duckRows(
                  "SELECT max(payload) FROM '%s' WHERE mixed = '%s'".formatted(file, plain)));
    }
  }

  @Test
  void answersRandomConditionsLikeDuckDb() throws Exception {
    Random random = new Random(Long.getLong("strake.differential.seed", 7));
    int queries = Integer.getInteger("strake.differential.queries", 60);
    long read = 0;
    long all = 0;
    for (int i = 0; i < queries; i++) {
      String where = condition(random, 2);
      boolean isNumbered = i % 3 == 0;
      String select =
          "select count(*), sum(\"id\"), sum(\"x\"), count(\"word\"), min(\"mixed\"), max(\"price\"),"
              + " count(\"f\"), max(\"payload\"), min(\"payload\"), sum(\"_row\" - \"id\") from ";
      String sql =
          (isNumbered ? select : select.replace("\"_row\"", "\"id\""))
              + (isNumbered ? "\"numbered\"" : "\"rows\"")
              + " where "
              + where;
      ServedRequests before = fixture.s3.served();
      assertThat(S3Fixture.query(late, sql))
          .as(sql)
          .isEqualTo(
              fixture.duckRows(
                  select.replace("_row", "id") + "'" + file + "' where " + duck(where)));
      read += fixture.s3.served().since(before).bytes();
      all += served(early, sql).bytes();
    }
    assertThat(read).isLessThan(all * 9 / 10);
  }

  /** NaN compares otherwise in DuckDB, and is left out of both. */
  private static String duck(String where) {
    return where.replace("\"f\" <", "not isnan(\"f\") and \"f\" <");
  }

  @Test
  void readsTheFirstRowsOfAnOrder() throws Exception {
    for (String order :
        List.of("\"k\"", "\"price\" desc nulls last, \"id\"", "\"at\" nulls last, \"id\"")) {
      String select = "select \"id\", \"word\" from ";
      String tail = " where \"x\" < 40 and \"flag\" order by " + order + " limit 20";
      assertThat(S3Fixture.query(late, select + "\"rows\"" + tail))
          .as(order)
          .isEqualTo(fixture.duckRows(select + "'" + file + "'" + tail));
    }
  }

  private static String condition(Random random, int depth) {
    if (depth > 0 && random.nextInt(3) > 0) {
      String joint = random.nextInt(3) == 0 ? " or " : " and ";
      return "(" + condition(random, depth - 1) + joint + condition(random, depth - 1) + ")";
    }
    String operator = List.of("=", "<>", "<", "<=", ">", ">=").get(random.nextInt(6));
    int k = random.nextInt(KEYS);
    String time = "timestamp '1970-01-01 00:%02d:%02d.%03d'";
    return switch (random.nextInt(13)) {
      case 0 -> "\"k\" between " + k + " and " + (k + random.nextInt(2_000));
      case 1 -> "\"k\" " + operator + " " + k;
      case 2 -> "\"x\" " + operator + " " + random.nextInt(55);
      case 3 -> "\"x\" in (" + random.nextInt(55) + ", " + random.nextInt(55) + ", 13)";
      case 4 -> "\"word\" " + operator + " 'w" + (10 + random.nextInt(80)) + "'";
      case 5 -> "\"word\" in ('w10', 'w" + (20 + random.nextInt(60)) + "')";
      case 6 -> "\"mixed\" < 'm" + random.nextInt(1_200) + "'";
      case 7 ->
          "\"f\" "
              + (random.nextBoolean() ? "<" : "<=")
              + " "
              + (random.nextInt(500) - 250)
              + ".125e0";
      case 8 -> "\"narrow\" = " + random.nextInt(100) + ".5e0";
      case 9 -> "\"at\" " + operator + " " + time.formatted(random.nextInt(17), k % 60, k % 1000);
      case 10 ->
          "\"price\" " + operator + " " + random.nextInt(1_000) + "." + (random.nextInt(3) * 5);
      case 11 -> random.nextBoolean() ? "\"flag\"" : "not \"flag\"";
      default ->
          random.nextBoolean()
              ? "\"x\" is " + (random.nextBoolean() ? "not " : "") + "null"
              : "\"day\" " + operator + " date '197" + random.nextInt(9) + "-05-04'";
    };
  }

  private static ScanSpec spec(
      RelDataType rowType, String column, Condition.Operator operator, Object value) {
    Condition condition = new Condition.Comparison(column, operator, (Comparable<?>) value);
    return ScanSpec.all(rowType.getFieldNames())
        .withConditions(Optional.empty(), Optional.of(condition));
  }

  @Test
  void releasesEverythingWhenCancelledOrDamaged() throws Exception {
    byte[] damaged = Files.readAllBytes(file);
    long at;
    try (ParquetFileReader reader = open()) {
      ColumnChunkMetaData chunk = reader.getFooter().getBlocks().get(1).getColumns().get(1);
      assertThat(chunk.getPath().toDotString()).isEqualTo("k");
      at = chunk.getStartingPos() + chunk.getTotalSize() / 2;
    }
    for (int i = 0; i < 100; i++) {
      damaged[(int) at + i] ^= 0x55;
    }
    Path copy = Files.write(directory.resolve("damaged.parquet"), damaged);
    fixture.s3.put(S3Fixture.BUCKET, "damaged/a.parquet", copy);
    S3Table table = fixture.table("damaged/");
    RelDataType rowType = S3Fixture.rowType(table);
    ScanSpec few = spec(rowType, "k", Condition.Operator.LESS, BigDecimal.valueOf(5_000));
    try (BufferAllocator child = fixture.allocator.newChildAllocator("late", 0, Long.MAX_VALUE)) {
      ExecutionContext context = ExecutionContext.builder(child).build();
      try (ArrowReader reader = table.scan(context, few, rowType, false)) {
        assertThatThrownBy(
                () -> {
                  while (reader.loadNextBatch()) {
                    assertThat(reader.getVectorSchemaRoot().getRowCount()).isPositive();
                  }
                })
            .isInstanceOf(StrakeException.class)
            .hasMessageContaining("damaged/a.parquet")
            .hasMessageContaining("'k'");
      }
      assertThat(child.getAllocatedMemory()).isZero();
      ExecutionContext cancelled = ExecutionContext.builder(child).build();
      S3Table whole = fixture.table("rows/");
      try (ArrowReader reader = whole.scan(cancelled, few, rowType, false)) {
        assertThat(reader.loadNextBatch()).isTrue();
        cancelled.cancel();
        assertThatThrownBy(
                () -> {
                  while (reader.loadNextBatch()) {
                    assertThat(reader.getVectorSchemaRoot().getRowCount()).isPositive();
                  }
                })
            .isInstanceOf(StrakeException.class);
      }
      assertThat(child.getAllocatedMemory()).isZero();
    }
  }
}
