/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.s3;

import static org.assertj.core.api.Assertions.assertThat;

import io.strake.embedded.ServedRequests;
import java.nio.file.Path;
import java.sql.Connection;
import java.util.ArrayList;
import java.util.List;
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
}
