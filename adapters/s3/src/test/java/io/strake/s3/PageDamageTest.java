/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import org.apache.parquet.io.ParquetDecodingException;
import org.apache.parquet.schema.PrimitiveType;
import org.apache.parquet.schema.Type.Repetition;
import org.junit.jupiter.api.Test;

/** Pages that end before their values do. */
final class PageDamageTest {
  private static final PrimitiveType TEXT =
      new PrimitiveType(Repetition.REQUIRED, PrimitiveType.PrimitiveTypeName.BINARY, "v");

  @Test
  void aRunThatEndsEarlyIsAnError() {
    byte[] packed = {5, (byte) 0xff, (byte) 0xff}; // two groups of one bit
    assertThat(levels(packed, 1, 16)).containsOnly(1);
    assertThatThrownBy(() -> levels(new byte[] {5, (byte) 0xff}, 1, 16))
        .isInstanceOf(ParquetDecodingException.class)
        .hasMessageContaining("ends before its values");
    assertThatThrownBy(() -> levels(new byte[] {3, 1, 2}, 3, 6))
        .isInstanceOf(ParquetDecodingException.class);
  }

  @Test
  void aRunMayBeCutOffAfterItsLastValue() {
    // 1, 2, 3, 4, 5 in three bits each need 15 bits of the 24 that a group has
    assertThat(levels(new byte[] {3, (byte) 0xd1, 0x58}, 3, 5)).containsExactly(1, 2, 3, 4, 5);
  }

  @Test
  void aValueThatReachesBehindItsPageIsAnError() {
    for (int length : new int[] {Integer.MAX_VALUE, Integer.MAX_VALUE - 4, 5, -1}) {
      ByteBuffer page = ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN).putInt(0, length);
      assertThatThrownBy(() -> PageValues.plain(TEXT, page, 1))
          .as("length %s", length)
          .isInstanceOf(ParquetDecodingException.class);
    }
    ByteBuffer page = ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN).putInt(0, 4);
    assertThat(PageValues.plain(TEXT, page, 1).lengths()).containsExactly(4);
  }

  private static int[] levels(byte[] bytes, int bitWidth, int count) {
    return Arrays.copyOf(LevelDecoder.decode(ByteBuffer.wrap(bytes), bitWidth, count), count);
  }
}
