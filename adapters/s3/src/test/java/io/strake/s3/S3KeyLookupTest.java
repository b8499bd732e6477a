/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.strake.embedded.ServedRequests;
import io.strake.planner.arrow.KeyBatches;
import io.strake.planner.arrow.KeyLookup;
import io.strake.planner.arrow.PushedDownRel;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.sql.Connection;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.Float8Vector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.ipc.ArrowReader;
import org.apache.calcite.rel.RelHomogeneousShuttle;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.RelRoot;
import org.apache.calcite.rel.core.TableScan;
import org.apache.calcite.runtime.Hook;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Rows by key: the same as if all rows were read and compared here, and fewer requests. */
final class S3KeyLookupTest {
  @TempDir static Path directory;
  private static S3Fixture fixture;
  private static Connection connection;

  @BeforeAll
  static void start() throws Exception {
    fixture = new S3Fixture(directory);
    for (int p = 0; p < 4; p++) {
      fixture.copy("stored/p=" + p + "/0.parquet", rows(p * 5_000, 5_000), "FORMAT parquet");
    }
    fixture.copy("wanted/p=2/0.parquet", rows(11_000, 30), "FORMAT parquet");
    fixture.text("lines.csv", "id,name\n1,a\n2,b\n3,a\n,c\n");
    fixture.copy(
        "large.parquet",
        "SELECT 9000000000000000000 + i::UBIGINT AS id FROM range(10) t(i)"
            + " UNION ALL SELECT 9223372036854775807 + i::UBIGINT FROM range(2) t(i)",
        "FORMAT parquet");
    connection =
        fixture.connect(
            "{name:'stored',location:'stored/'},{name:'wanted',location:'wanted/'},"
                + "{name:'large',location:'large.parquet'},"
                + "{name:'lines',location:'lines.csv'}");
  }

  private static String rows(int from, int count) {
    return """
        SELECT i AS id, (i %% 1000)::INTEGER AS i, (i %% 100)::SMALLINT AS s,
          CASE WHEN i %% 5 > 0 THEN (i %% 700 / 10.0)::DECIMAL(9, 2) END AS n,
          (i %% 700 / 10.0)::DECIMAL(30, 3) AS wide, 'n' || (i %% 800) AS t,
          DATE '2026-01-01' + (i %% 900)::INTEGER AS d,
          TIME '12:00:00' + to_microseconds(i %% 900) AS tm,
          TIMESTAMP '2026-01-01 00:00:00.123456' + to_seconds(i %% 900) AS ts,
          TIMESTAMPTZ '2026-01-01 00:00:00+00' + to_hours(i::INTEGER %% 900) AS tz,
          i %% 2 = 0 AS f, i / 8.0 AS double
        FROM range(%d, %d) t(i)"""
        .formatted(from, from + count);
  }

