/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.s3;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.sql.Connection;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Pushdown under stock Calcite: what the plan says, and that the rows are right. */
@Tag("long")
class S3PushdownTest {
  private static final String ROWS =
      "SELECT i::BIGINT AS id, (i // 1000)::INTEGER AS grp, 'n' || lpad((i // 10)::VARCHAR, 4, '0')"
          + " AS name, CASE WHEN i % 4 = 0 THEN NULL ELSE i / 8.0 END AS x,"
          + " CASE WHEN i %% 9 = 0 THEN 'nan'::DOUBLE ELSE i::DOUBLE END AS y,"
          + " (i / 10.0)::DECIMAL(12, 2) AS amount, DATE '2026-01-01' + (i // 50)::INTEGER AS d,"
          + " TIMESTAMP '2026-01-01 00:00:00' + to_seconds(i * 60) AS ts,"
          + " i % 3 = 0 AS flag, CASE WHEN i < 5000 THEN NULL ELSE i END AS late"
          + " FROM range(10000) r(i)";

  @TempDir static Path directory;
  private static S3Fixture fixture;
  private static Connection connection;
  private static Path file;

  @BeforeAll
  static void start() throws Exception {
    fixture = new S3Fixture(directory);
    file =
        fixture.copy(
            "rows.parquet", ROWS.replace("%%", "%"), "FORMAT parquet, ROW_GROUP_SIZE 2048");
    for (int year = 2024; year <= 2026; year++) {
      for (String region : List.of("eu", "us", "__HIVE_DEFAULT_PARTITION__")) {
        fixture.copy(
            "events/year=" + year + "/region=" + region + "/part.parquet",
            "SELECT (" + year + " * 10 + i)::INTEGER AS n FROM range(3) r(i)",
            "FORMAT parquet");
      }
    }
    fixture.copy("named/k=x' AND v = 'y/v=z/1.parquet", "SELECT 1 AS id", "FORMAT parquet");
    fixture.copy("named/k=x/v=y/1.parquet", "SELECT 2 AS id", "FORMAT parquet");
    fixture.copy(
        "times.parquet",
        "SELECT i AS id, CASE WHEN i = 7 THEN '-infinity' ELSE TIMESTAMP '2026-01-01 00:00:00'"
            + " + to_seconds(i) END AS ts, CASE WHEN i = 8 THEN TIME '24:00:00' ELSE TIME '01:00:00'"
            + " END AS tm FROM range(100) r(i)",
        "FORMAT parquet");
    connection =
        fixture.connect(
            "{name:'rows',location:'rows.parquet'},{name:'events',location:'events/'},"
                + "{name:'named',location:'named/'},{name:'times',location:'times.parquet'}");
  }

  @AfterAll
  static void stop() throws Exception {
    connection.close();
    fixture.close();
  }

  @Test
  void readsOnlyTheColumnsOfTheProjection() throws Exception {
    String sql = "select \"name\", \"id\" from \"rows\" where \"id\" + 1 = 8";
    assertThat(S3Fixture.explain(connection, sql))
        .contains("columns=[[id, name]]", "S3ArrowScan")
        .doesNotContain("amount");
    assertThat(S3Fixture.query(connection, sql)).containsExactly("n0000|7");
  }

  @Test
  void readsOnlyTheObjectsOfTheWantedPartitions() throws Exception {
    String sql = "select \"n\" from \"events\" where \"year\" = 2025 and \"region\" = 'eu'";
    assertThat(S3Fixture.explain(connection, sql))
        .contains("partitions=[1/9]", "partitionFilter=[year = 2025 AND region = 'eu']")
        .doesNotContain("Filter(", "EnumerableCalc");
    assertThat(S3Fixture.query(connection, sql)).containsExactly("20250", "20251", "20252");
  }

  @Test
  void knowsThePartitionThatIsNull() throws Exception {
    String sql = "select count(*) from \"events\" where \"region\" is null and \"year\" > 2024";
    assertThat(S3Fixture.explain(connection, sql)).contains("partitions=[2/9]");
    assertThat(S3Fixture.query(connection, sql)).containsExactly("6");
    assertThat(
            S3Fixture.query(connection, "select count(*) from \"events\" where \"region\" <> 'eu'"))
        .containsExactly("9");
  }

  @Test
  void keepsTheFilterAboveRowGroupsThatItPrunes() throws Exception {
    String sql = "select \"id\" from \"rows\" where \"id\" between 4100 and 4102";
    assertThat(S3Fixture.explain(connection, sql))
        .contains("rowGroups=[1/5]", "prune=[id >= 4100 AND id <= 4102]", "EnumerableCalc");
    assertThat(S3Fixture.query(connection, sql)).containsExactly("4100", "4101", "4102");
  }

  @Test
  void prunesByTextDateTimestampDecimalAndNulls() throws Exception {
    for (String condition :
        List.of(
            "\"name\" = 'n0900'",
            "\"d\" = date '2026-07-19'",
            "\"ts\" < timestamp '2026-01-01 00:05:00'",
            "\"amount\" > 990.5",
            "\"grp\" in (0, 1)",
            "\"late\" is not null and \"id\" < 4000")) {
      String sql = "select count(*) from \"rows\" where " + condition;
      assertThat(S3Fixture.explain(connection, sql))
          .as(condition)
          .containsPattern("rowGroups=\\[[01]/5\\]");
      assertThat(S3Fixture.query(connection, sql))
          .as(condition)
          .isEqualTo(expected("count(*)", condition));
    }
  }

