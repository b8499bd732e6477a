/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.s3.store;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Content of an object, from the blocks on the local disk and for the rest from the store, which
 * then become blocks. Not thread-safe.
 */
final class CachedStream extends InputStream {
  /** A request asks for no more, so that blocks behind it are looked for first. */
  private static final long MAX_REQUEST_BYTES = 64L * ObjectBlocks.BLOCK_BYTES;

  private final S3ObjectSession session;
  private final StoredObject object;
  private final ObjectBlocks blocks;
  private final LongConsumer hits;
  private final byte[] block;
  private long begin;
  private int filled;
  private int taken;
  private @Nullable InputStream body;
  private long bodyEnd;
  private boolean closed;

  /**
   * Creates a stream from the begin of the content.
   *
   * @param hits takes the number of bytes of each block that was on the disk
   */
  CachedStream(
      S3ObjectSession session, StoredObject object, ObjectBlocks blocks, LongConsumer hits) {
    this.session = session;
    this.object = object;
    this.blocks = blocks;
    this.hits = hits;
    this.block = new byte[blocks.length(0)];
    if (object.size() == 0) {
      session.open(object).close(); // nothing to keep, but the object must be there
    }
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] bytes, int offset, int length) throws IOException {
    if (closed) {
      throw new IOException("the stream is closed");
    }
    if (taken == blocks.length(begin)) {
      begin += taken;
      filled = 0;
      taken = 0;
    }
    if (length == 0 || begin == object.size()) {
      return length == 0 ? 0 : -1;
    }
    if (taken == filled) {
      fill();
    }
    int count = Math.min(length, filled - taken);
    System.arraycopy(block, taken, bytes, offset, count);
    taken += count;
    return count;
  }

  /** Gets more of the block. */
  private void fill() throws IOException {
    if (body == null && blocks.read(begin, block, 0)) {
      filled = blocks.length(begin);
      hits.accept(filled);
      return;
    }
    InputStream open = body;
    if (open == null) {
      bodyEnd = blocks.missing(begin, begin + MAX_REQUEST_BYTES);
      open = session.open(object, begin, bodyEnd);
      body = open;
    }
    int length = blocks.length(begin);
    int count = open.read(block, filled, length - filled);
    if (count < 0) {
      throw new EOFException("the body ended too early");
    }
    filled += count;
    if (filled == length) {
      blocks.write(begin, block, 0);
      if (begin + length == bodyEnd) {
        release();
      }
    }
  }

  @Override
  public int available() throws IOException {
    return filled - taken + (body == null ? 0 : body.available());
  }

  @Override
  public void close() throws IOException {
    closed = true;
    release();
  }

  private void release() throws IOException {
    InputStream open = body;
    body = null;
    if (open != null) {
      open.close();
    }
  }
}
