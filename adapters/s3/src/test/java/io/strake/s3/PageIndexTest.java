/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.s3;

import static org.assertj.core.api.Assertions.assertThat;

import io.strake.embedded.ServedRequests;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.example.data.simple.SimpleGroup;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.MessageTypeParser;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Row groups of which only the pages are read that may have rows for a filter. */
@Tag("long")
final class PageIndexTest {
  private static final int ROWS = 120_000;
  private static final MessageType SCHEMA =
      MessageTypeParser.parseMessageType(
          """
          message rows {
            required int64 id; optional int32 x; optional int32 day (DATE);
            optional binary name (STRING); optional double f; optional int64 late;
            optional binary noise (STRING);
          }""");

  @TempDir static Path directory;
  private static S3Fixture fixture;
  private static Connection connection;
  private static Path file;

  @BeforeAll
  static void start() throws Exception {
    fixture = new S3Fixture(directory);
    file = write();
    fixture.s3.put(S3Fixture.BUCKET, "rows/a.parquet", file);
    fixture.s3.put(S3Fixture.BUCKET, "keyed/id=200000/x=5000/a.parquet", file);
    connection =
        fixture.connect(
            "{name:'rows',location:'rows/',virtualColumns:['_row']},"
                + "{name:'keyed',location:'keyed/'}");
  }

  @AfterAll
  static void stop() throws Exception {
    connection.close();
    fixture.close();
  }

  private static Path write() throws Exception {
    Path target = directory.resolve("rows.parquet");
    Random random = new Random(11);
    S3Fixture.write(
        target,
        SCHEMA,
        writer ->
            writer
                .withPageSize(20_000)
                .withPageRowCountLimit(2_000)
                .withRowGroupSize(2_000_000L)
                .withBloomFilterEnabled("noise", true)
                .withBloomFilterNDV("noise", 40_000)
                .withBloomFilterEnabled("x", true),
        ROWS,
        i -> row(random, i));
    return target;
  }

  private static Group row(Random random, int i) {
    Group row = new SimpleGroup(SCHEMA).append("id", (long) i);
    if (i % 7 > 0) {
      row.append("x", random.nextInt(1000)).append("day", i / 500);
      row.append("name", "n%06d".formatted(i)).append("f", i % 5000 == 9 ? Double.NaN : i / 8.0);
    }
    if (i > ROWS / 2) {
      row.append("late", (long) -i);
    }
    return row.append("noise", Long.toString(random.nextLong(), 36));
  }

  @Test
  void readsOnlyThePagesWithRows() throws Exception {
    ServedRequests before = fixture.s3.served();
    assertThat(query("select \"name\", \"noise\" is null from \"rows\" where \"id\" = 77778"))
        .containsExactly("n077778|false");
    ServedRequests read = fixture.s3.served().since(before);
    assertThat(read.bytes()).isLessThan(Files.size(file) / 5); // the footer and a few pages
  }

  @Test
  void readsNothingWhereABloomFilterKnowsBetter() throws Exception {
    query("select count(*) from \"rows\""); // the footer is known from now on
    ServedRequests before = fixture.s3.served();
    assertThat(query("select \"id\", \"name\", \"f\" from \"rows\" where \"noise\" = 'absent'"))
        .isEmpty();
    long absent = fixture.s3.served().since(before).bytes();
    assertThat(absent).isPositive().isLessThan(Files.size(file) / 10);
    String present = query("select \"noise\" from \"rows\" where \"id\" = 50000").get(0);
    assertThat(query("select \"id\" from \"rows\" where \"noise\" = '" + present + "'"))
        .containsExactly("50000");
  }

  @Test
  void readsABloomFilterOnceForManyValues() throws Exception {
    query("select count(*) from \"rows\""); // the footer is known from now on
    String values =
        IntStream.range(0, 200).mapToObj(i -> "'absent" + i + "'").collect(Collectors.joining(","));
    ServedRequests before = fixture.s3.served();
    assertThat(query("select \"id\", \"name\" from \"rows\" where \"noise\" in (" + values + ")"))
        .isEmpty();
    assertThat(fixture.s3.served().since(before).gets()).isLessThan(100);
  }

  @Test
  void keysTellTheValuesOfPartitionColumnsThatTheContentHasToo() throws Exception {
    String select =
        "select count(*), min(\"id\"), max(\"x\"), count(\"noise\") from \"keyed\" where ";
    assertThat(query(select + "\"id\" = 200000 or \"name\" = 'n000001'"))
        .containsExactly("120000|200000|5000|120000");
    assertThat(query(select + "\"x\" = 5000 and \"name\" = 'n000001' or \"x\" = 1"))
        .containsExactly("1|200000|5000|1");
  }

  @Test
  void answersRandomConditionsLikeDuckDb() throws Exception {
    Random random = new Random(Long.getLong("strake.differential.seed", 1));
    int queries = Integer.getInteger("strake.differential.queries", 40);
    long bytes = 0;
    for (int i = 0; i < queries; i++) {
      String where = condition(random, 2);
      String select =
          "sum(\"_row\" - \"id\"), count(*), sum(\"id\"), sum(\"x\"), min(\"name\"), max(\"noise\"), count(\"late\"), max(\"day\")";
      ServedRequests before = fixture.s3.served();
      assertThat(query("select " + select + " from \"rows\" where " + where))
          .as(where)
          .isEqualTo(
              fixture.duckRows(
                  "SELECT %s FROM '%s' WHERE %s"
                      .formatted(select.replace("_row", "id"), file, where)));
      bytes += fixture.s3.served().since(before).bytes();
    }
    assertThat(bytes).isLessThan(queries * Files.size(file) / 2);
  }

  private static String condition(Random random, int depth) {
    if (depth > 0 && random.nextInt(3) == 0) {
      String joint = random.nextInt(3) == 0 ? " or " : " and ";
      return "(" + condition(random, depth - 1) + joint + condition(random, depth - 1) + ")";
    }
    int id = random.nextInt(ROWS + 2_000) - 1_000;
    String operator = List.of("=", "<", "<=", ">", ">=").get(random.nextInt(5));
    return switch (random.nextInt(9)) {
      case 0 -> "\"id\" " + operator + " " + id;
      case 1 -> "\"id\" between " + id + " and " + (id + random.nextInt(9_000));
      case 2 -> "\"x\" = " + random.nextInt(1_100) + " and \"id\" > " + id;
      case 3 -> "\"day\" " + operator + " date '1970-0" + (1 + random.nextInt(8)) + "-15'";
      case 4 -> "\"name\" = 'n" + "%06d".formatted(Math.max(0, id)) + "'";
      case 5 -> "\"late\" is " + (random.nextBoolean() ? "not " : "") + "null";
      case 8 -> "\"x\" in (" + random.nextInt(1_100) + ", " + random.nextInt(1_100) + ")";
      case 6 -> "\"f\" < " + id / 8.0 + "e0";
      default -> "\"id\" in (" + id + ", " + (id + 40_000) + ", " + (id + 90_001) + ")";
    };
  }

  private static List<String> query(String sql) throws Exception {
    return S3Fixture.query(connection, sql);
  }
}
