/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.s3;

import io.minio.MinioClient;
import io.minio.errors.MinioException;
import io.strake.planner.ErrorCode;
import io.strake.planner.StrakeException;
import java.io.EOFException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/**
 * Reads of objects for one scan. Every request carries the entity tag, and a body that breaks off
 * is continued from where it did. Thread-safe.
 */
final class S3ObjectSession implements ObjectSession {
  private final S3ObjectStore store;
  private final MinioClient client;
  private final RequestTracker tracker;
  private final S3Errors errors;

  S3ObjectSession(
      S3ObjectStore store, MinioClient client, RequestTracker tracker, S3Errors errors) {
    this.store = store;
    this.client = client;
    this.tracker = tracker;
    this.errors = errors;
  }

  @Override
  public byte[] read(StoredObject object, long offset, int length) {
    byte[] bytes = new byte[length];
    try (InputStream in = new ContinuedStream(object, offset, offset + length)) {
      in.readNBytes(bytes, 0, length);
      return bytes;
    } catch (IOException e) {
      throw errors.ofRequest(e, object.key());
    }
  }

  @Override
  public InputStream open(StoredObject object) {
    return new ContinuedStream(object, 0, object.size());
  }

  private InputStream request(StoredObject object, long from, long to) {
    boolean renewed = false;
    while (true) {
      try {
        return client.getObject(store.get(object).offset(from).length(to - from).build());
      } catch (MinioException | RuntimeException e) {
        if (renewed || !store.isWorthRenewing(e)) {
          throw errors.ofRequest(e, object.key());
        }
        renewed = true;
      }
    }
  }

  /** A range of an object, whose end comes only after all of its bytes. Not thread-safe. */
  private final class ContinuedStream extends FilterInputStream {
    private final StoredObject object;
    private final long end;
    private long position;
    private int attempts = 1;

    ContinuedStream(StoredObject object, long from, long end) {
      super(from < end ? request(object, from, end) : InputStream.nullInputStream());
      this.object = object;
      this.position = from;
      this.end = end;
    }

    @Override
    public int read() {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) {
      if (position == end) {
        return -1;
      }
      while (true) {
        try {
          int count = super.read(bytes, offset, (int) Math.min(length, end - position));
          if (count < 0) {
            throw new EOFException("the body ended before byte " + end);
          }
          position += count;
          attempts = 1; // what counts is how often nothing comes
          return count;
        } catch (IOException e) {
          again(e);
        }
      }
    }

    private void again(IOException failure) {
      if (tracker.isCancelled() || attempts == store.connection().maxAttempts()) {
        throw broken(failure);
      }
      try {
        in.close();
        Thread.sleep(RetryInterceptor.delayMillis(attempts++));
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw errors.ofRequest(failure, object.key());
      } catch (IOException e) {
        // it broke already
      }
      in = request(object, position, end);
    }

    private StrakeException broken(IOException failure) {
      return StrakeException.causedBy(
          failure,
          ErrorCode.SOURCE_UNAVAILABLE,
          "%s",
          errors
              .of(
                  ErrorCode.SOURCE_UNAVAILABLE,
                  "object '%s' broke off at byte %d of %d in each of %d attempts, %s; check the"
                      + " network and the object store, or raise operand 'maxAttempts'",
                  object.key(),
                  position,
                  object.size(),
                  attempts,
                  S3Errors.firstLine(failure))
              .getMessage());
    }
  }
}
