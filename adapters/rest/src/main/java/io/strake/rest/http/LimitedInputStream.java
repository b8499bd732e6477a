/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.rest.http;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.function.Supplier;

/** Stream that fails after a number of bytes. Not thread-safe. */
final class LimitedInputStream extends FilterInputStream {
  private final Supplier<RuntimeException> excess;
  private long left;

  /**
   * Creates a stream.
   *
   * @param maxBytes bytes that may be read
   * @param excess what to throw at the first byte beyond
   */
  LimitedInputStream(InputStream in, long maxBytes, Supplier<RuntimeException> excess) {
    super(in);
    this.left = maxBytes;
    this.excess = excess;
  }

  @Override
  public int read() throws IOException {
    int value = super.read();
    count(value < 0 ? 0 : 1);
    return value;
  }

  @Override
  public int read(byte[] buffer, int offset, int length) throws IOException {
    int read = super.read(buffer, offset, length);
    count(Math.max(0, read));
    return read;
  }

  @Override
  public long skip(long length) throws IOException {
    long skipped = super.skip(length);
    count(skipped);
    return skipped;
  }

  private void count(long bytes) {
    left -= bytes;
    if (left < 0) {
      throw excess.get();
    }
  }
}
