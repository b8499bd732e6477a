/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.s3.ipc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.strake.s3.parquet.DamageException;
import java.io.ByteArrayOutputStream;
import java.util.Random;
import org.apache.commons.compress.compressors.lz4.BlockLZ4CompressorOutputStream;
import org.apache.commons.compress.compressors.lz4.FramedLZ4CompressorOutputStream;
import org.apache.commons.compress.compressors.lz4.FramedLZ4CompressorOutputStream.BlockSize;
import org.apache.commons.compress.compressors.lz4.FramedLZ4CompressorOutputStream.Parameters;
import org.junit.jupiter.api.Test;

/** Frames of LZ4 as another implementation writes them. */
final class Lz4FrameTest {
  @Test
  void decodesRandomContent() throws Exception {
    Random random = new Random(7);
    for (int round = 0; round < 60; round++) {
      byte[] content = content(random, random.nextInt(3_000));
      Parameters parameters =
          new Parameters(
              BlockSize.K64,
              random.nextBoolean(),
              random.nextBoolean(),
              false,
              BlockLZ4CompressorOutputStream.createParameterBuilder().build());
      byte[] frame = frame(content, parameters);
      byte[] out = new byte[content.length];
      Lz4Frame.decompress(IpcReader.wrap(frame, 0, frame.length), out, 0);
      assertThat(out).as("round %s", round).isEqualTo(content);
    }
  }

  /** The other implementation takes minutes to write blocks that refer to those before. */
  @Test
  void decodesBlocksThatReferToThoseBefore() throws Exception {
    byte[] frame = {
      0x04,
      0x22,
      0x4d,
      0x18, // magic
      0x40,
      0x40,
      0, // version 1, blocks that depend on each other, of 64 KiB
      4,
      0,
      0,
      0,
      0x30,
      'a',
      'b',
      'c', // three literals
      5,
      0,
      0,
      0,
      0x01,
      3,
      0,
      0x10,
      'd', // a match of five bytes three bytes before, and a literal
      2,
      0,
      0,
      (byte) 0x80,
      'e',
      'f', // stored
      0,
      0,
      0,
      0
    };
    byte[] out = new byte[11];
    Lz4Frame.decompress(IpcReader.wrap(frame, 0, frame.length), out, 0);
    assertThat(new String(out, java.nio.charset.StandardCharsets.US_ASCII))
        .isEqualTo("abcabcabdef");
  }

  @Test
  void refusesWhatIsDamaged() throws Exception {
    Random random = new Random(8);
    int refused = 0;
    for (int round = 0; round < 200; round++) {
      byte[] content = content(random, 500);
      byte[] frame = frame(content, Parameters.DEFAULT);
      frame[random.nextInt(frame.length)] ^= (byte) (1 << random.nextInt(8));
      try {
        Lz4Frame.decompress(IpcReader.wrap(frame, 0, frame.length), new byte[content.length], 0);
      } catch (DamageException e) {
        refused++;
      }
    }
    assertThat(refused).isGreaterThan(20);
    assertThatThrownBy(
            () -> Lz4Frame.decompress(IpcReader.wrap(new byte[3], 0, 3), new byte[10], 4711))
        .isInstanceOf(DamageException.class)
        .hasMessageContaining("4711");
  }

  private static byte[] content(Random random, int length) {
    byte[] content = new byte[length];
    int alphabet = 1 + random.nextInt(20);
    for (int i = 0; i < length; i++) {
      content[i] =
          (byte)
              (random.nextInt(10) == 0 || i < 50
                  ? random.nextInt(alphabet)
                  : content[i - 1 - random.nextInt(40)]);
    }
    return content;
  }

  private static byte[] frame(byte[] content, Parameters parameters) throws Exception {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (FramedLZ4CompressorOutputStream out =
        new FramedLZ4CompressorOutputStream(bytes, parameters)) {
      out.write(content);
    }
    return bytes.toByteArray();
  }
}
