/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.sql.Connection;
import java.util.List;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.DataFiles;
import org.apache.iceberg.FileFormat;
import org.apache.iceberg.PartitionSpec;
import org.apache.iceberg.Schema;
import org.apache.iceberg.Table;
import org.apache.iceberg.expressions.Literal;
import org.apache.iceberg.mapping.MappingUtil;
import org.apache.iceberg.mapping.NameMappingParser;
import org.apache.iceberg.types.Type;
import org.apache.iceberg.types.Types;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Columns of Iceberg tables: every type, and files that were written under older schemas. */
@Tag("long")
class IcebergSchemaTest {
  @TempDir static Path directory;
  private static IcebergFixture iceberg;

  @BeforeAll
  static void start() throws Exception {
    iceberg = new IcebergFixture(directory);
  }

  @AfterAll
  static void stop() throws Exception {
    iceberg.close();
  }

  private static Types.NestedField optional(int id, String name, Type type) {
    return Types.NestedField.optional(id, name, type);
  }

  @Test
  void readsEveryType() throws Exception {
    Table table =
        iceberg.create(
            "types",
            new Schema(
                Types.NestedField.required(1, "id", Types.LongType.get()),
                optional(2, "b", Types.BooleanType.get()),
                optional(3, "i", Types.IntegerType.get()),
                optional(4, "f", Types.FloatType.get()),
                optional(5, "d", Types.DoubleType.get()),
                optional(6, "day", Types.DateType.get()),
                optional(7, "t", Types.TimeType.get()),
                optional(8, "ts", Types.TimestampType.withoutZone()),
                optional(9, "tz", Types.TimestampType.withZone()),
                optional(10, "s", Types.StringType.get()),
                optional(11, "u", Types.UUIDType.get()),
                optional(12, "bin", Types.BinaryType.get()),
                optional(13, "dec", Types.DecimalType.of(20, 3)),
                optional(14, "small", Types.DecimalType.of(7, 2)),
                optional(15, "list", Types.ListType.ofOptional(16, Types.IntegerType.get())),
                optional(
                    17,
                    "map",
                    Types.MapType.ofOptional(18, 19, Types.StringType.get(), Types.LongType.get())),
                optional(
                    20,
                    "st",
                    Types.StructType.of(
                        optional(21, "x", Types.IntegerType.get()),
                        optional(22, "y", Types.StringType.get())))));
    String rows =
        "SELECT i::BIGINT AS id, CASE WHEN n THEN NULL ELSE i % 2 = 0 END AS b, i::INTEGER AS i,"
            + " (i / 4)::FLOAT AS f, CASE WHEN n THEN NULL ELSE i / 8.0::DOUBLE END AS d,"
            + " DATE '2026-01-01' + i::INTEGER AS day, TIME '01:02:03.000004' AS t,"
            + " TIMESTAMP '2026-01-01 00:00:00.000001' + to_seconds(i) AS ts,"
            + " TIMESTAMPTZ '2026-01-01 00:00:00+00' + to_seconds(i) AS tz,"
            + " CASE WHEN n THEN NULL ELSE 's' || i END AS s,"
            + " ('00000000-0000-0000-0000-' || lpad(i::VARCHAR, 12, '0'))::UUID AS u,"
            + " ('b' || i)::BLOB AS bin, (i * 1000 + 0.125)::DECIMAL(20, 3) AS dec,"
            + " (i / 100)::DECIMAL(7, 2) AS small, [i::INTEGER, NULL, 3] AS list,"
            + " MAP {'k' || i: i::BIGINT} AS map, {'x': i::INTEGER, 'y': 'y' || i} AS st"
            + " FROM (SELECT i, i % 3 = 0 AS n FROM range(5000) r(i))";
    iceberg.append(table, rows);
    String expected =
        "SELECT id, b, i, f, d, day, t, ts, tz, s, u::VARCHAR AS u, bin, dec, small, list,"
            + " map_entries(map) AS map, st FROM ("
            + rows
            + ")";
    assertThat(iceberg.differences(table, expected)).isZero();
  }

