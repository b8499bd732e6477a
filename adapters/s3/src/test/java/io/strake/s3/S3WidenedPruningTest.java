/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.s3;

import static org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName.BINARY;
import static org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName.DOUBLE;
import static org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName.FLOAT;
import static org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName.INT32;
import static org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName.INT64;
import static org.assertj.core.api.Assertions.assertThat;

import io.strake.embedded.ServedRequests;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.util.List;
import java.util.Random;
import org.apache.parquet.conf.PlainParquetConfiguration;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.example.data.simple.SimpleGroup;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.example.ExampleParquetWriter;
import org.apache.parquet.io.LocalOutputFile;
import org.apache.parquet.schema.LogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.TimeUnit;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.Types;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Statistics, page indexes and Bloom filters of objects whose types are narrower than the table's,
 * with DuckDB as the judge.
 */
@Tag("long")
final class S3WidenedPruningTest {
  private static final int ROWS = 40_000;
  private static final long DAY_MICROS = 86_400_000_000L;

  private static final MessageType NARROW =
      Types.buildMessage()
          .optional(INT32)
          .named("id")
          .optional(INT32)
          .as(LogicalTypeAnnotation.dateType())
          .named("ts")
          .optional(INT32)
          .named("amount")
          .optional(FLOAT)
          .named("f")
          .optional(INT32)
          .as(LogicalTypeAnnotation.unknownType())
          .named("name")
          .required(BINARY)
          .as(LogicalTypeAnnotation.stringType())
          .named("noise")
          .named("rows");

  private static final MessageType WIDE =
      Types.buildMessage()
          .optional(INT64)
          .named("id")
          .optional(INT64)
          .as(LogicalTypeAnnotation.timestampType(false, TimeUnit.MICROS))
          .named("ts")
          .optional(INT64)
          .as(LogicalTypeAnnotation.decimalType(2, 12))
          .named("amount")
          .optional(DOUBLE)
          .named("f")
          .optional(BINARY)
          .as(LogicalTypeAnnotation.stringType())
          .named("name")
          .required(BINARY)
          .as(LogicalTypeAnnotation.stringType())
          .named("noise")
          .named("rows");

  @TempDir static Path directory;
  private static S3Fixture fixture;
  private static Connection connection;
  private static long bytes;

  @BeforeAll
  static void start() throws Exception {
    fixture = new S3Fixture(directory);
    Path narrow = write(NARROW, 0);
    Path wide = write(WIDE, ROWS / 2);
    bytes = Files.size(narrow) + Files.size(wide);
    fixture.s3.put(S3Fixture.BUCKET, "rows/1.parquet", narrow);
    fixture.s3.put(S3Fixture.BUCKET, "rows/2.parquet", wide);
    fixture.duck(
        "CREATE TEMP TABLE \"rows\" AS SELECT id::BIGINT AS id, ts::TIMESTAMP AS ts,"
            + " amount::DECIMAL(12, 2) AS amount, f::DOUBLE AS f, NULL::VARCHAR AS name, noise"
            + " FROM '%s' UNION ALL SELECT id, ts, amount, f, name, noise FROM '%s'"
                .formatted(narrow, wide));
    connection = fixture.connect("{name:'rows',location:'rows/'}");
  }

  @AfterAll
  static void stop() throws Exception {
    connection.close();
    fixture.close();
  }

  private static Path write(MessageType schema, int first) throws Exception {
    Path target = directory.resolve(first + ".parquet");
    Random random = new Random(first);
    boolean isWide = schema == WIDE;
    try (ParquetWriter<Group> writer =
        ExampleParquetWriter.builder(new LocalOutputFile(target))
            .withConf(new PlainParquetConfiguration())
            .withType(schema)
            .withPageSize(20_000)
            .withPageRowCountLimit(2_000)
            .withRowGroupSize(700_000L)
            .withBloomFilterEnabled("id", true)
            .withBloomFilterNDV("id", 20_000)
            .withBloomFilterNDV("ts", 2_000)
            .withBloomFilterNDV("amount", 4_000)
            .withBloomFilterEnabled("ts", true)
            .withBloomFilterEnabled("amount", true)
            .build()) {
      for (int i = first; i < first + ROWS; i++) {
        Group row = new SimpleGroup(schema);
        int amount = random.nextInt(3_000);
        if (i % 11 > 0) {
          if (isWide) {
            row.append("id", 2L * i)
                .append("ts", i / 40 * DAY_MICROS + (i % 3 == 0 ? 0 : 1_000_000))
                .append("amount", amount * 25L)
                .append("f", i / 7.0)
                .append("name", "n" + i);
          } else {
            row.append("id", 2 * i)
                .append("ts", i / 40)
                .append("amount", amount)
                .append("f", i / 7f);
          }
        }
        writer.write(row.append("noise", Long.toString(random.nextLong(), 36)));
      }
    }
    return target;
  }

