/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.strake.planner.type.StrakeTypeFactory;
import io.strake.s3.scan.ScanSpec;
import java.nio.file.Path;
import java.sql.Connection;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.arrow.vector.IntVector;
import org.apache.arrow.vector.ipc.ArrowReader;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rel.type.RelDataTypeFactory;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.DeleteFile;
import org.apache.iceberg.FileFormat;
import org.apache.iceberg.FileMetadata;
import org.apache.iceberg.PartitionSpec;
import org.apache.iceberg.RowDelta;
import org.apache.iceberg.Schema;
import org.apache.iceberg.Table;
import org.apache.iceberg.deletes.BaseDVFileWriter;
import org.apache.iceberg.io.OutputFileFactory;
import org.apache.iceberg.types.Types;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Rows of Iceberg tables that were deleted by position, by value, and by deletion vectors. */
@Tag("long")
class IcebergDeleteTest {
  private static final Schema SCHEMA =
      new Schema(
          Types.NestedField.optional(1, "id", Types.LongType.get()),
          Types.NestedField.optional(2, "g", Types.IntegerType.get()),
          Types.NestedField.optional(3, "s", Types.StringType.get()),
          Types.NestedField.optional(4, "dec", Types.DecimalType.of(9, 2)),
          Types.NestedField.optional(5, "flag", Types.BooleanType.get()),
          Types.NestedField.optional(
              6, "list", Types.ListType.ofOptional(7, Types.IntegerType.get())),
          Types.NestedField.optional(
              8,
              "st",
              Types.StructType.of(Types.NestedField.optional(9, "x", Types.StringType.get()))),
          Types.NestedField.optional(10, "ts", Types.TimestampType.withoutZone()));

  private static final String ROWS =
      "SELECT i AS id, CASE WHEN i %% 11 = 0 THEN NULL ELSE i %% 10 END::INTEGER AS g,"
          + " CASE WHEN i %% 13 = 0 THEN NULL ELSE 's' || i %% 17 END AS s,"
          + " (i / 100)::DECIMAL(9, 2) AS dec, i %% 3 = 0 AS flag,"
          + " CASE WHEN i %% 4 = 0 THEN NULL ELSE [i::INTEGER, NULL] END AS list,"
          + " CASE WHEN i %% 5 = 0 THEN NULL ELSE {'x': 'x' || i} END AS st,"
          + " TIMESTAMP '2026-01-01 00:00:00' + to_milliseconds(i * 2) AS ts"
          + " FROM range(%d, %d) r(i)";

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

  private static String rows(int from, int to) {
    return ROWS.formatted(from, to);
  }

  private static DeleteFile positions(Table table, DataFile file, String condition)
      throws Exception {
    return iceberg.positionDeletes(
        table,
        "SELECT '%s' AS file_path, pos::BIGINT AS pos FROM range(10000) r(pos) WHERE %s"
            .formatted(file.location(), condition),
        null);
  }

  @Test
  void leavesOutRowsDeletedByPosition() throws Exception {
    Table table = iceberg.create("positions", SCHEMA);
    DataFile first = iceberg.append(table, rows(0, 7000));
    iceberg.append(table, rows(7000, 9000));
    table
        .newRowDelta()
        .addDeletes(positions(table, first, "pos % 3 = 1 OR pos BETWEEN 2048 AND 6143"))
        .addDeletes(positions(table, first, "pos IN (0, 6999)"))
        .commit();
    String left =
        "SELECT * FROM ("
            + rows(0, 9000)
            + ") WHERE id >= 7000 OR NOT (id % 3 = 1 OR id BETWEEN 2048 AND 6143"
            + " OR id IN (0, 6999))";
    assertThat(iceberg.differences(table, left)).isZero();
    try (Connection connection = iceberg.store.connect(IcebergFixture.definition(table, ""))) {
      List<String> expected =
          iceberg.store.duckRows(
              "SELECT count(*), count(g), min(id), max(id), sum(id) FROM (" + left + ")");
      assertThat(
              S3Fixture.query(
                  connection,
                  "select count(*), count(\"g\"), min(\"id\"), max(\"id\"), sum(\"id\") from \"t\""))
          .isEqualTo(expected);
      // without SUM footers answer for files without deletes, and only for those
      assertThat(
              S3Fixture.query(
                  connection, "select count(*), count(\"g\"), min(\"id\"), max(\"id\") from \"t\""))
          .isEqualTo(List.of(expected.get(0).replaceFirst("[|][^|]*$", "")));
      assertThat(S3Fixture.query(connection, "select count(*) from \"t\""))
          .isEqualTo(iceberg.store.duckRows("SELECT count(*) FROM (" + left + ")"));
      assertThat(S3Fixture.query(connection, "select \"id\" from \"t\" limit 5000")).hasSize(3934);
    }
  }

