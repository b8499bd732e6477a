/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.s3.parquet;

import org.apache.parquet.io.ParquetDecodingException;

/** The last whole number that was read from bytes, as two halves of 128 bits. Not thread-safe. */
final class BigEndian {
  private long high;
  private long low;

  long high() {
    return high;
  }

  long low() {
    return low;
  }

  /**
   * Reads a number in two's complement whose first byte is the most significant one.
   *
   * @param width bytes that the number may need, at most 16
   * @throws ParquetDecodingException if it needs more
   */
  void read(byte[] heap, int start, int length, int width) {
    long sign = length > 0 && heap[start] < 0 ? -1 : 0;
    high = sign;
    low = sign;
    for (int i = 0; i < length; i++) {
      boolean isLost = i < length - width && heap[start + i] != (byte) sign;
      if (isLost) {
        throw new ParquetDecodingException("a decimal of more digits than its type has");
      }
      high = high << Byte.SIZE | low >>> (Long.SIZE - Byte.SIZE);
      low = low << Byte.SIZE | heap[start + i] & 0xff;
    }
  }
}
