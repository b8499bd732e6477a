/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.strake.planner.ErrorCode;
import io.strake.planner.StrakeException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.ipc.ArrowReader;
import org.apache.parquet.conf.PlainParquetConfiguration;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.example.data.simple.SimpleGroup;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.example.ExampleParquetWriter;
import org.apache.parquet.io.LocalOutputFile;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.schema.GroupType;
import org.apache.parquet.schema.LogicalTypeAnnotation;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;
import org.apache.parquet.schema.Types;
import org.apache.parquet.variant.Variant;
import org.apache.parquet.variant.VariantBuilder;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Variants, whole and shredded, as JSON, and intervals as durations. */
final class VariantReadTest {
  private static final String OBJECT_OF_B =
      "optional binary value; optional group typed_value { required group b { "
          + "optional binary value; optional int32 typed_value; } } ";
  private static final String INT_OR_OTHER = "optional binary value; optional int32 typed_value; ";

  @TempDir static Path directory;
  private static S3Fixture fixture;
  private static int files;

  @BeforeAll
  static void start() throws Exception {
    fixture = new S3Fixture(directory);
  }

  @AfterAll
  static void stop() throws Exception {
    fixture.close();
  }

  @Test
  void putsRandomVariantsTogetherHoweverTheyAreShredded() throws Exception {
    for (int seed = 0; seed < Integer.getInteger("strake.variant.schemas", 25); seed++) {
      RandomVariants random = new RandomVariants(new Random(seed));
      MessageType schema = VariantFile.schema(random.shredding(3));
      List<String> expected = new ArrayList<>();
      List<Variant> values = new ArrayList<>();
      for (int row = 0; row < 1500; row++) {
        Object value = row % 13 == 5 ? null : random.value(3);
        expected.add(value == null ? null : RandomVariants.json(value));
        values.add(value == null ? null : RandomVariants.variant(value));
      }
      Path file = file();
      VariantFile.write(file, schema, values);
      List<String> actual = read(file);
      assertThat(actual).hasSameSizeAs(expected);
      for (int row = 0; row < expected.size(); row++) {
        assertThat(actual.get(row)).as("seed %d, %s", seed, schema).isEqualTo(expected.get(row));
      }
    }
  }

  @Test
  void readsWhatDuckDbShreds() throws Exception {
    Path file =
        fixture.copy(
            "duck.parquet",
            """
            SELECT i AS id,
              {'a': i, 'b': [i, NULL, i * 2], 'c': CASE WHEN i % 2 = 0 THEN 'x' || i END,
               'd': DATE '2024-01-01' + i::INTEGER, 'e': {'f': i % 3 = 0}}::VARIANT AS v,
              CASE WHEN i % 3 = 1 THEN i::VARIANT ELSE 'text'::VARIANT END AS m
            FROM range(5000) t(i)""",
            "FORMAT parquet, ROW_GROUP_SIZE 2048");
    String expected =
        "SELECT id, v::JSON::VARCHAR AS v, m::JSON::VARCHAR AS m FROM read_parquet('" + file + "')";
    assertThat(fixture.differences(fixture.table("duck.parquet"), expected)).isZero();
    assertThat(fixture.number("SELECT count(*) FROM actual")).isEqualTo(5000);
  }

  @Test
  void tellsNullFromMissingAndFromTheNullOfJson() throws Exception {
    byte[] none = {0};
    assertThat(read(OBJECT_OF_B, row -> {})).containsExactly((String) null);
    assertThat(read(OBJECT_OF_B, row -> variant(row))).containsExactly("null");
    assertThat(
            read(
                OBJECT_OF_B,
                row -> variant(row).append("value", Binary.fromConstantByteArray(none))))
        .containsExactly("null");
    assertThat(read(OBJECT_OF_B, row -> variant(row).addGroup("typed_value").addGroup("b")))
        .containsExactly("{}");
    assertThat(
            read(
                OBJECT_OF_B,
                row ->
                    variant(row)
                        .addGroup("typed_value")
                        .addGroup("b")
                        .append("value", Binary.fromConstantByteArray(none))))
        .containsExactly("{\"b\":null}");
  }

