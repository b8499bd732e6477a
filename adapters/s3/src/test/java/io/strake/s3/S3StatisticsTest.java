/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.strake.embedded.ServedRequests;
import io.strake.planner.ErrorCode;
import io.strake.planner.StrakeException;
import io.strake.planner.metadata.ColumnStatistics;
import io.strake.planner.metadata.ValueDistribution;
import io.strake.s3.column.Condition;
import io.strake.s3.scan.PrunedObjects;
import io.strake.s3.scan.ScanSpec;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What footers and keys tell a planner, beside what DuckDB counts, and the limit of bytes. */
final class S3StatisticsTest {
  private static final int ROWS = 200_000;

  @TempDir static Path directory;
  private static S3Fixture fixture;
  private static Path file;
  private static S3Table table;

  @BeforeAll
  static void start() throws Exception {
    fixture = new S3Fixture(directory);
    file =
        fixture.copy(
            "facts.parquet",
            """
            SELECT i AS id, (hash(i) & 2147483647)::BIGINT AS spread,
              (hash(i + 1) %% 1000)::INTEGER AS thousand,
              (hash(i + 2) %% 20000)::INTEGER AS many,
              DATE '2026-01-01' + (i // 1000)::INTEGER AS day,
              CASE WHEN i %% 4 = 0 THEN NULL ELSE 'name ' || (hash(i) %% 50) END AS name,
              (i // 100 / 100.0)::DECIMAL(9, 2) AS amount, i %% 2 = 0 AS flag
            FROM range(%d) t(i)"""
                .formatted(ROWS),
            "FORMAT parquet, ROW_GROUP_SIZE 20480");
    table = fixture.table("facts.parquet");
  }

  @AfterAll
  static void stop() throws Exception {
    fixture.close();
  }

  @Test
  void distinctValuesAreAboutThoseThatDuckDbCounts() throws Exception {
    for (String column :
        List.of("id", "spread", "thousand", "many", "day", "name", "amount", "flag")) {
      double counted = fixture.number("SELECT count(DISTINCT " + column + ") FROM '" + file + "'");
      assertThat(table.distinctValues(column).orElseThrow())
          .as(column)
          .isBetween(counted / 2, counted * 2);
    }
    assertThat(table.distinctValues("missing")).isEmpty();
  }

  @Test
  void textsHaveALength() {
    assertThat(table.averageBytes("name").orElseThrow()).isCloseTo(7, within(1.0));
    assertThat(table.averageBytes("id")).isEmpty();
  }

  @Test
  void nullsAndRangesAreThoseOfTheRows() throws Exception {
    assertThat(distribution("name").nulls()).isCloseTo(0.25, Offset.offset(1e-9));
    assertThat(distribution("id").nulls()).isZero();
    assertShare("id", "id < 50000", BigDecimal.valueOf(50_000));
    assertShare("spread", "spread < 1000000000", BigDecimal.valueOf(1_000_000_000));
    assertShare("amount", "amount < 3.21", new BigDecimal("3.21"));
    assertShare("day", "day < DATE '2026-03-15'", LocalDate.of(2026, 3, 15));
    assertThat(distribution("id").less(BigDecimal.valueOf(-1))).hasValue(0);
    assertThat(distribution("id").less(BigDecimal.valueOf(ROWS + 1))).hasValue(1);
    assertThat(distribution("name").less("name")).hasValue(0);
  }

  private static void assertShare(String column, String condition, Comparable<?> value)
      throws Exception {
    double counted = fixture.number("SELECT count(*) FROM '" + file + "' WHERE " + condition);
    assertThat(distribution(column).less(value).orElseThrow())
        .as(condition)
        .isCloseTo(counted / ROWS, within(0.02));
  }

  private static ValueDistribution distribution(String column) {
    return table.distribution(column).orElseThrow();
  }

  @Test
  void aPrunedScanIsJudgedByTheRowGroupsThatAreLeft() {
    Condition below =
        new Condition.Comparison("id", Condition.Operator.LESS, BigDecimal.valueOf(30_000));
    ScanSpec spec =
        ScanSpec.all(List.of("id")).withConditions(Optional.empty(), Optional.of(below));
    PrunedObjects left = PrunedObjects.of(table.contents(), spec);
    assertThat(left.rows()).isEqualTo(40_960);
    ColumnStatistics known = left.statistics(table.contents(), spec);
    ValueDistribution ids = known.distribution("id").orElseThrow();
    assertThat(ids.less(BigDecimal.valueOf(30_000)).orElseThrow()).isCloseTo(0.73, within(0.02));
    assertThat(known.distinctValues("day").orElseThrow()).isBetween(30.0, 60.0);
  }

  @Test
  void partitionsAreCountedByTheirBytes() throws Exception {
    for (int year = 2020; year < 2024; year++) {
      fixture.copy(
          "years/year=" + year + "/part.parquet",
          "SELECT hash(i) AS x FROM range(" + (year == 2023 ? 30_000 : 10_000) + ") t(i)",
          "FORMAT parquet, COMPRESSION uncompressed");
    }
    S3Table years = fixture.table("years/");
    assertThat(years.distinctValues("year")).hasValue(4);
    ValueDistribution shares = years.distribution("year").orElseThrow();
    assertThat(shares.equal(BigDecimal.valueOf(2020)).orElseThrow()).isCloseTo(0.17, within(0.02));
    assertThat(shares.equal(BigDecimal.valueOf(2023)).orElseThrow()).isCloseTo(0.5, within(0.02));
    assertThat(shares.less(BigDecimal.valueOf(2022)).orElseThrow()).isCloseTo(0.33, within(0.02));
  }

  @Test
  void aScanOfTooManyBytesIsRefusedBeforeItReads() throws Exception {
    Map<String, Object> operand = new HashMap<>();
    operand.put("endpoint", fixture.s3.endpoint());
    operand.put("bucket", S3Fixture.BUCKET);
    operand.put("accessKey", fixture.s3.accessKey());
    operand.put("secretKey", fixture.s3.secretKey());
    operand.put("definitions", List.of(S3Fixture.definition("t", "facts.parquet")));
    operand.put("maxBytesScanned", "100KB");
    S3Table limited = S3Fixture.table(fixture.open(operand));
    limited.contents();
    ServedRequests before = fixture.s3.served();
    assertThatThrownBy(() -> fixture.scan(limited, fixture.context()).close())
        .isInstanceOfSatisfying(
            StrakeException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.LIMIT_EXCEEDED))
        .hasMessageContaining("maxBytesScanned")
        .hasMessageContaining("'t'");
    assertThat(fixture.s3.served().since(before).gets()).isZero();
  }
}