  @Test
  void followsRenamesDropsAndAdditions() throws Exception {
    Table table =
        iceberg.create(
            "evolved",
            new Schema(
                optional(1, "id", Types.LongType.get()),
                optional(2, "a", Types.IntegerType.get()),
                optional(3, "gone", Types.StringType.get()),
                optional(4, "f", Types.FloatType.get()),
                optional(5, "dec", Types.DecimalType.of(6, 2))));
    String first =
        "SELECT i AS id, (i * 2)::INTEGER AS a, 'old' || i AS gone, (i / 2)::FLOAT AS f,"
            + " (i / 10)::DECIMAL(6, 2) AS dec FROM range(3000) r(i)";
    iceberg.append(table, first);
    table
        .updateSchema()
        .renameColumn("a", "b")
        .deleteColumn("gone")
        .updateColumn("a", Types.LongType.get())
        .updateColumn("f", Types.DoubleType.get())
        .updateColumn("dec", Types.DecimalType.of(18, 2))
        .commit();
    table
        .updateSchema()
        .addColumn("gone", Types.StringType.get()) // another column of an old name
        .addColumn("a", Types.IntegerType.get())
        .moveFirst("f")
        .commit();
    String second =
        "SELECT (i / 3.0)::DOUBLE AS f, i AS id, i * 5000000000 AS b,"
            + " (i * 123456789.12)::DECIMAL(18, 2) AS dec, 'new' || i AS gone, i::INTEGER AS a"
            + " FROM range(3000, 4000) r(i)";
    iceberg.append(table, second);
    String expected =
        "SELECT f::DOUBLE AS f, id, a::BIGINT AS b, dec::DECIMAL(18, 2) AS dec, NULL AS gone,"
            + " NULL::INTEGER AS a FROM ("
            + first
            + ") UNION ALL "
            + second;
    assertThat(iceberg.differences(table, expected)).isZero();
    try (Connection connection = iceberg.store.connect(IcebergFixture.definition(table, ""))) {
      assertThat(
              S3Fixture.query(
                  connection,
                  "select count(*), count(\"a\"), max(\"b\"), min(\"b\") from \"t\""
                      + " where \"b\" >= 5990"))
          .containsExactly("1005|1000|19995000000000|5990");
      assertThat(S3Fixture.query(connection, "select \"id\" from \"t\" where \"gone\" = 'new3001'"))
          .containsExactly("3001");
    }
  }

