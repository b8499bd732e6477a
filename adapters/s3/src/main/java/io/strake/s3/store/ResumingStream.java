/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.s3.store;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/**
 * Content of an object that goes on where it stopped when its connection breaks.
 *
 * <p>Failures are {@link io.strake.planner.StrakeException}s that name the object. Not thread-safe.
 */
public final class ResumingStream extends InputStream {
  /** Progress after which failures count anew: large objects may see many of them in a row. */
  private static final long PROGRESS_BYTES = 1024 * 1024;

  private final S3ObjectSession session;
  private final StoredObject object;
  private final long end;
  private @Nullable InputStream body;
  private long position;
  private int failures;
  private long failedAt;
  private boolean closed;

  /**
   * Creates a stream and opens it, so that an object that is not there is an error now.
   *
   * @param begin first offset
   * @param end offset before which the content may not end
   */
  ResumingStream(S3ObjectSession session, StoredObject object, long begin, long end) {
    this.session = session;
    this.object = object;
    this.position = begin;
    this.failedAt = begin;
    this.end = end;
    this.body = session.body(object, begin, end);
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
    while (true) {
      try {
        InputStream open = body == null ? session.body(object, position, end) : body;
        body = open;
        int count = open.read(bytes, offset, length);
        if (count < 0 && position < end) {
          throw new EOFException("the body ended " + (end - position) + " bytes too early");
        }
        position += Math.max(0, count);
        return count;
      } catch (IOException e) {
        recover(e);
      }
    }
  }

  @Override
  public int available() {
    try {
      return body == null ? 0 : body.available();
    } catch (IOException e) {
      return 0; // the next read meets the same failure and handles it
    }
  }

  @Override
  public void close() {
    closed = true;
    release();
  }

  private void release() {
    InputStream open = body;
    body = null;
    if (open != null) {
      try {
        open.close();
      } catch (IOException e) {
        // the rest of the answer is not needed any more, and how it ends does not matter
      }
    }
  }

  private void recover(IOException failure) {
    release();
    failures = position - failedAt >= PROGRESS_BYTES ? 1 : failures + 1;
    failedAt = position;
    session.awaitResumption(object, failure, failures);
  }
}
