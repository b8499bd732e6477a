/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.s3.iceberg;

import io.strake.s3.store.ObjectSession;
import io.strake.s3.store.StoredObject;
import org.apache.iceberg.io.SeekableInputStream;

/**
 * Content of an object for Iceberg, fetched in large parts one after the other. Not thread-safe.
 */
final class StoredFileStream extends SeekableInputStream {
  private static final int PART_BYTES = 4 * 1024 * 1024;

  private final ObjectSession session;
  private final StoredObject object;
  private byte[] part = {};
  private long partBegin;
  private long position;

  StoredFileStream(ObjectSession session, StoredObject object) {
    this.session = session;
    this.object = object;
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
  public int read() {
    return fetch() ? part[(int) (position++ - partBegin)] & 0xff : -1;
  }

  @Override
  public int read(byte[] bytes, int offset, int length) {
    if (length == 0) {
      return 0;
    } else if (!fetch()) {
      return -1;
    }
    int from = (int) (position - partBegin);
    int count = Math.min(length, part.length - from);
    System.arraycopy(part, from, bytes, offset, count);
    position += count;
    return count;
  }

  /** Makes the part with the next byte be the current one; returns false at the end. */
  private boolean fetch() {
    if (position >= partBegin && position < partBegin + part.length) {
      return true;
    } else if (position < 0 || position >= object.size()) {
      return false;
    }
    int length = (int) Math.min(PART_BYTES, object.size() - position);
    part = session.read(object, position, length);
    partBegin = position;
    return true;
  }
}