  @Test
  void followsChangesWithinNestedColumns() throws Exception {
    Table table =
        iceberg.create(
            "nested",
            new Schema(
                optional(1, "id", Types.LongType.get()),
                optional(
                    2,
                    "st",
                    Types.StructType.of(
                        optional(3, "x", Types.IntegerType.get()),
                        optional(4, "y", Types.StringType.get()),
                        optional(
                            5,
                            "in",
                            Types.StructType.of(optional(6, "z", Types.IntegerType.get()))))),
                optional(
                    7,
                    "list",
                    Types.ListType.ofOptional(
                        8,
                        Types.StructType.of(
                            optional(9, "p", Types.IntegerType.get()),
                            optional(10, "q", Types.StringType.get())))),
                optional(
                    11,
                    "map",
                    Types.MapType.ofOptional(
                        12,
                        13,
                        Types.StringType.get(),
                        Types.StructType.of(optional(14, "v", Types.IntegerType.get()))))));
    String first =
        "SELECT i AS id, CASE WHEN i % 5 = 0 THEN NULL ELSE {'x': i::INTEGER, 'y': 'y' || i,"
            + " 'in': CASE WHEN i % 3 = 0 THEN NULL ELSE {'z': i::INTEGER} END} END AS st,"
            + " CASE WHEN i % 7 = 0 THEN NULL WHEN i % 7 = 1 THEN []"
            + " ELSE [{'p': i::INTEGER, 'q': 'q' || i}, NULL, {'p': NULL, 'q': 'r'}] END AS list,"
            + " MAP {'a': {'v': i::INTEGER}, 'b': NULL} AS map FROM range(2500) r(i)";
    iceberg.append(table, first);
    table
        .updateSchema()
        .renameColumn("st.x", "xx")
        .updateColumn("st.x", Types.LongType.get())
        .deleteColumn("st.y")
        .addColumn("st", "w", Types.DoubleType.get())
        .moveFirst("st.w")
        .deleteColumn("st.in.z")
        .addColumn("st.in", "z", Types.StringType.get())
        .renameColumn("list.element.q", "qq")
        .addColumn("list.element", "r", Types.DateType.get())
        .addColumn("map.value", "u", Types.BooleanType.get())
        .commit();
    String second =
        "SELECT 9000 AS id, {'w': 1.5::DOUBLE, 'xx': 2::BIGINT, 'in': {'z': 'zz'}} AS st,"
            + " [{'p': 1, 'qq': 'a', 'r': DATE '2026-01-01'}] AS list,"
            + " MAP {'c': {'v': 3, 'u': true}} AS map";
    iceberg.append(table, second);
    String expected =
        "SELECT id, CASE WHEN st IS NULL THEN NULL ELSE {'w': NULL::DOUBLE, 'xx': st.x::BIGINT,"
            + " 'in': CASE WHEN st.in IS NULL THEN NULL ELSE {'z': NULL::VARCHAR} END} END AS st,"
            + " list_transform(list, lambda e: CASE WHEN e IS NULL THEN NULL"
            + " ELSE {'p': e.p, 'qq': e.q, 'r': NULL::DATE} END) AS list,"
            + " list_transform(map_entries(map), lambda e: {'key': e.key, 'value':"
            + " CASE WHEN e.value IS NULL THEN NULL ELSE {'v': e.value.v, 'u': NULL::BOOLEAN} END})"
            + " AS map FROM ("
            + first
            + ") UNION ALL SELECT id, st, list, map_entries(map) FROM ("
            + second
            + ")";
    assertThat(iceberg.differences(table, expected)).isZero();
  }

  @Test
  void givesOldFilesTheInitialDefaults() throws Exception {
    Table table =
        iceberg.create(
            "defaults",
            new Schema(optional(1, "id", Types.LongType.get())),
            PartitionSpec.unpartitioned(),
            3);
    iceberg.append(table, "SELECT i AS id FROM range(100) r(i)");
    table
        .updateSchema()
        .addColumn("n", Types.IntegerType.get(), Literal.of(7))
        .addRequiredColumn("s", Types.StringType.get(), null, Literal.of("new"))
        .addColumn("dec", Types.DecimalType.of(5, 2), Literal.of(new java.math.BigDecimal("1.50")))
        .addColumn("x", Types.DoubleType.get(), Literal.of(2.5))
        .addColumn("day", Types.DateType.get(), Literal.of("2026-02-03").to(Types.DateType.get()))
        .commit();
    String second =
        "SELECT 200 AS id, NULL::INTEGER AS n, 'given' AS s, 2.25::DECIMAL(5, 2) AS dec,"
            + " NULL::DOUBLE AS x, NULL::DATE AS day";
    iceberg.append(table, second);
    assertThat(
            iceberg.differences(
                table,
                "SELECT i AS id, 7::INTEGER AS n, 'new' AS s, 1.5::DECIMAL(5, 2) AS dec, 2.5 AS x,"
                    + " DATE '2026-02-03' AS day FROM range(100) r(i) UNION ALL "
                    + second))
        .isZero();
    try (Connection connection = iceberg.store.connect(IcebergFixture.definition(table, ""))) {
      assertThat(
              S3Fixture.query(
                  connection, "select count(*), count(\"n\"), min(\"n\"), max(\"n\") from \"t\""))
          .containsExactly("101|100|7|7");
      assertThat(S3Fixture.query(connection, "select count(*) from \"t\" where \"n\" = 7"))
          .containsExactly("100");
      assertThat(S3Fixture.query(connection, "select count(*) from \"t\" where \"n\" is null"))
          .containsExactly("1");
    }
  }