  @Test
  void refusesValuesThatAreShreddedWrongly() {
    refuses(
        "both value and typed_value are present",
        INT_OR_OTHER,
        row -> variant(row).append("value", encoded(b -> b.appendInt(1))).append("typed_value", 2));
    refuses(
        "an object of typed_value has a value that is none",
        OBJECT_OF_B,
        row ->
            variant(row)
                .append("value", encoded(b -> b.appendInt(1)))
                .addGroup("typed_value")
                .addGroup("b"));
    refuses(
        "field 'b' is in value, but belongs to typed_value",
        OBJECT_OF_B,
        row ->
            variant(row, metadata('b'))
                .append("value", object())
                .addGroup("typed_value")
                .addGroup("b")
                .append("typed_value", 7));
    refuses("a value of no bytes", INT_OR_OTHER, row -> variant(row).append("value", bytes()));
    refuses(
        "metadata of 6 bytes for 2147483647 names",
        INT_OR_OTHER,
        row -> variant(row, bytes(0xc1, 0xff, 0xff, 0xff, 0x7f, 0)).append("value", bytes(0)));
  }

  @Test
  void refusesValuesThatNestOrGrowWithoutEnd() {
    byte[] nested = new byte[4 * 5000 + 1]; // damaged
    for (int i = 0; i < 5000; i++) { // an array of one element
      nested[4 * i] = 0x3;
      nested[4 * i + 1] = 1;
    }
    refuses(
        "invalid",
        INT_OR_OTHER,
        row -> variant(row).append("value", Binary.fromConstantByteArray(nested)));
    ByteBuffer doubling = ByteBuffer.allocate(5 * 40 + 1);
    for (int i = 0; i < 40; i++) { // an array of two elements that are the same bytes
      doubling.put(new byte[] {0x3, 2, 0, 0, 0});
    }
    refuses(
        "a text of more than",
        INT_OR_OTHER,
        row -> variant(row).append("value", Binary.fromConstantByteArray(doubling.array())));
  }

  @Test
  void readsVariantsWithinLists() throws Exception {
    GroupType variant =
        Types.optionalGroup()
            .as(LogicalTypeAnnotation.variantType((byte) 1))
            .required(PrimitiveTypeName.BINARY)
            .named("metadata")
            .optional(PrimitiveTypeName.BINARY)
            .named("value")
            .optional(PrimitiveTypeName.INT32)
            .named("typed_value")
            .named("element");
    MessageType schema =
        Types.buildMessage()
            .required(PrimitiveTypeName.INT64)
            .named("id")
            .addField(
                Types.optionalGroup()
                    .as(LogicalTypeAnnotation.listType())
                    .addField(Types.repeatedGroup().addField(variant).named("list"))
                    .named("v"))
            .named("rows");
    Path file = file();
    write(
        file,
        schema,
        row -> {
          Group list = row.addGroup("v");
          element(list).append("typed_value", 7);
          list.addGroup("list");
          element(list).append("value", encoded(b -> b.appendString("x")));
        });
    assertThat(read(file)).containsExactly("[\"7\",null,\"\\\"x\\\"\"]");
  }

  private static Group element(Group list) {
    return list.addGroup("list").addGroup("element").append("metadata", bytes(0x1, 0, 0));
  }

