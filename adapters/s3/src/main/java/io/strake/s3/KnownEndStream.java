/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.s3;

import java.io.IOException;
import java.io.InputStream;
import java.io.PushbackInputStream;

/**
 * A stream with bytes available until it really ends. Not thread-safe.
 *
 * <p>{@link java.util.zip.GZIPInputStream} takes a stream with nothing available for one that has
 * ended, and would drop all members after one that ends together with what has arrived so far.
 */
final class KnownEndStream extends PushbackInputStream {
  KnownEndStream(InputStream in) {
    super(in, 1);
  }

  /** Returns how many bytes can be read without waiting, but waits rather than return 0. */
  @Override
  public int available() throws IOException {
    int available = super.available();
    if (available > 0) {
      return available;
    }
    int next = read();
    if (next < 0) {
      return 0;
    }
    unread(next);
    return 1;
  }
}
