/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.s3.parquet;

import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/** The bytes of a column chunk as a stream, of which whole pages are handed out in place. */
final class ChunkStream extends InputStream {
  private static final byte[] NONE = {};

  private final ChunkInput input;
  private ChunkInput.Part part = new ChunkInput.Part(NONE, 0, 0, 0);
  private int position;

  ChunkStream(ChunkInput input) {
    this.input = input;
  }

  /** Returns the position in the file. */
  long offset() {
    return part.offset() + position - part.from();
  }

  /** Returns whether there is no further byte. */
  boolean isAtEnd() throws IOException {
    return !hasByte();
  }

  @Override
  public int read() throws IOException {
    return hasByte() ? part.bytes()[position++] & 0xff : -1;
  }

  @Override
  public int read(byte[] bytes, int offset, int length) throws IOException {
    if (length == 0) {
      return 0;
    }
    if (!hasByte()) {
      return -1;
    }
    int count = Math.min(length, part.to() - position);
    System.arraycopy(part.bytes(), position, bytes, offset, count);
    position += count;
    return count;
  }

  /**
   * Returns the next bytes: a view of the part if it has all of them, else a copy.
   *
   * @param length number of bytes, not negative
   */
  Slice take(int length) throws IOException {
    if (length <= part.to() - position) {
      Slice slice = new Slice(part.bytes(), position, length);
      position += length;
      return slice;
    }
    long start = offset();
    byte[] copy = new byte[length];
    int done = readNBytes(copy, 0, length);
    if (done < length) {
      throw new DamageException(start, "a page reaches behind its column chunk");
    }
    return new Slice(copy, 0, length);
  }

  private boolean hasByte() throws IOException {
    while (position == part.to()) {
      ChunkInput.@Nullable Part next = input.next();
      if (next == null) {
        return false;
      }
      part = next;
      position = next.from();
    }
    return true;
  }
}
