/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.s3;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.sql.Connection;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.apache.parquet.ParquetReadOptions;
import org.apache.parquet.column.Encoding;
import org.apache.parquet.column.ParquetProperties.WriterVersion;
import org.apache.parquet.conf.PlainParquetConfiguration;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.example.data.simple.SimpleGroup;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.example.ExampleParquetWriter;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.io.LocalInputFile;
import org.apache.parquet.io.LocalOutputFile;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.MessageTypeParser;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Every physical type in every encoding, compression and version of pages that the reference
 * implementation writes: all files have the same rows, and DuckDB is the judge of the plain one.
 */
@Tag("long")
final class ParquetEncodingTest {
  private static final int ROWS = 3_000;
  private static final MessageType SCHEMA =
      MessageTypeParser.parseMessageType(
          """
          message rows {
            required int64 id;
            required boolean flag; optional boolean maybe;
            required int32 i32; optional int32 o32; optional int32 i8 (INTEGER(8,true));
            optional int32 u16 (INTEGER(16,false)); optional int32 day (DATE);
            optional int32 tm (TIME(MILLIS,false)); optional int32 dec9 (DECIMAL(9,2));
            required int64 i64; optional int64 o64; optional int64 u64 (INTEGER(64,false));
            optional int64 ms (TIMESTAMP(MILLIS,true)); optional int64 us (TIMESTAMP(MICROS,false));
            optional int64 ns (TIMESTAMP(NANOS,false)); optional int64 dec18 (DECIMAL(18,4));
            required float f32; optional double f64;
            optional int96 old;
            optional binary text (STRING); required binary bytes; optional binary sorted (STRING);
            optional binary decv (DECIMAL(38,10));
            required fixed_len_byte_array(16) wide (DECIMAL(38,6));
            optional fixed_len_byte_array(5) five; optional fixed_len_byte_array(2) half (FLOAT16);
            optional fixed_len_byte_array(16) uuid (UUID);
            optional group l (LIST) { repeated group list { optional int32 element; } }
            repeated int32 plain_list;
          }""");

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
  void readsEveryEncodingAlike() throws Exception {
    List<Group> rows = rows(new Random(5));
    Path plain =
        write(
            "plain",
            rows,
            WriterVersion.PARQUET_1_0,
            false,
            false,
            CompressionCodecName.UNCOMPRESSED);
    S3Table table = fixture.table("plain.parquet");
    assertThat(
            fixture.differences(
                table,
                "SELECT * REPLACE (ns::TIMESTAMP AS ns, uuid::VARCHAR AS uuid, old::TIMESTAMP AS old,"
                    + " u64::DECIMAL(20, 0) AS u64) FROM read_parquet('"
                    + plain
                    + "')"))
        .isZero();
    assertThat(fixture.number("SELECT count(*) FROM actual")).isEqualTo(ROWS);
    fixture.duck("CREATE TABLE judged AS FROM actual");
    Set<Encoding> seen = EnumSet.noneOf(Encoding.class);
    for (WriterVersion version : WriterVersion.values()) {
      for (boolean dictionary : new boolean[] {false, true}) {
        for (boolean split : new boolean[] {false, true}) {
          for (CompressionCodecName codec : CODECS) {
            String name = version + "-" + dictionary + "-" + split + "-" + codec;
            Path file = write(name, rows, version, dictionary, split, codec);
            seen.addAll(encodings(file));
            assertThat(fixture.differences(fixture.table(name + ".parquet"), "FROM judged"))
                .as(name)
                .isZero();
          }
        }
      }
    }
    assertThat(seen)
        .contains(
            Encoding.PLAIN,
            Encoding.RLE,
            Encoding.RLE_DICTIONARY,
            Encoding.PLAIN_DICTIONARY,
            Encoding.DELTA_BINARY_PACKED,
            Encoding.DELTA_BYTE_ARRAY,
            Encoding.BYTE_STREAM_SPLIT);
  }

  @Test
  void countsListsByRow() throws Exception {
    write(
        "lists",
        rows(new Random(6)),
        WriterVersion.PARQUET_1_0,
        true,
        false,
        CompressionCodecName.SNAPPY);
    try (Connection connection = fixture.connect("{name:'lists',location:'lists.parquet'}")) {
      String sql =
          "select count(\"plain_list\"), count(\"l\"), count(*) from \"lists\" where \"id\" < 2990"
              + " and \"plain_list\" is not null";
      assertThat(S3Fixture.query(connection, sql)).containsExactly("2990|2972|2990");
    }
  }

  private static final List<CompressionCodecName> CODECS =
      List.of(
          CompressionCodecName.UNCOMPRESSED,
          CompressionCodecName.SNAPPY,
          CompressionCodecName.GZIP,
          CompressionCodecName.ZSTD,
          CompressionCodecName.LZ4_RAW);