  @Test
  void leavesOutRowsWithDeletedValuesOfFilesBefore() throws Exception {
    Table table = iceberg.create("values", SCHEMA);
    iceberg.append(table, rows(0, 3000));
    table
        .newRowDelta()
        .addDeletes(
            iceberg.equalityDeletes(
                table,
                "SELECT * FROM (VALUES (3::INTEGER, 's5'), (NULL, 's6'), (4, NULL)) v(g, s)",
                null,
                "g",
                "s"))
        .addDeletes(
            iceberg.equalityDeletes(table, "SELECT 1.25::DECIMAL(9, 2) AS dec", null, "dec"))
        .commit();
    iceberg.append(table, rows(3000, 5000)); // the deletes are older than these rows
    table
        .newRowDelta()
        .addDeletes(
            iceberg.equalityDeletes(
                table, "SELECT TIMESTAMP '2026-01-01 00:00:06' AS ts", null, "ts"))
        .commit();
    String left =
        "SELECT * FROM ("
            + rows(0, 5000)
            + ") WHERE NOT (id < 3000 AND ((g IS NOT DISTINCT FROM 3 AND s IS NOT DISTINCT FROM 's5')"
            + " OR (g IS NULL AND s IS NOT DISTINCT FROM 's6') OR (g IS NOT DISTINCT FROM 4"
            + " AND s IS NULL) OR dec = 1.25)) AND ts <> TIMESTAMP '2026-01-01 00:00:06'";
    assertThat(iceberg.differences(table, left)).isZero();
    try (Connection connection = iceberg.store.connect(IcebergFixture.definition(table, ""))) {
      // columns that only the deletes compare are read as well, and not shown
      assertThat(S3Fixture.query(connection, "select count(*), sum(\"id\") from \"t\""))
          .isEqualTo(iceberg.store.duckRows("SELECT count(*), sum(id) FROM (" + left + ")"));
      assertThat(S3Fixture.query(connection, "select \"flag\" from \"t\" where \"id\" = 125"))
          .isEmpty();
    }
  }

  @Test
  void leavesOutDeletedRowsAmongThoseThatAFilterFindsFirst() throws Exception {
    Table table =
        iceberg.create(
            "late",
            new Schema(
                Types.NestedField.optional(1, "id", Types.LongType.get()),
                Types.NestedField.optional(2, "k", Types.LongType.get()),
                Types.NestedField.optional(3, "payload", Types.StringType.get())));
    String rows =
        "SELECT i AS id, (i // 50 * 7919 % 2003)::BIGINT AS k, array_to_string(list_transform("
            + "range(12), j -> md5(i || '-' || j)), '') AS payload FROM range(0, 40000) r(i)";
    DataFile file = iceberg.append(table, rows);
    table
        .newRowDelta()
        .addDeletes(positions(table, file, "pos % 3 = 1 OR pos BETWEEN 5000 AND 7000"))
        .addDeletes(iceberg.equalityDeletes(table, "SELECT 33333::BIGINT AS id", null, "id"))
        .commit();
    String left =
        "("
            + rows
            + ") WHERE id <> 33333 AND (id >= 10000 OR id % 3 <> 1 AND NOT id BETWEEN 5000 AND 7000)";
    String select = "SELECT count(*), sum(\"id\"), min(\"payload\"), max(\"payload\") FROM ";
    try (Connection connection = iceberg.store.connect(IcebergFixture.definition(table, ""))) {
      for (int run = 0; run < 90; run += 11) { // 50 rows each, in two places
        String where = "\"k\" IN (%d, %d)".formatted(run * 7919 % 2003, (run + 101) * 7919 % 2003);
        assertThat(S3Fixture.query(connection, select + "\"t\" WHERE " + where))
            .as(where)
            .isEqualTo(iceberg.store.duckRows(select + left + " AND " + where));
      }
    }
  }

