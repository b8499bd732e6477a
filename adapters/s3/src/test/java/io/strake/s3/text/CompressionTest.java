/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.s3.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.luben.zstd.ZstdOutputStream;
import io.strake.s3.table.Format;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Compressed text of several parts, also when it is cut off or damaged anywhere. */
public final class CompressionTest {
  private static final byte[] TEXT =
      "one,two,three\n1,2,3\n\u00fc,\u6f22,x\n".repeat(20).getBytes(StandardCharsets.UTF_8);

  @ParameterizedTest
  @EnumSource(Compression.class)
  void readsAllPartsHoweverTheyArrive(Compression compression) throws IOException {
    byte[] parts = concat(compressed(compression, TEXT), compressed(compression, TEXT));
    Random random = new Random(7);
    for (int round = 0; round < 50; round++) {
      try (InputStream content = compression.open(slowly(random, parts))) {
        assertThat(content.readAllBytes()).isEqualTo(concat(TEXT, TEXT));
        assertThat(content.read()).isEqualTo(-1);
      }
    }
  }

  @ParameterizedTest
  @EnumSource(value = Compression.class, names = "NONE", mode = EnumSource.Mode.EXCLUDE)
  void refusesWhatIsCutOffAnywhere(Compression compression) throws IOException {
    byte[] part = compressed(compression, TEXT);
    byte[] parts = concat(part, part);
    for (int length = 0; length < parts.length; length++) {
      byte[] cut = Arrays.copyOf(parts, length);
      if (length != part.length) { // which is a file of its own
        assertThatThrownBy(() -> read(compression, cut))
            .as("%s of %s bytes", length, parts.length)
            .isInstanceOf(IOException.class);
      }
    }
  }

  @Test
  void refusesDamagedMembers() throws IOException {
    byte[] part = compressed(Compression.GZIP, TEXT);
    for (int wrong = part.length - 8; wrong < part.length; wrong++) {
      byte[] damaged = part.clone();
      damaged[wrong] ^= 1;
      assertThatThrownBy(() -> read(Compression.GZIP, damaged)).hasMessageContaining("checksum");
    }
    assertThatThrownBy(
            () ->
                read(Compression.GZIP, concat(part, "garbage".getBytes(StandardCharsets.US_ASCII))))
        .hasMessageContaining("no gzip member");
    assertThatThrownBy(
            () -> read(Compression.GZIP, "a,b\n1,2\n".getBytes(StandardCharsets.US_ASCII)))
        .hasMessageContaining("no gzip member");
  }

  @Test
  void readsHeadersWithNamesAndExtras() throws IOException {
    byte[] part = compressed(Compression.GZIP, TEXT);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.write(part, 0, 3);
    out.write(2 | 4 | 8 | 16);
    out.write(part, 4, 6);
    out.write(new byte[] {2, 0, 5, 6});
    out.write("name\0comment\0".getBytes(StandardCharsets.US_ASCII));
    out.write(new byte[] {1, 2});
    out.write(part, 10, part.length - 10);
    assertThat(read(Compression.GZIP, out.toByteArray())).isEqualTo(TEXT);
  }

  @Test
  void isToldByTheEndingOfTheKey() {
    assertThat(Compression.ofKey("a/b.CSV.GZ")).isEqualTo(Compression.GZIP);
    assertThat(Compression.ofKey("a/b.jsonl.zst")).isEqualTo(Compression.ZSTD);
    assertThat(Compression.ofKey("a.gz/b.csv")).isEqualTo(Compression.NONE);
    assertThat(Format.ofKey("a/b.tsv.zst")).contains(Format.CSV);
    assertThat(Format.ofKey("a/b.JSON.gz")).contains(Format.JSONL);
  }

  public static byte[] compressed(Compression compression, byte[] text) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (OutputStream out =
        switch (compression) {
          case NONE -> bytes;
          case GZIP -> new GZIPOutputStream(bytes);
          case ZSTD -> new ZstdOutputStream(bytes);
        }) {
      out.write(text);
    }
    return bytes.toByteArray();
  }

  public static byte[] concat(byte[] first, byte[] second) {
    byte[] both = Arrays.copyOf(first, first.length + second.length);
    System.arraycopy(second, 0, both, first.length, second.length);
    return both;
  }

  private static byte[] read(Compression compression, byte[] bytes) throws IOException {
    try (InputStream content = compression.open(new ByteArrayInputStream(bytes))) {
      return content.readAllBytes();
    }
  }

  /** Returns bytes of which each read gives a few, with none known to be available. */
  private static InputStream slowly(Random random, byte[] bytes) {
    return new FilterInputStream(new ByteArrayInputStream(bytes)) {
      @Override
      public int read(byte[] target, int offset, int length) throws IOException {
        return super.read(target, offset, Math.min(length, 1 + random.nextInt(9)));
      }

      @Override
      public int available() {
        return 0;
      }
    };
  }
}