  private static Path write(
      String name,
      List<Group> rows,
      WriterVersion version,
      boolean dictionary,
      boolean split,
      CompressionCodecName codec)
      throws Exception {
    Path file = directory.resolve(name + ".parquet");
    try (ParquetWriter<Group> writer =
        ExampleParquetWriter.builder(new LocalOutputFile(file))
            .withConf(new PlainParquetConfiguration())
            .withType(SCHEMA)
            .withWriterVersion(version)
            .withDictionaryEncoding(dictionary)
            .withByteStreamSplitEncoding(split)
            .withPageSize(4_000)
            .withPageRowCountLimit(700)
            .withRowGroupSize(200_000L)
            .withCompressionCodec(codec)
            .withCodecFactory(new WriterCodecs())
            .build()) {
      for (Group row : rows) {
        writer.write(row);
      }
    }
    fixture.s3.put(S3Fixture.BUCKET, name + ".parquet", file);
    return file;
  }

  private static Set<Encoding> encodings(Path file) throws Exception {
    Set<Encoding> encodings = EnumSet.noneOf(Encoding.class);
    try (ParquetFileReader reader =
        ParquetFileReader.open(
            new LocalInputFile(file),
            ParquetReadOptions.builder(new PlainParquetConfiguration()).build())) {
      reader
          .getFooter()
          .getBlocks()
          .forEach(block -> block.getColumns().forEach(c -> encodings.addAll(c.getEncodings())));
    }
    return encodings;
  }

  private static List<Group> rows(Random random) {
    List<Group> rows = new ArrayList<>();
    for (int i = 0; i < ROWS; i++) {
      rows.add(row(i, random));
    }
    return rows;
  }

  private static Group row(int i, Random random) {
    boolean few = i % 100 < 50; // so that dictionaries pay in some pages
    long value = few ? random.nextInt(5) : random.nextLong();
    Group row = new SimpleGroup(SCHEMA);
    row.append("id", (long) i).append("flag", random.nextBoolean());
    row.append("i32", (int) value).append("i64", value).append("f32", (float) value / 3);
    row.append("bytes", bytes(random, random.nextInt(few ? 2 : 40)));
    BigInteger wide = BigInteger.valueOf(value).multiply(BigInteger.valueOf(1_000_000_007));
    row.append("wide", Binary.fromConstantByteArray(extended(wide, 16)));
    for (int j = 0; j < i % 3; j++) {
      row.append("plain_list", i + j);
    }
    if (i % 1000 > 990) {
      return row; // all others are NULL
    }
    row.append("maybe", value % 2 == 0).append("o32", i * 3).append("i8", (int) (byte) value);
    row.append("u16", (int) (value & 0xffff)).append("day", i - 1500).append("tm", i * 28_000);
    row.append("dec9", (int) (value % 999_999_999)).append("o64", value >> 3);
    row.append("u64", value).append("ms", i * 86_400_001L).append("us", i * 1_234_567_891L);
    row.append("ns", i * 1_234_567_891_123L + 7).append("dec18", value % 999_999_999_999_999_999L);
    row.append("f64", value / 7.0).append("old", int96(2_440_588 + i, i * 1_000_003_000L));
    row.append("text", few ? "t" + value : "text ü€😀 " + value);
    row.append("sorted", "prefix/" + i / 100 + "/" + i);
    row.append("decv", Binary.fromConstantByteArray(wide.toByteArray()));
    row.append("five", bytes(random, 5)).append("uuid", bytes(random, 16));
    row.append("half", Binary.fromConstantByteArray(new byte[] {(byte) i, (byte) (i % 60)}));
    Group list = row.addGroup("l");
    for (int j = 0; j < i % 4; j++) {
      Group element = list.addGroup("list");
      if ((i + j) % 5 > 0) {
        element.append("element", i + j);
      }
    }
    return row;
  }

  private static Binary bytes(Random random, int length) {
    byte[] bytes = new byte[length];
    random.nextBytes(bytes);
    return Binary.fromConstantByteArray(bytes);
  }

  private static byte[] extended(BigInteger value, int width) {
    byte[] all = new byte[width];
    Arrays.fill(all, (byte) (value.signum() < 0 ? -1 : 0));
    byte[] own = value.toByteArray();
    System.arraycopy(own, 0, all, width - own.length, own.length);
    return all;
  }

  private static Binary int96(int day, long nanos) {
    ByteBuffer buffer = ByteBuffer.allocate(12).order(ByteOrder.LITTLE_ENDIAN);
    return Binary.fromConstantByteArray(buffer.putLong(nanos).putInt(day).array());
  }
}