  @Test
  void comparesColumnsThatWereRenamedAndDroppedSince() throws Exception {
    Table table = iceberg.create("dropped", SCHEMA);
    iceberg.append(table, rows(0, 500));
    table
        .newRowDelta()
        .addDeletes(iceberg.equalityDeletes(table, "SELECT 's5' AS s", null, "s"))
        .addDeletes(iceberg.equalityDeletes(table, "SELECT 7::INTEGER AS g", null, "g"))
        .commit();
    table
        .updateSchema()
        .deleteColumn("s")
        .renameColumn("g", "grp")
        .updateColumn("g", Types.LongType.get())
        .commit();
    assertThat(
            iceberg.differences(
                table,
                "SELECT id, g::BIGINT AS grp, dec, flag, list, st, ts FROM ("
                    + rows(0, 500)
                    + ") WHERE s IS DISTINCT FROM 's5' AND g IS DISTINCT FROM 7"))
        .isZero();
  }

  @Test
  void readsDeletionVectors() throws Exception {
    Table table = iceberg.create("vectors", SCHEMA, PartitionSpec.unpartitioned(), 3);
    DataFile first = iceberg.append(table, rows(0, 5000));
    DataFile second = iceberg.append(table, rows(5000, 6000));
    OutputFileFactory puffins =
        OutputFileFactory.builderFor(table, 1, 1).format(FileFormat.PUFFIN).build();
    BaseDVFileWriter writer = new BaseDVFileWriter(puffins, path -> null);
    for (int pos = 0; pos < 5000; pos += 2) {
      writer.delete(first.location(), pos, table.spec(), null);
    }
    writer.delete(second.location(), 999, table.spec(), null);
    writer.close();
    RowDelta delta = table.newRowDelta();
    writer.result().deleteFiles().forEach(delta::addDeletes);
    delta.commit();
    assertThat(
            iceberg.differences(
                table,
                "SELECT * FROM ("
                    + rows(0, 6000)
                    + ") WHERE CASE WHEN id < 5000 THEN id % 2 = 1 ELSE id <> 5999 END"))
        .isZero();
  }

  @Test
  void namesADeletionVectorThatIsDamaged() throws Exception {
    Table table = iceberg.create("damagedvector", SCHEMA, PartitionSpec.unpartitioned(), 3);
    DataFile file = iceberg.append(table, rows(0, 100));
    BaseDVFileWriter writer =
        new BaseDVFileWriter(
            OutputFileFactory.builderFor(table, 1, 1).format(FileFormat.PUFFIN).build(),
            path -> null);
    writer.delete(file.location(), 5, table.spec(), null);
    writer.close();
    DeleteFile vector = writer.result().deleteFiles().get(0);
    table.newRowDelta().addDeletes(vector).commit();
    String key = vector.location().replace("s3://data/", "");
    iceberg.store.text(key, "x".repeat(Math.toIntExact(vector.fileSizeInBytes())));
    assertThatThrownBy(() -> iceberg.differences(table, "SELECT 1"))
        .hasMessageContaining("'data/" + key + "'")
        .hasMessageContaining("its deletion vector is damaged");
  }

  @Test
  void comparesAndMovesNarrowDecimals() throws Exception {
    Table table = iceberg.create("narrow", SCHEMA);
    iceberg.append(table, rows(0, 300));
    table
        .newRowDelta()
        .addDeletes(
            iceberg.equalityDeletes(table, "SELECT 0.07::DECIMAL(9, 2) AS dec", null, "dec"))
        .commit();
    S3Table read = S3Fixture.table(iceberg.store.schema(IcebergFixture.operand(table)));
    ScanSpec spec = ScanSpec.all(List.of("dec"));
    RelDataTypeFactory factory = new StrakeTypeFactory();
    RelDataType row =
        factory.builder().add(read.getRowType(factory).getField("dec", true, false)).build();
    List<Integer> found = new ArrayList<>();
    try (ArrowReader reader = read.scan(iceberg.store.context(), spec, row, true)) {
      while (reader.loadNextBatch()) {
        IntVector unscaled = (IntVector) reader.getVectorSchemaRoot().getVector(0);
        for (int i = 0; i < unscaled.getValueCount(); i++) {
          found.add(unscaled.get(i));
        }
      }
    }
    assertThat(found).isEqualTo(IntStream.range(0, 300).filter(i -> i != 7).boxed().toList());
  }