  @AfterAll
  static void stop() throws Exception {
    connection.close();
    fixture.close();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "id", "i", "s", "n", "wide", "t", "d", "tm", "ts", "tz", "f", "p", "i,s", "t,n", "p,id",
        "f,d"
      })
  void hasTheRowsThatAreLeftOfAllByTheKey(String names) throws Exception {
    List<String> columns = List.of(names.split(","));
    PushedDownRel stored = scan("select * from \"stored\"");
    List<Integer> ordinals =
        columns.stream().map(stored.getRowType().getFieldNames()::indexOf).toList();
    KeyLookup lookup = stored.keyLookup(ordinals).orElseThrow();
    int found = 0;
    try (ArrowReader wanted = scan("select * from \"wanted\"").execute(fixture.context())) {
      while (wanted.loadNextBatch()) {
        VectorSchemaRoot batch = wanted.getVectorSchemaRoot();
        try (KeyBatches keys =
            new KeyBatches(fixture.allocator, batch.getSchema(), ordinals, lookup.maxKeys())) {
          keys.add(batch, 0);
          Set<Object> expected = matching(stored, ordinals, keys.keys());
          assertThat(ids(lookup.open(fixture.context(), keys.keys()))).isEqualTo(expected);
          found += expected.size();
        }
      }
    }
    assertThat(found).isGreaterThanOrEqualTo(30);
  }

  @Test
  void keysBecomePartitionsAndRowGroups() throws Exception {
    KeyLookup byPartition =
        scan("select \"id\", \"p\" from \"stored\"").keyLookup(List.of(1)).orElseThrow();
    KeyLookup byId = scan("select \"id\" from \"stored\"").keyLookup(List.of(0)).orElseThrow();
    try (VectorSchemaRoot keys = longs(2)) {
      assertThat(gets(byPartition, keys, 5_000)).isEqualTo(1);
      assertThat(gets(byId, keys, 1)).isEqualTo(1);
    }
    try (VectorSchemaRoot keys = longs(-1)) {
      assertThat(gets(byPartition, keys, 0)).isZero();
      assertThat(gets(byId, keys, 0)).isZero();
    }
    try (VectorSchemaRoot keys = longs()) {
      assertThat(gets(byId, keys, 0)).isZero();
    }
  }

  private static long gets(KeyLookup lookup, VectorSchemaRoot keys, int rows) throws Exception {
    ServedRequests before = fixture.s3.served();
    assertThat(ids(lookup.open(fixture.context(), keys))).hasSize(rows);
    return fixture.s3.served().since(before).gets();
  }

  @Test
  void looksIntoTextAndFilteredScans() throws Exception {
    KeyLookup lines =
        scan("select \"name\", \"id\" from \"lines\"").keyLookup(List.of(1)).orElseThrow();
    try (VectorSchemaRoot keys = longs(1, 3, 7)) {
      assertThat(ids(lines.open(fixture.context(), keys))).hasSize(1); // both have the name a
    }
    KeyLookup filtered =
        scan("select \"id\" from \"stored\" where \"p\" = 1").keyLookup(List.of(0)).orElseThrow();
    try (VectorSchemaRoot keys = longs(4_999, 5_000, 9_999, 10_000)) {
      assertThat(ids(filtered.open(fixture.context(), keys))).hasSize(2);
    }
  }

  @Test
  void keysOfAnotherExactTypeAreEqualToTheLastDigit() throws Exception {
    KeyLookup large = scan("select * from \"large\"").keyLookup(List.of(0)).orElseThrow();
    try (VectorSchemaRoot keys = longs(9_000_000_000_000_000_003L, Long.MAX_VALUE, 7)) {
      assertThat(ids(large.open(fixture.context(), keys)))
          .containsExactlyInAnyOrder(
              new BigDecimal("9000000000000000003"), BigDecimal.valueOf(Long.MAX_VALUE));
    }
  }

  @Test
  void refusesWhatIsNoKey() throws Exception {
    PushedDownRel stored = scan("select \"id\", \"double\" from \"stored\"");
    assertThat(stored.keyLookup(List.of(1))).isEmpty();
    assertThat(scan("select \"id\" from \"stored\" limit 5").keyLookup(List.of(0))).isEmpty();
    KeyLookup lookup = stored.keyLookup(List.of(0)).orElseThrow();
    try (Float8Vector doubles = new Float8Vector("k", fixture.allocator);
        VectorSchemaRoot wrong = new VectorSchemaRoot(List.of((FieldVector) doubles));
        VectorSchemaRoot none = new VectorSchemaRoot(List.<FieldVector>of())) {
      assertThatThrownBy(() -> lookup.open(fixture.context(), wrong))
          .isInstanceOf(IllegalArgumentException.class);
      assertThatThrownBy(() -> lookup.open(fixture.context(), none))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }

  private static VectorSchemaRoot longs(long... values) {
    BigIntVector vector = new BigIntVector("k", fixture.allocator);
    for (int i = 0; i < values.length; i++) {
      vector.setSafe(i, values[i]);
    }
    vector.setValueCount(values.length);
    VectorSchemaRoot root = new VectorSchemaRoot(List.of((FieldVector) vector));
    root.setRowCount(values.length);
    return root;
  }

  /** Returns the scan of a query that is nothing else. */
  private static PushedDownRel scan(String query) throws Exception {
    List<PushedDownRel> found = new ArrayList<>();
    try (Hook.Closeable hook =
        Hook.PLAN_BEFORE_IMPLEMENTATION.<RelRoot>addThread(
            root ->
                root.rel.accept(
                    new RelHomogeneousShuttle() {
                      @Override
                      public RelNode visit(TableScan scan) {
                        found.add((PushedDownRel) scan);
                        return scan;
                      }
                    }))) {
      assertThat(hook).isNotNull();
      connection.prepareStatement(query).close();
    }
    assertThat(found).hasSize(1);
    return found.get(0);
  }

  /** Returns the first columns of the rows whose keys are among some, found here. */
  private static Set<Object> matching(
      PushedDownRel table, List<Integer> columns, VectorSchemaRoot keys) throws Exception {
    Set<List<Object>> wanted = new HashSet<>();
    for (int row = 0; row < keys.getRowCount(); row++) {
      wanted.add(values(keys.getFieldVectors(), row));
    }
    Set<Object> ids = new HashSet<>();
    try (ArrowReader reader = table.execute(fixture.context())) {
      while (reader.loadNextBatch()) {
        VectorSchemaRoot batch = reader.getVectorSchemaRoot();
        List<FieldVector> key = columns.stream().map(batch::getVector).toList();
        for (int row = 0; row < batch.getRowCount(); row++) {
          if (wanted.contains(values(key, row))) {
            ids.add(batch.getVector(0).getObject(row));
          }
        }
      }
    }
    return ids;
  }

  private static List<Object> values(List<FieldVector> vectors, int row) {
    List<Object> values = new ArrayList<>();
    vectors.forEach(vector -> values.add(vector.getObject(row)));
    return values;
  }

  /** Returns the different first columns of all rows. */
  private static Set<Object> ids(ArrowReader rows) throws Exception {
    try (rows) {
      Set<Object> ids = new HashSet<>();
      while (rows.loadNextBatch()) {
        VectorSchemaRoot batch = rows.getVectorSchemaRoot();
        for (int row = 0; row < batch.getRowCount(); row++) {
          ids.add(batch.getVector(0).getObject(row));
        }
      }
      return ids;
    }
  }
}
