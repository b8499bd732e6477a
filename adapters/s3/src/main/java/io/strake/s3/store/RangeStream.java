/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.s3.store;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.apache.parquet.io.InputFile;
import org.apache.parquet.io.SeekableInputStream;

/**
 * An object as a file of which parts are already in memory; other parts are fetched when asked for.
 *
 * <p>Not thread-safe.
 */
public final class RangeStream extends SeekableInputStream implements InputFile {
  /** Least number of bytes to fetch for a part that nobody foresaw. */
  private static final int MIN_FETCH_BYTES = 64 * 1024;

  private final ObjectSession session;
  private final StoredObject object;
  private final NavigableMap<Long, byte[]> parts;
  private long position;

  public RangeStream(ObjectSession session, StoredObject object, Map<Long, byte[]> parts) {
    this.session = session;
    this.object = object;
    this.parts = new TreeMap<>(parts);
  }

  @Override
  public long getLength() {
    return object.size();
  }

  @Override
  public SeekableInputStream newStream() {
    return this;
  }

  @Override
  public long getPos() {
    return position;
  }

  @Override
  public void seek(long newPosition) {
    position = newPosition;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] bytes, int offset, int length) throws IOException {
    if (length == 0) {
      return 0;
    }
    if (position >= object.size()) {
      return -1;
    }
    Map.Entry<Long, byte[]> part = part(length);
    int from = (int) (position - part.getKey());
    int count = Math.min(length, part.getValue().length - from);
    System.arraycopy(part.getValue(), from, bytes, offset, count);
    position += count;
    return count;
  }

  private Map.Entry<Long, byte[]> part(int length) throws IOException {
    if (position < 0) {
      throw new EOFException("an offset lies before the begin of the object");
    }
    Map.Entry<Long, byte[]> part = parts.floorEntry(position);
    if (part == null || position >= part.getKey() + part.getValue().length) {
      int size = (int) Math.min(object.size() - position, Math.max(length, MIN_FETCH_BYTES));
      parts.put(position, session.read(object, position, size));
      part = parts.floorEntry(position);
    }
    return part;
  }

  @Override
  public void readFully(byte[] bytes) throws IOException {
    readFully(bytes, 0, bytes.length);
  }

  @Override
  public void readFully(byte[] bytes, int offset, int length) throws IOException {
    int done = 0;
    while (done < length) {
      int count = read(bytes, offset + done, length - done);
      if (count < 0) {
        throw new EOFException("the object ends within a column chunk");
      }
      done += count;
    }
  }

  @Override
  public int read(ByteBuffer buffer) throws IOException {
    byte[] bytes = new byte[buffer.remaining()];
    int count = read(bytes, 0, bytes.length);
    if (count > 0) {
      buffer.put(bytes, 0, count);
    }
    return count;
  }

  @Override
  public void readFully(ByteBuffer buffer) throws IOException {
    if (buffer.hasArray()) {
      readFully(buffer.array(), buffer.arrayOffset() + buffer.position(), buffer.remaining());
      buffer.position(buffer.limit());
      return;
    }
    byte[] bytes = new byte[buffer.remaining()];
    readFully(bytes);
    buffer.put(bytes);
  }
}
