/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.s3;

import static org.assertj.core.api.Assertions.assertThat;

import io.strake.embedded.ServedRequests;
import java.nio.file.Path;
import java.sql.Connection;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What queries ask of the object store, counted at the server. */
final class S3RequestsTest {
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
  void listsOnlyThePartitionOfAFilter() throws Exception {
    int partitions = Integer.getInteger("strake.s3.partitions", 1_000);
    int files = Integer.getInteger("strake.s3.files", 100);
    for (int p = 0; p < partitions; p++) {
      String prefix = "many/part=" + p + "/";
      if (p % 500 == 0) {
        fixture.copy("originals/" + p + ".parquet", "SELECT 1 AS x, 2 AS y", "FORMAT parquet");
      }
      List<String> keys = new ArrayList<>();
      for (int f = 0; f < files; f++) {
        keys.add(prefix + f + ".parquet");
      }
      fixture.s3.replicate(S3Fixture.BUCKET, "originals/" + p / 500 * 500 + ".parquet", keys);
    }
    try (Connection connection = fixture.connect("{name:'many',location:'many/*/*.parquet'}")) {
      ServedRequests before = fixture.s3.served();
      String sql = "select count(*), sum(\"x\") from \"many\" where \"part\" = 77";
      long begin = System.nanoTime();
      assertThat(S3Fixture.query(connection, sql)).containsExactly(files + "|" + files);
      System.out.println(
          "many: "
              + (System.nanoTime() - begin) / 1_000_000
              + " ms, "
              + fixture.s3.served().since(before));
      assertThat(fixture.s3.served().since(before).lists()).isLessThan(5);
    }
  }

  @Test
  void listsOnlyTheDaysOfARange() throws Exception {
    int count = Integer.getInteger("strake.s3.days", 6_000);
    LocalDate end = LocalDate.of(2027, 1, 1);
    fixture.copy("original.parquet", "SELECT 1 AS x", "FORMAT parquet");
    List<String> keys = new ArrayList<>();
    for (int d = 0; d < count; d++) {
      keys.add("days/day=" + end.minusDays(count - d) + "/0.parquet");
    }
    fixture.s3.replicate(S3Fixture.BUCKET, "original.parquet", keys);
    try (Connection connection = fixture.connect("{name:'days',location:'days/'}")) {
      Map<String, String> expected =
          Map.of(
              "between date '2026-01-01' and date '2026-01-07'",
              "7|2026-01-01",
              "in (date '2010-12-31', date '2012-02-28', date '2020-06-01')",
              "3|2010-12-31",
              ">= date '2026-12-28'",
              "4|2026-12-28");
      for (Map.Entry<String, String> days : expected.entrySet()) {
        ServedRequests before = fixture.s3.served();
        String sql = "select count(*), min(\"day\") from \"days\" where \"day\" ";
        assertThat(S3Fixture.query(connection, sql + days.getKey()))
            .containsExactly(days.getValue());
        System.out.println(days.getKey() + ": " + fixture.s3.served().since(before));
        assertThat(fixture.s3.served().since(before).lists()).isLessThan(10);
      }
    }
  }
}
