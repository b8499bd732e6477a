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
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.arrow.vector.ipc.ArrowReader;
import org.apache.iceberg.HasTableOperations;
import org.apache.iceberg.Schema;
import org.apache.iceberg.Table;
import org.apache.iceberg.types.Types;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which state of an Iceberg table is read, where it is found, and how long it stays the same. */
@Tag("long")
class IcebergSnapshotTest {
  private static final Schema SCHEMA =
      new Schema(Types.NestedField.optional(1, "id", Types.LongType.get()));

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
    return "SELECT i AS id FROM range(%d, %d) r(i)".formatted(from, to);
  }

  private static S3Table read(Table table, Object... more) {
    return S3Fixture.table(iceberg.store.schema(IcebergFixture.operand(table, more)));
  }

  private static long count(S3Table table) throws Exception {
    return count(table, iceberg.store.context());
  }

  private static long count(S3Table table, ExecutionContext context) throws Exception {
    long rows = 0;
    try (ArrowReader reader = iceberg.store.scan(table, context)) {
      while (reader.loadNextBatch()) {
        rows += reader.getVectorSchemaRoot().getRowCount();
      }
    }
    return rows;
  }

  private static void assertFails(S3Table table, ErrorCode code, String... parts) {
    assertThatThrownBy(() -> count(table))
        .isInstanceOfSatisfying(StrakeException.class, e -> assertThat(e.code()).isEqualTo(code))
        .hasMessageContainingAll(parts);
  }

  @Test
  void readsOldSnapshotsBranchesAndTags() throws Exception {
    Table table = iceberg.create("states", SCHEMA);
    iceberg.append(table, rows(0, 10));
    long first = table.currentSnapshot().snapshotId();
    Instant firstTime = Instant.ofEpochMilli(table.currentSnapshot().timestampMillis());
    table.manageSnapshots().createTag("begin", first).createBranch("audit", first).commit();
    Thread.sleep(5);
    table.updateSchema().renameColumn("id", "number").commit();
    iceberg.append(table, "SELECT i AS number FROM range(10, 25) r(i)");
    table
        .newAppend()
        .appendFile(iceberg.file(table, "SELECT i AS number FROM range(100, 103) r(i)", null))
        .toBranch("audit")
        .commit();

    assertThat(count(read(table))).isEqualTo(25);
    S3Table old = read(table, "snapshotId", String.valueOf(first));
    assertThat(count(old)).isEqualTo(10);
    assertThat(S3Fixture.rowType(old).getFieldNames()).containsExactly("id");
    assertThat(count(read(table, "asOf", firstTime.toString()))).isEqualTo(10);
    assertThat(count(read(table, "ref", "begin"))).isEqualTo(10);
    S3Table branch = read(table, "ref", "audit");
    assertThat(count(branch)).isEqualTo(13);
    assertThat(S3Fixture.rowType(branch).getFieldNames()).containsExactly("number");
    assertThat(old.getStatistic().getRowCount()).isEqualTo(10);

    assertFails(
        read(table, "snapshotId", "77"), ErrorCode.INVALID_CONFIGURATION, "'t'", "snapshotId=77");
    assertFails(
        read(table, "asOf", "2020-01-01T00:00:00Z"),
        ErrorCode.INVALID_CONFIGURATION,
        "asOf=2020-01-01T00:00:00Z");
    assertFails(read(table, "ref", "none"), ErrorCode.INVALID_CONFIGURATION, "ref=none");
  }

  @Test
  void staysWithItsSnapshotWhileOthersCommit() throws Exception {
    Table table = iceberg.create("pinned", SCHEMA);
    iceberg.append(table, rows(0, 10));
    Map<String, Object> operand =
        new HashMap<>(
            Map.of(
                "endpoint", iceberg.store.s3.endpoint(),
                "bucket", S3Fixture.BUCKET,
                "accessKey", iceberg.store.s3.accessKey(),
                "secretKey", iceberg.store.s3.secretKey(),
                "metadataTtl", "PT0.001S"));
    operand.put("definitions", List.of(IcebergFixture.operand(table)));
    S3Table read = S3Fixture.table(iceberg.store.open(operand));
    ExecutionContext statement = iceberg.store.context();
    assertThat(count(read, statement)).isEqualTo(10);
    iceberg.append(table, rows(10, 15));
    Thread.sleep(5);
    assertThat(count(read, statement)).isEqualTo(10); // another scan of the same statement
    assertThat(count(read)).isEqualTo(15); // a later statement
  }

  @Test
  void seesACommitAfterTheTimeToLiveOnly() throws Exception {
    Table table = iceberg.create("ttl", SCHEMA);
    iceberg.append(table, rows(0, 10));
    S3Table read = read(table);
    assertThat(count(read)).isEqualTo(10);
    iceberg.append(table, rows(10, 15));
    assertThat(count(read)).isEqualTo(10); // listed less than a minute ago
  }

  @Test
  void findsTheMetadataFile() throws Exception {
    Table table = iceberg.create("found", SCHEMA);
    iceberg.append(table, rows(0, 10));
    String old = metadata(table);
    iceberg.append(table, rows(10, 15));
    String address = old.replace("s3://", "s3a://");
    assertThat(count(located(address))).isEqualTo(10);
    assertThat(count(located(old.replace("s3://data/", "")))).isEqualTo(10);
    assertThat(count(located("s3://data/found"))).isEqualTo(15);
    assertThat(count(located("found/"))).isEqualTo(15);

    copy(old, "found/metadata/v7.metadata.json");
    copy(metadata(table), "found/metadata/v8.metadata.json");
    iceberg.store.text("found/metadata/version-hint.text", "7\n");
    assertThat(count(located("found"))).isEqualTo(15); // version 8 follows without a gap
    iceberg.store.text("found/metadata/version-hint.text", "6");
    assertFails(located("found"), ErrorCode.SOURCE_DATA_INVALID, "names version 6");
    iceberg.store.text("found/metadata/version-hint.text", "six");
    assertFails(located("found"), ErrorCode.SOURCE_DATA_INVALID, "no number");
  }

  @Test
  void refusesToGuessBetweenMetadataFilesOfOneNumber() throws Exception {
    Table table = iceberg.create("twice", SCHEMA);
    iceberg.append(table, rows(0, 10));
    String number = metadata(table).replaceFirst(".*/(\\d+)-.*", "$1");
    copy(metadata(table), "twice/metadata/" + number + "-other.metadata.json");
    assertFails(located("twice"), ErrorCode.INVALID_CONFIGURATION, "the same number", "catalog");
    assertFails(located("nothing/here"), ErrorCode.UNKNOWN_TABLE, "nothing/here/metadata/");
  }

  @Test
  void readsOnlyFilesOfItsBucket() throws Exception {
    Table table = iceberg.create("foreign", SCHEMA);
    iceberg.append(table, rows(0, 10));
    for (String other : List.of("s3://elsewhere/", "file:///srv/", "s3://data/../x/")) {
      String text = text(metadata(table)).replace("s3://data/", other);
      iceberg.store.text("moved/metadata/v1.metadata.json", text);
      assertFails(
          located("moved"), ErrorCode.SOURCE_DATA_INVALID, other, "does not lie in bucket 'data'");
    }
    assertFails(located("s3://other/foreign"), ErrorCode.SOURCE_DATA_INVALID, "bucket 'data'");
  }

  @Test
  void namesDamagedAndMissingMetadata() throws Exception {
    Table table = iceberg.create("damaged", SCHEMA);
    iceberg.append(table, rows(0, 10));
    String json = text(metadata(table));
    iceberg.store.text("d1/metadata/v1.metadata.json", json.substring(0, json.length() / 2));
    assertFails(located("d1"), ErrorCode.SOURCE_DATA_INVALID, "'t'", "d1", "damaged");
    iceberg.store.text("d2/metadata/v1.metadata.json", "[]");
    assertFails(located("d2"), ErrorCode.SOURCE_DATA_INVALID, "'t'", "damaged");
    iceberg.store.text(
        "d3/metadata/v1.metadata.json",
        json.replace("\"format-version\":2", "\"format-version\":9"));
    assertFails(located("d3"), ErrorCode.SOURCE_DATA_INVALID, "unknown version");

    String list = table.currentSnapshot().manifestListLocation();
    iceberg.store.text("d4/list.avro", "no avro");
    iceberg.store.text(
        "d4/metadata/v1.metadata.json", json.replace(list, "s3://data/d4/list.avro"));
    assertFails(located("d4"), ErrorCode.SOURCE_DATA_INVALID, "'t'", "damaged");
    iceberg.store.text(
        "d5/metadata/v1.metadata.json", json.replace(list, "s3://data/d5/gone.avro"));
    assertFails(
        located("d5"), ErrorCode.SOURCE_DATA_INVALID, "'s3://data/d5/gone.avro'", "does not exist");
  }

  @Test
  void namesADataFileThatIsGone() throws Exception {
    Table table = iceberg.create("gone", SCHEMA);
    String location = iceberg.append(table, rows(0, 10)).location();
    String key = location.replace("s3://data/", "");
    iceberg.store.text(key, "short");
    assertThatThrownBy(() -> count(read(table)))
        .isInstanceOf(StrakeException.class)
        .hasMessageContaining(key);
  }

  @Test
  void readsATableInALocalDirectory() throws Exception {
    Table table = iceberg.create("local", SCHEMA);
    iceberg.append(table, rows(0, 10));
    Path root = Files.createDirectories(directory.resolve("stores"));
    for (String key : List.of("local")) {
      copyTree(directory.resolve("mirror").resolve(key), root.resolve("data").resolve(key));
    }
    Path data = Files.createDirectories(root.resolve("data/local/data"));
    try (var files = Files.list(directory)) {
      for (Path file : files.filter(f -> f.toString().endsWith(".parquet")).toList()) {
        Files.copy(file, data.resolve(file.getFileName()));
      }
    }
    Map<String, Object> operand =
        Map.of(
            "endpoint",
            root.toUri().toString(),
            "bucket",
            "data",
            "definitions",
            List.of(IcebergFixture.operand(table)));
    assertThat(count(S3Fixture.table(iceberg.store.open(operand)))).isEqualTo(10);

    Path metadata = root.resolve("data").resolve(metadata(table).replace("s3://data/", ""));
    String address = "file://" + root.resolve("data");
    Path moved = root.resolve("data/moved.metadata.json");
    Files.writeString(moved, Files.readString(metadata).replace("s3://data", address));
    Files.move(moved, moved.resolveSibling("1-moved.metadata.json"));
    Map<String, Object> definition =
        Map.of("name", "t", "format", "iceberg", "location", address + "/1-moved.metadata.json");
    Map<String, Object> other = new HashMap<>(operand);
    other.put("definitions", List.of(definition));
    assertThat(count(S3Fixture.table(iceberg.store.open(other)))).isEqualTo(10);
  }

  private static S3Table located(String location) {
    return S3Fixture.table(
        iceberg.store.schema(Map.of("name", "t", "format", "iceberg", "location", location)));
  }

  private static String metadata(Table table) {
    return ((HasTableOperations) table).operations().current().metadataFileLocation();
  }

  private static String text(String location) throws Exception {
    Path file = directory.resolve("mirror").resolve(location.replace("s3://data/", ""));
    return Files.readString(file, StandardCharsets.UTF_8);
  }

  private static void copy(String location, String key) throws Exception {
    iceberg.store.text(key, text(location));
  }

  private static void copyTree(Path from, Path to) throws Exception {
    try (var files = Files.walk(from)) {
      for (Path file : files.toList()) {
        Path target = to.resolve(from.relativize(file).toString());
        if (Files.isDirectory(file)) {
          Files.createDirectories(target);
        } else {
          Files.copy(file, target);
        }
      }
    }
  }
}
