/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.s3.parquet;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * Bytes within an array.
 *
 * @param bytes array
 * @param from first byte
 * @param length number of bytes
 */
@SuppressWarnings("ArrayRecordComponent") // identity is not asked for
record Slice(byte[] bytes, int from, int length) {
  int to() {
    return from + length;
  }

  /** Returns the bytes behind the first {@code count}. */
  Slice after(int count) {
    return slice(count, length - count);
  }

  /**
   * Returns a part.
   *
   * @throws IndexOutOfBoundsException if the part is not within these bytes
   */
  Slice slice(int start, int count) {
    if (start < 0 || count < 0 || count > length - start) {
      throw new IndexOutOfBoundsException(count + " bytes from " + start + " of " + length);
    }
    return new Slice(bytes, from + start, count);
  }

  /** Returns a view in the byte order of Parquet. */
  ByteBuffer buffer() {
    return ByteBuffer.wrap(bytes, from, length).order(ByteOrder.LITTLE_ENDIAN);
  }
}