  @Test
  void doesNotPruneByTextsThatACastCutsOff() throws Exception {
    String sql = "select count(*) from \"rows\" where cast(\"name\" as varchar(4)) = 'n004'";
    assertThat(S3Fixture.explain(connection, sql)).contains("rowGroups=[5/5]");
    assertThat(S3Fixture.query(connection, sql)).containsExactly("100");
    String whole = "select count(*) from \"rows\" where cast(\"name\" as varchar) = 'n0040'";
    assertThat(S3Fixture.explain(connection, whole)).contains("rowGroups=[1/5]");
    assertThat(S3Fixture.query(connection, whole)).containsExactly("10");
  }

  @Test
  void bearsInfinityAndTheEndOfTheDay() throws Exception {
    String count = "select count(*) from \"times\" where ";
    assertThat(S3Fixture.query(connection, count + "\"ts\" <= timestamp '2026-01-01 00:00:09'"))
        .containsExactly("10");
    assertThat(S3Fixture.query(connection, count + "\"tm\" < time '02:00:00'"))
        .containsExactly("99");
    assertThat(fixture.table("times.parquet").distribution("tm")).isPresent();
  }

  @Test
  void keepsApartConditionsThatLookAlike() throws Exception {
    String scan = "select \"id\" from \"named\" where \"k\" = ";
    String sql = scan + "'x'' AND v = ''y' union all " + scan + "'x' and \"v\" = 'y'";
    assertThat(S3Fixture.query(connection, sql)).containsExactly("1", "2");
  }

  @Test
  void doesNotPruneWhereNotANumberMayHide() throws Exception {
    assertThat(S3Fixture.explain(connection, "select \"id\" from \"rows\" where \"y\" > 1000000"))
        .contains("rowGroups=[5/5]")
        .doesNotContain("prune=");
    assertThat(S3Fixture.explain(connection, "select \"id\" from \"rows\" where \"x\" < 5"))
        .contains("rowGroups=[1/5]");
  }

  @Test
  void endsTheScanUnderALimitOnlyWithoutAFilter() throws Exception {
    String sql = "select \"id\" from \"rows\" limit 3";
    assertThat(S3Fixture.explain(connection, sql)).contains("limit=[3]");
    assertThat(S3Fixture.query(connection, sql)).hasSize(3);
    String filtered = "select \"id\" from \"rows\" where \"id\" > 9990 limit 3";
    assertThat(S3Fixture.explain(connection, filtered)).doesNotContain("limit=[3]");
    assertThat(S3Fixture.query(connection, filtered)).hasSize(3);
  }

  @Test
  void countsByFooters() throws Exception {
    String sql = "select count(*) from \"rows\"";
    assertThat(S3Fixture.explain(connection, sql))
        .contains("FooterArrowScan", "footers=[[COUNT(*)]]")
        .doesNotContain("S3ArrowScan");
    assertThat(S3Fixture.query(connection, sql)).containsExactly("10000");
    String partitioned = "select count(*) from \"events\"";
    assertThat(S3Fixture.query(connection, partitioned)).containsExactly("27");
  }

  @Test
  void joinsAndAggregatesLikeDuckDb() throws Exception {
    assertThat(
            S3Fixture.query(
                connection,
                "select a.\"grp\", count(*), sum(b.\"id\") from \"rows\" a join \"rows\" b"
                    + " on a.\"id\" = b.\"id\" + 1 where a.\"id\" < 3000 group by a.\"grp\""
                    + " order by 1"))
        .isEqualTo(
            fixture.duckRows(
                "SELECT a.grp, count(*), sum(b.id) FROM '"
                    + file
                    + "' a JOIN '"
                    + file
                    + "' b ON a.id = b.id + 1 WHERE a.id < 3000 GROUP BY a.grp ORDER BY 1"));
  }

  @Test
  void answersRandomConditionsLikeDuckDb() throws Exception {
    Random random = new Random(20261123);
    int pruned = 0;
    for (int i = 0; i < 60; i++) {
      String condition = condition(random, 3);
      String sql = "select count(*), sum(\"id\") from \"rows\" where " + condition;
      String plan = S3Fixture.explain(connection, sql);
      pruned += plan.contains("prune=") ? 1 : 0;
      assertThat(S3Fixture.query(connection, sql))
          .as("%s%n%s", condition, plan)
          .isEqualTo(expected("count(*), sum(id)", condition));
    }
    assertThat(pruned).isGreaterThan(20);
  }

  private static List<String> expected(String select, String condition) throws Exception {
    return fixture.duckRows("SELECT " + select + " FROM '" + file + "' WHERE " + condition);
  }

  private static String condition(Random random, int depth) {
    if (depth > 0 && random.nextInt(3) > 0) {
      List<String> parts = new ArrayList<>();
      for (int i = 0; i < 2 + random.nextInt(2); i++) {
        parts.add(condition(random, depth - 1));
      }
      return "(" + String.join(random.nextBoolean() ? " and " : " or ", parts) + ")";
    }
    int number = random.nextInt(11000) - 500;
    String operator = List.of("=", "<>", "<", "<=", ">", ">=").get(random.nextInt(6));
    return switch (random.nextInt(9)) {
      case 0 -> "\"id\" " + operator + " " + number;
      case 1 -> "\"name\" " + operator + " 'n0" + (100 + random.nextInt(900)) + "'";
      case 2 -> "\"x\" " + operator + " " + number / 8.0 + "e0";
      case 3 -> "\"amount\" " + operator + " " + number / 10.0;
      case 4 -> "\"d\" " + operator + " date '2026-0" + (1 + random.nextInt(9)) + "-15'";
      case 5 -> "\"late\" is " + (random.nextBoolean() ? "" : "not ") + "null";
      case 6 -> "\"grp\" in (" + random.nextInt(12) + ", " + random.nextInt(12) + ")";
      case 7 -> "\"id\" between " + number + " and " + (number + random.nextInt(3000));
      default -> (random.nextBoolean() ? "" : "not ") + "\"flag\"";
    };
  }
}
