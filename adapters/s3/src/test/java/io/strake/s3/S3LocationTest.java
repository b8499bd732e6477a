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
import java.nio.file.Path;
import java.sql.Connection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which objects belong to a table: globs, and lists of keys. */
final class S3LocationTest {
  @TempDir static Path directory;
  private static S3Fixture fixture;

  @BeforeAll
  static void start() throws Exception {
    fixture = new S3Fixture(directory);
    for (int i = 0; i < 6; i++) {
      fixture.copy(
          "t/p=" + i + "/part-" + i + ".parquet", "SELECT " + i + " AS x", "FORMAT parquet");
    }
    fixture.copy("t/p=0/part-0.parquet.bak", "SELECT 70 AS x", "FORMAT parquet");
    fixture.copy("t/p=7/_seven.parquet", "SELECT 7 AS x", "FORMAT parquet");
  }

  @AfterAll
  static void stop() throws Exception {
    fixture.close();
  }

  @Test
  void readsTheObjectsOfAGlob() throws Exception {
    assertThat(values("'t/p=*/part-{1,3}.parquet'", "")).containsExactly("1|1", "3|3");
    assertThat(values("'t/**/part-?.parquet'", " where \"p\" > 3")).containsExactly("4|4", "5|5");
  }

  @Test
  void readsTheObjectsOfAListOnly() throws Exception {
    String keys = "['t/p=4/part-4.parquet','t/p=0/part-0.parquet','t/p=7/_seven.parquet']";
    assertThat(values(keys, "")).containsExactly("0|0", "4|4", "7|7");
    assertThat(values(keys, " where \"p\" = 4")).containsExactly("4|4");
    assertThat(values("['t/p=0/part-0.parquet']", "")).containsExactly("0|0");
  }

  @Test
  void listsNothingButTheKeys() throws Exception {
    List<String> keys = List.of("t/p=1/part-1.parquet", "t/p=2/part-2.parquet");
    ServedRequests before = fixture.s3.served();
    S3Table table = fixture.table("", Map.of("location", keys));
    assertThat(fixture.differences(table, "SELECT i AS x, i::BIGINT AS p FROM range(1, 3) r(i)"))
        .isZero();
    assertThat(fixture.s3.served().since(before).lists()).isEqualTo(2);
  }

  @Test
  void refusesAListWithAMissingObject() {
    List<String> keys = List.of("t/p=1/part-1.parquet", "t/p=0/part-0");
    S3Table table = fixture.table("", Map.of("location", keys));
    assertThatThrownBy(() -> S3Fixture.rowType(table))
        .isInstanceOfSatisfying(
            StrakeException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.UNKNOWN_TABLE))
        .hasMessageContaining("there is no object 't/p=0/part-0'");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "/a", "a/", "twice"})
  void refusesAListOfOtherThanKeys(String key) {
    assertRefused(List.of("twice", key));
  }

  @Test
  void refusesAnEmptyListAndALongOne() {
    assertRefused(List.of());
    assertRefused(Collections.nCopies(1_001, "a"));
  }

  private static void assertRefused(List<String> keys) {
    assertThatThrownBy(() -> fixture.table("", Map.of("location", keys)))
        .isInstanceOfSatisfying(
            StrakeException.class,
            e -> assertThat(e.code()).isEqualTo(ErrorCode.INVALID_CONFIGURATION))
        .hasMessageContaining("a list of 1 to 1000 keys of objects");
  }

  private static List<String> values(String location, String where) throws Exception {
    try (Connection connection = fixture.connect("{name:'t',location:" + location + "}")) {
      return S3Fixture.query(
          connection, "select \"x\", \"p\" from \"t\"" + where + " order by \"x\"");
    }
  }
}