  @Test
  void doesNotReadGroupsThatAreNoVariants() throws Exception {
    Path file = file();
    MessageType schema = VariantFile.schema("optional int32 typed_value (INTEGER(32,false)); ");
    write(file, schema, row -> {});
    assertThatThrownBy(() -> read(file))
        .isInstanceOfSatisfying(
            StrakeException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.UNSUPPORTED))
        .hasMessageContaining("column 'v' cannot be read");
  }

  @Test
  void readsIntervalsAsDurations() throws Exception {
    Path file =
        fixture.copy(
            "intervals.parquet",
            "SELECT i, CASE WHEN i % 7 > 0 THEN to_months(i % 30) + to_days(i % 3)"
                + " + to_milliseconds((i % 5) * 1230) END AS d FROM range(3000) t(i)",
            "FORMAT parquet");
    String expected =
        """
        SELECT i, CASE WHEN d IS NULL THEN NULL
          WHEN d = INTERVAL 0 DAYS THEN 'PT0S'
          ELSE 'P' || CASE WHEN i % 30 > 0 THEN i % 30 || 'M' ELSE '' END
            || CASE WHEN i % 3 > 0 THEN i % 3 || 'D' ELSE '' END
            || CASE WHEN i % 5 > 0 THEN 'T' || (i % 5) * 1.23 || 'S' ELSE '' END END AS d
        FROM read_parquet('FILE')"""
            .replace("FILE", file.toString());
    assertThat(fixture.differences(fixture.table("intervals.parquet"), expected)).isZero();
    assertThat(fixture.duckRows("SELECT d FROM actual WHERE i IN (1, 30, 35, 209)"))
        .containsExactlyInAnyOrder("P1M1DT1.23S", "PT0S", "null", "P29M2DT4.92S");
  }

  private static Group variant(Group row) {
    return variant(row, bytes(0x1, 0, 0));
  }

  private static Group variant(Group row, Binary metadata) {
    return row.addGroup("v").append("metadata", metadata);
  }

  private static Binary metadata(char name) {
    return bytes(0x1, 1, 0, 1, name);
  }

  /** An object whose field, the first name, is a null. */
  private static Binary object() {
    return bytes(0x2, 1, 0, 0, 1, 0);
  }

  private static Binary bytes(int... values) {
    byte[] bytes = new byte[values.length];
    for (int i = 0; i < values.length; i++) {
      bytes[i] = (byte) values[i];
    }
    return Binary.fromConstantByteArray(bytes);
  }

  private static Binary encoded(Consumer<VariantBuilder> append) {
    VariantBuilder builder = new VariantBuilder();
    append.accept(builder);
    return Binary.fromConstantByteBuffer(builder.build().getValueBuffer());
  }

  private static void refuses(String message, String shredding, Consumer<Group> fill) {
    assertThatThrownBy(() -> read(shredding, fill))
        .isInstanceOfSatisfying(
            StrakeException.class,
            e -> assertThat(e.code()).isEqualTo(ErrorCode.SOURCE_DATA_INVALID))
        .hasMessageContaining("column 'v'")
        .hasMessageContaining(message);
  }

  private static List<String> read(String shredding, Consumer<Group> fill) throws Exception {
    Path file = file();
    write(file, VariantFile.schema(shredding), fill);
    return read(file);
  }

  private static void write(Path file, MessageType schema, Consumer<Group> fill) throws Exception {
    try (ParquetWriter<Group> writer =
        ExampleParquetWriter.builder(new LocalOutputFile(file))
            .withConf(new PlainParquetConfiguration())
            .withType(schema)
            .build()) {
      Group row = new SimpleGroup(schema).append("id", 1L);
      fill.accept(row);
      writer.write(row);
    }
  }

  private static Path file() {
    return directory.resolve("variants" + files++ + ".parquet");
  }

  private static List<String> read(Path file) throws Exception {
    String key = file.getFileName().toString();
    fixture.s3.put(S3Fixture.BUCKET, key, file);
    TreeMap<Long, Optional<String>> values = new TreeMap<>(); // row groups come in any order
    try (ArrowReader reader = fixture.scan(fixture.table(key), fixture.context())) {
      FieldVector vector = reader.getVectorSchemaRoot().getVector("v");
      BigIntVector ids = (BigIntVector) reader.getVectorSchemaRoot().getVector("id");
      while (reader.loadNextBatch()) {
        for (int row = 0; row < reader.getVectorSchemaRoot().getRowCount(); row++) {
          values.put(
              ids.get(row), Optional.ofNullable(vector.getObject(row)).map(Object::toString));
        }
      }
    }
    return values.values().stream().map(value -> value.orElse(null)).collect(Collectors.toList());
  }
}