  @Test
  void refusesDeleteFilesOfOtherFormats() throws Exception {
    Table table = iceberg.create("avrodeletes", SCHEMA);
    iceberg.append(table, rows(0, 10));
    DeleteFile avro =
        FileMetadata.deleteFileBuilder(table.spec())
            .ofPositionDeletes()
            .withPath("s3://data/avrodeletes/d.avro")
            .withFormat(FileFormat.AVRO)
            .withFileSizeInBytes(10)
            .withRecordCount(1)
            .build();
    table.newRowDelta().addDeletes(avro).commit();
    assertThatThrownBy(() -> iceberg.differences(table, "SELECT 1"))
        .hasMessageContaining("delete file 's3://data/avrodeletes/d.avro' is AVRO");
  }

  @Test
  void answersRandomFiltersOverDeletesLikeDuckDb() throws Exception {
    PartitionSpec spec = PartitionSpec.builderFor(SCHEMA).bucket("id", 3).identity("flag").build();
    Table table = iceberg.create("random", SCHEMA, spec, 2);
    iceberg.store.duck("CREATE TABLE truth AS FROM (" + rows(0, 6000) + ")");
    List<DataFile> files = new ArrayList<>(iceberg.appendPartitioned(table, rows(0, 6000)));
    Random random = new Random(20261127);
    for (int i = 0; i < 6; i++) {
      DataFile file = files.get(random.nextInt(files.size()));
      int step = 2 + random.nextInt(5);
      RowDelta delta = table.newRowDelta();
      delta.addDeletes(
          iceberg.positionDeletes(
              table,
              "SELECT '%s' AS file_path, pos::BIGINT AS pos FROM range(%d) r(pos) WHERE pos %% %d = 0"
                  .formatted(file.location(), file.recordCount(), step),
              file.partition()));
      int g = random.nextInt(10);
      delta.addDeletes(
          iceberg.equalityDeletes(
              table,
              "SELECT %d::INTEGER AS g, 's%d' AS s UNION ALL SELECT NULL, 's%d'"
                  .formatted(g, g, g + 1),
              file.partition(),
              "g",
              "s"));
      delta.commit();
      iceberg.store.duck(
          ("DELETE FROM truth WHERE id IN (SELECT id FROM (SELECT id, (row_number() OVER (ORDER BY"
                  + " id)) - 1 AS pos FROM '%s') WHERE pos %% %d = 0)")
              .formatted(local(file), step));
      String partition =
          files.stream()
              .filter(other -> other.partition().equals(file.partition()))
              .map(other -> "'" + local(other) + "'")
              .collect(Collectors.joining(", ", "[", "]"));
      iceberg.store.duck(
          ("DELETE FROM truth WHERE id IN (SELECT id FROM read_parquet(%s)) AND ((g IS NOT DISTINCT FROM %d AND s"
                  + " IS NOT DISTINCT FROM 's%d') OR (g IS NULL AND s IS NOT DISTINCT FROM 's%d'))")
              .formatted(partition, g, g, g + 1));
      if (i == 2) {
        files.addAll(iceberg.appendPartitioned(table, rows(6000, 7000)));
        iceberg.store.duck("INSERT INTO truth FROM (" + rows(6000, 7000) + ")");
      }
    }
    assertThat(iceberg.differences(table, "FROM truth")).isZero();
    try (Connection connection = iceberg.store.connect(IcebergFixture.definition(table, ""))) {
      int pruned = 0;
      for (int i = 0; i < 60; i++) {
        String condition = IcebergConditions.random(random, 3);
        String select = "select count(*), sum(\"id\"), count(\"s\"), min(\"g\") from ";
        String plan = S3Fixture.explain(connection, select + "\"t\" where " + condition);
        pruned += plan.contains("prune=") ? 1 : 0;
        assertThat(S3Fixture.query(connection, select + "\"t\" where " + condition))
            .as("%s%n%s", condition, plan)
            .isEqualTo(iceberg.store.duckRows(select + "truth where " + condition));
      }
      assertThat(pruned).isGreaterThan(20);
    }
  }

  private static Path local(DataFile file) {
    return directory.resolve(file.location().replaceFirst(".*/", ""));
  }
}