  @Test
  void readsFilesWithoutIdentifiersByTheNameMappingOnly() throws Exception {
    Table table =
        iceberg.create(
            "mapped",
            new Schema(
                optional(1, "id", Types.LongType.get()),
                optional(2, "st", Types.StructType.of(optional(3, "x", Types.IntegerType.get()))),
                optional(4, "list", Types.ListType.ofOptional(5, Types.StringType.get()))));
    String rows =
        "SELECT i AS id, {'x': i::INTEGER} AS st, ['l' || i] AS list FROM range(100) r(i)";
    Path local = iceberg.parquet(rows, "");
    iceberg.store.s3.put(S3Fixture.BUCKET, "mapped/data/plain.parquet", local);
    DataFile file =
        DataFiles.builder(table.spec())
            .withPath("s3://data/mapped/data/plain.parquet")
            .withFormat(FileFormat.PARQUET)
            .withFileSizeInBytes(java.nio.file.Files.size(local))
            .withRecordCount(100)
            .build();
    table.newAppend().appendFile(file).commit();
    assertThatThrownBy(() -> iceberg.differences(table, rows))
        .hasMessageContaining("'data/mapped/data/plain.parquet'")
        .hasMessageContaining("schema.name-mapping.default");
    table
        .updateProperties()
        .set(
            "schema.name-mapping.default",
            NameMappingParser.toJson(MappingUtil.create(table.schema())))
        .commit();
    table.updateSchema().renameColumn("st.x", "xx").renameColumn("list", "texts").commit();
    assertThat(
            iceberg.differences(
                table, "SELECT id, {'xx': st.x} AS st, list AS texts FROM (" + rows + ")"))
        .isZero();
  }

  @Test
  void refusesOtherFormatsAndTypesWithTheNameOfTheFile() throws Exception {
    Table table = iceberg.create("refused", new Schema(optional(1, "id", Types.LongType.get())));
    DataFile avro =
        DataFiles.builder(table.spec())
            .withPath("s3://data/refused/data/rows.avro")
            .withFormat(FileFormat.AVRO)
            .withFileSizeInBytes(100)
            .withRecordCount(1)
            .build();
    table.newAppend().appendFile(avro).commit();
    assertThatThrownBy(() -> iceberg.differences(table, "SELECT 1"))
        .hasMessageContaining("'s3://data/refused/data/rows.avro' is AVRO");
    Table texts = iceberg.create("texts", new Schema(optional(1, "id", Types.LongType.get())));
    Table other = iceberg.create("texts2", new Schema(optional(1, "id", Types.StringType.get())));
    DataFile wrong = iceberg.file(other, "SELECT 'a' AS id", null);
    texts.newAppend().appendFile(wrong).commit();
    assertThatThrownBy(() -> iceberg.differences(texts, "SELECT 1"))
        .hasMessageContaining("column 'id' cannot be read as BIGINT")
        .hasMessageContaining("texts2/data");
  }

  @Test
  void knowsATableWithoutSnapshots() throws Exception {
    Table table = iceberg.create("empty", new Schema(optional(1, "id", Types.LongType.get())));
    assertThat(iceberg.differences(table, "SELECT 1::BIGINT AS id WHERE false")).isZero();
    try (Connection connection = iceberg.store.connect(IcebergFixture.definition(table, ""))) {
      assertThat(S3Fixture.query(connection, "select count(*) from \"t\"")).isEqualTo(List.of("0"));
    }
  }
}