  @Test
  void answersRandomConditionsLikeDuckDb() throws Exception {
    Random random = new Random(Long.getLong("strake.differential.seed", 5));
    int queries = Integer.getInteger("strake.differential.queries", 40);
    long read = 0;
    for (int i = 0; i < queries; i++) {
      String where = condition(random, 1);
      String select =
          i % 2 == 0
              ? "count(*), sum(\"id\"), max(\"noise\"), sum(\"amount\"), count(\"name\")"
              : "count(\"ts\"), min(\"id\"), max(\"id\"), min(\"ts\"), max(\"amount\"), count(*)";
      String sql = "select " + select + " from \"rows\" where " + where;
      ServedRequests before = fixture.s3.served();
      assertThat(S3Fixture.query(connection, sql))
          .as(sql)
          .isEqualTo(fixture.duckRows(printed(sql)));
      read += fixture.s3.served().since(before).bytes();
    }
    assertThat(read).isLessThan(queries * bytes / 2);
  }

  /** Calcite prints milliseconds. */
  private static String printed(String sql) {
    return sql.replaceAll("(m..)\\(\"ts\"\\)", "strftime($1(\"ts\"), '%Y-%m-%d %H:%M:%S.%g')");
  }

  private static String condition(Random random, int depth) {
    if (depth > 0 && random.nextInt(3) == 0) {
      String joint = random.nextBoolean() ? " or " : " and ";
      return "(" + condition(random, depth - 1) + joint + condition(random, depth - 1) + ")";
    }
    int i = random.nextInt(ROWS * 2);
    String operator = List.of("=", "<", "<=", ">", ">=", "<>").get(random.nextInt(6));
    String day = java.time.LocalDate.ofEpochDay(i / 40).toString();
    String time = day + (random.nextBoolean() ? " 00:00:00" : " 00:00:01");
    return switch (random.nextInt(8)) {
      case 0 -> "\"id\" " + operator + " " + i;
      case 1 -> "\"id\" in (" + i + ", " + (i + 1) + ", " + 2L * i + ")";
      case 2 -> "\"ts\" " + operator + " timestamp '" + time + "'";
      case 3 -> "\"ts\" = timestamp '" + time + "'";
      case 4 -> "\"amount\" = " + random.nextInt(3_000) + (random.nextBoolean() ? ".25" : "");
      case 5 -> "\"amount\" " + operator + " " + random.nextInt(3_000) + " and \"id\" < " + i;
      case 6 -> "\"f\" <= " + i / 7f + "e0";
      default -> "\"name\" is " + (random.nextBoolean() ? "not " : "") + "null";
    };
  }

  @Test
  void bloomFiltersHashTheTypeOfTheObject() throws Exception {
    S3Fixture.query(connection, "select count(*) from \"rows\"");
    ServedRequests before = fixture.s3.served();
    String odd = "select \"id\", \"noise\" from \"rows\" where \"id\" = ";
    assertThat(S3Fixture.query(connection, odd + "20001")).isEmpty();
    assertThat(fixture.s3.served().since(before).bytes()).isPositive().isLessThan(bytes / 10);
    assertThat(S3Fixture.query(connection, odd + "20002")).hasSize(1);
  }

  @Test
  void extremesOfWidenedColumnsAreAnsweredFromFooters() throws Exception {
    String sql =
        "select min(\"ts\"), max(\"ts\"), min(\"id\"), max(\"amount\"), count(\"id\"), count(*) from"
            + " \"rows\"";
    ServedRequests before = fixture.s3.served();
    assertThat(S3Fixture.query(connection, sql)).isEqualTo(fixture.duckRows(printed(sql)));
    assertThat(fixture.s3.served().since(before).bytes()).isLessThan(bytes / 10);
  }
}
