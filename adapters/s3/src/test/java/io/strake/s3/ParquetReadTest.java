/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.strake.planner.ErrorCode;
import io.strake.planner.StrakeException;
import io.strake.planner.arrow.ExecutionContext;
import java.nio.file.Path;
import java.util.List;
import org.apache.arrow.vector.ipc.ArrowReader;
import org.apache.calcite.rel.type.RelDataType;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

class ParquetReadTest {
  private static final String ALL_TYPES =
      """
      SELECT i::BIGINT AS id,
        CASE WHEN i % 7 = 0 THEN NULL ELSE i % 2 = 0 END AS c_bool,
        CASE WHEN i % 5 = 0 THEN NULL ELSE (i % 100 - 50)::TINYINT END AS c_tiny,
        (i % 30000 - 15000)::SMALLINT AS c_small,
        (i * 37 - 5000)::INTEGER AS c_int,
        (i % 200)::UTINYINT AS c_utiny, (i % 60000)::USMALLINT AS c_usmall,
        (4294967295 - i)::UINTEGER AS c_uint, (18446744073709551615 - i)::UBIGINT AS c_ubig,
        CASE WHEN i % 11 = 0 THEN 'nan'::FLOAT ELSE (i / 3.0)::FLOAT END AS c_float,
        CASE WHEN i % 13 = 0 THEN '-inf'::DOUBLE WHEN i % 3 = 0 THEN NULL ELSE i / 7.0 END
          AS c_double,
        (i / 100.0)::DECIMAL(7, 2) AS c_dec32, (-i / 10000.0)::DECIMAL(18, 4) AS c_dec64,
        (CASE WHEN i % 2 = 0 THEN -1 ELSE 1 END
          * ('12345678901234567890123456.' || lpad(i::VARCHAR, 10, '0'))::DECIMAL(38, 10))
          ::DECIMAL(38, 10) AS c_dec128,
        CASE WHEN i % 17 = 0 THEN NULL ELSE 'text ü€😀 ' || i END AS c_text,
        (i % 10)::VARCHAR AS c_dict, '' AS c_empty,
        encode('bytes ' || i) AS c_blob,
        DATE '1969-12-25' + (i % 4000)::INTEGER AS c_date,
        TIME '00:00:00' + to_microseconds(i * 1234567) AS c_time,
        TIMESTAMP '1969-12-31 23:59:00.123456' + to_seconds(i * 3601) AS c_ts,
        (TIMESTAMP '2026-01-01 00:00:00' + to_seconds(i))::TIMESTAMP_MS AS c_ts_ms,
        (TIMESTAMP '1969-12-31 23:59:59.999999' + to_seconds(i))::TIMESTAMP_NS AS c_ts_ns,
        TIMESTAMPTZ '2026-03-29 00:30:00+00' + to_minutes(i) AS c_tstz,
        uuid '00000000-0000-4000-8000-000000000000' AS c_uuid,
        NULL::INTEGER AS c_null
      FROM range(ROWS) t(i)
      """;

  /** Returns a query of lists, structs and maps, with NULLs at every level. */
  static String nested(int rows) {
    return """
        SELECT i AS id,
          CASE WHEN i % 5 = 0 THEN NULL
            ELSE [CASE WHEN (i + j) % 3 = 0 THEN NULL ELSE i * 10 + j END
              FOR j IN range(i % 4)] END AS l,
          CASE WHEN i % 7 = 0 THEN NULL
            ELSE {'a': i, 'b': CASE WHEN i % 2 = 0 THEN 'text ' || i END, 'c': {'d': [i, NULL]}}
            END AS s,
          [[j::VARCHAR FOR j IN range(k % 3)] FOR k IN range(i % 4)] AS ll,
          CASE WHEN i % 11 <> 0
            THEN [{'x': j, 'y': [{'z': (j * i)::DECIMAL(9, 2)} FOR n IN range(j)]}
              FOR j IN range(i % 3)] END AS ls,
          CASE WHEN i % 3 <> 0 THEN MAP(range(i % 3), ['v' || j FOR j IN range(i % 3)]) END AS m
        FROM range(ROWS) t(i)"""
        .replace("ROWS", String.valueOf(rows));
  }

  static String allTypes(int rows) {
    return ALL_TYPES.replace("ROWS", String.valueOf(rows));
  }

  /** Ways in which DuckDB can write. */
  static final List<String> OPTIONS =
      List.of(
          "CODEC 'uncompressed'",
          "CODEC 'snappy', ROW_GROUP_SIZE 2048",
          "CODEC 'zstd', ROW_GROUP_SIZE 4096",
          "CODEC 'gzip', ROW_GROUP_SIZE 2048",
          "CODEC 'lz4_raw', ROW_GROUP_SIZE 5000",
          "CODEC 'snappy', PARQUET_VERSION v2, ROW_GROUP_SIZE 3000",
          "CODEC 'zstd', PARQUET_VERSION v2, DICTIONARY_SIZE_LIMIT 1");

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

