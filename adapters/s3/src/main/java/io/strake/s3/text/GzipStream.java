/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.s3.text;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.zip.CRC32;
import java.util.zip.Inflater;
import java.util.zip.InflaterInputStream;
import java.util.zip.ZipException;

/**
 * The content of all members of a gzip file, one after the other. Not thread-safe.
 *
 * <p>{@link java.util.zip.GZIPInputStream} ends in silence at a member whose header is cut off or
 * damaged, and where nothing has arrived yet; here both are errors and waits.
 */
public final class GzipStream extends InflaterInputStream {
  private static final int BUFFER_BYTES = 64 * 1024;
  private static final int MAGIC = 0x8b1f;
  private static final int DEFLATE = 8;
  private static final int HAS_CRC = 2;
  private static final int HAS_EXTRA = 4;
  private static final int HAS_NAME = 8;
  private static final int HAS_COMMENT = 16;
  private static final int RESERVED = 0xe0;
  private static final int SKIPPED_BYTES = 6;

  private final CRC32 checksum = new CRC32();

  /** Bytes at the end of the buffer that the inflater has not taken. */
  private int unread;

  private boolean isEnded;

  GzipStream(InputStream in) throws IOException {
    super(in, new Inflater(true), BUFFER_BYTES);
    try {
      header(next());
    } catch (IOException | RuntimeException e) {
      inf.end();
      throw e;
    }
  }

  @Override
  public int read(byte[] bytes, int offset, int length) throws IOException {
    if (isEnded || length == 0) {
      return isEnded ? -1 : 0;
    }
    int count = super.read(bytes, offset, length);
    while (count < 0) {
      unread = inf.getRemaining();
      trailer();
      int first = nextOrEnd();
      if (first < 0) {
        isEnded = true;
        return -1;
      }
      header(first);
      count = super.read(bytes, offset, length);
    }
    checksum.update(bytes, offset, count);
    return count;
  }

  private void header(int first) throws IOException {
    if ((first | next() << Byte.SIZE) != MAGIC || next() != DEFLATE) {
      throw new ZipException("no gzip member");
    }
    int flags = next();
    if ((flags & RESERVED) != 0) {
      throw new ZipException("unknown flags of a gzip member");
    }
    skip(SKIPPED_BYTES);
    if ((flags & HAS_EXTRA) != 0) {
      skip(next() | next() << Byte.SIZE);
    }
    skipTexts(((flags & HAS_NAME) != 0 ? 1 : 0) + ((flags & HAS_COMMENT) != 0 ? 1 : 0));
    skip((flags & HAS_CRC) != 0 ? Short.BYTES : 0);
    checksum.reset();
    inf.reset();
    inf.setInput(buf, len - unread, unread);
  }

  private void trailer() throws IOException {
    if (number() != checksum.getValue() || number() != (inf.getBytesWritten() & 0xffff_ffffL)) {
      throw new ZipException("wrong checksum of a gzip member");
    }
  }

  private long number() throws IOException {
    long value = 0;
    for (int shift = 0; shift < Integer.SIZE; shift += Byte.SIZE) {
      value |= (long) next() << shift;
    }
    return value;
  }

  private void skip(int count) throws IOException {
    for (int i = 0; i < count; i++) {
      next();
    }
  }

  private void skipTexts(int count) throws IOException {
    int ended = 0;
    while (ended < count) {
      ended += next() == 0 ? 1 : 0;
    }
  }

  private int next() throws IOException {
    int next = nextOrEnd();
    if (next < 0) {
      throw new EOFException("cut off in a gzip member");
    }
    return next;
  }

  private int nextOrEnd() throws IOException {
    if (unread == 0) {
      unread = Math.max(0, in.read(buf, 0, buf.length));
      len = unread;
    }
    return unread == 0 ? -1 : buf[len - unread--] & 0xff;
  }

  @Override
  public void close() throws IOException {
    inf.end();
    super.close();
  }
}