  @ParameterizedTest
  @FieldSource("OPTIONS")
  void readsWhatDuckDbReads(String options) throws Exception {
    String key = "types/" + Math.abs(options.hashCode()) + ".parquet";
    Path file = fixture.copy(key, allTypes(10_000), "FORMAT parquet, " + options);
    S3Table table = fixture.table(key);
    String expected =
        "SELECT * REPLACE (c_ts_ns::TIMESTAMP AS c_ts_ns, c_uuid::VARCHAR AS c_uuid)"
            + " FROM read_parquet('"
            + file
            + "')";
    assertThat(fixture.differences(table, expected)).isZero();
    assertThat(fixture.number("SELECT count(*) FROM actual")).isEqualTo(10_000);
    assertThat(table.getStatistic().getRowCount()).isEqualTo(10_000);
  }

  @Test
  void bearsTheTypesOfTheColumns() throws Exception {
    fixture.copy("rowtype.parquet", allTypes(10), "FORMAT parquet");
    RelDataType rowType = S3Fixture.rowType(fixture.table("rowtype.parquet"));
    assertThat(rowType.getFullTypeString())
        .contains(
            "BIGINT id, BOOLEAN c_bool, TINYINT c_tiny, SMALLINT c_small, INTEGER c_int",
            "SMALLINT c_utiny, INTEGER c_usmall, BIGINT c_uint, DECIMAL(20, 0) c_ubig",
            "REAL c_float, DOUBLE c_double",
            "DECIMAL(7, 2) c_dec32, DECIMAL(18, 4) c_dec64, DECIMAL(38, 10) c_dec128",
            "DATE c_date, TIME(6) c_time, TIMESTAMP(6) c_ts",
            "TIMESTAMP_WITH_LOCAL_TIME_ZONE(6) c_tstz");
  }

  @Test
  void keepsBatchesWithinTheirBounds() throws Exception {
    fixture.copy(
        "wide.parquet",
        "SELECT i, repeat('x', 1000) || i AS t FROM range(5000) r(i)",
        "FORMAT parquet");
    ExecutionContext context =
        ExecutionContext.builder(fixture.allocator).batchRows(700).batchBytes(100_000).build();
    long rows = 0;
    int batches = 0;
    try (ArrowReader reader = fixture.scan(fixture.table("wide.parquet"), context)) {
      while (reader.loadNextBatch()) {
        int count = reader.getVectorSchemaRoot().getRowCount();
        assertThat(count).isBetween(1, 700);
        batches++;
        rows += count;
      }
    }
    assertThat(rows).isEqualTo(5000);
    assertThat(batches).isGreaterThan(40);
  }

  @Test
  void unitesColumnsByName() throws Exception {
    Path one = fixture.copy("union/a.parquet", "SELECT 1 AS x, 'a' AS y", "FORMAT parquet");
    Path two = fixture.copy("union/b.parquet", "SELECT 2.5 AS z, 2 AS x", "FORMAT parquet");
    S3Table table = fixture.table("union/");
    assertThat(S3Fixture.rowType(table).getFieldNames()).containsExactly("x", "y", "z");
    assertThat(
            fixture.differences(
                table, "FROM read_parquet(['" + one + "', '" + two + "'], union_by_name = true)"))
        .isZero();
  }

  @Test
  void refusesTypesThatDoNotAgree() throws Exception {
    fixture.copy("clash/a.parquet", "SELECT 1 AS x", "FORMAT parquet");
    fixture.copy("clash/b.parquet", "SELECT 'one' AS x", "FORMAT parquet");
    S3Table table = fixture.table("clash/");
    assertThatThrownBy(() -> S3Fixture.rowType(table))
        .isInstanceOfSatisfying(
            StrakeException.class,
            e -> assertThat(e.code()).isEqualTo(ErrorCode.SOURCE_DATA_INVALID))
        .hasMessageContaining("s3 source 's3'")
        .hasMessageContaining("clash/b.parquet")
        .hasMessageContaining("column 'x' is VARCHAR, but INTEGER");
  }

  @Test
  void readsNestedColumns() throws Exception {
    Path file =
        fixture.copy("nested.parquet", nested(10_000), "FORMAT parquet, ROW_GROUP_SIZE 4096");
    S3Table table = fixture.table("nested.parquet");
    assertThat(S3Fixture.rowType(table).getFullTypeString())
        .contains(
            "BIGINT ARRAY l",
            "b, RecordType(BIGINT ARRAY d) c) s",
            "RecordType(BIGINT key, VARCHAR");
    String expected = "SELECT * REPLACE (map_entries(m) AS m) FROM read_parquet('" + file + "')";
    assertThat(fixture.differences(table, expected)).isZero();
    assertThat(fixture.number("SELECT count(*) FROM actual")).isEqualTo(10_000);
  }

  @Test
  void readsEmptyTables() throws Exception {
    fixture.copy("empty.parquet", "SELECT 1 AS x WHERE false", "FORMAT parquet");
    assertThat(fixture.differences(fixture.table("empty.parquet"), "SELECT 1 AS x WHERE false"))
        .isZero();
    assertThat(List.of(fixture.number("SELECT count(*) FROM actual"))).containsExactly(0L);
  }
}
