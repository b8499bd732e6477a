/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.s3.store;

import io.strake.planner.ErrorCode;
import java.io.IOException;
import java.io.InputStream;
import okhttp3.OkHttpClient;
import okhttp3.Response;
import org.jspecify.annotations.Nullable;

/**
 * Reads of objects for one scan. Every request carries the entity tag, and a body that breaks off
 * is continued from where it did. Thread-safe.
 */
public final class S3ObjectSession implements ObjectSession {
  private final OkHttpClient http;
  private final ObjectRequests requests;
  private final String bucket;
  private final RetryPolicy retries;
  private final S3Errors errors;
  private final RequestTracker tracker;

  S3ObjectSession(
      OkHttpClient http,
      ObjectRequests requests,
      StoreOptions options,
      S3Errors errors,
      RequestTracker tracker) {
    this.http = http;
    this.requests = requests;
    this.bucket = options.bucket();
    this.retries = options.connection().retries();
    this.errors = errors;
    this.tracker = tracker;
  }

  @Override
  public byte[] read(StoredObject object, long offset, int length) {
    byte[] bytes = new byte[length];
    try (InputStream in = open(object, offset, offset + length)) {
      in.readNBytes(bytes, 0, length); // a stream ends behind all of its bytes or fails
      return bytes;
    } catch (IOException e) {
      throw errors.ofBody(e, object.key());
    }
  }

  @Override
  public ResumingStream open(StoredObject object) {
    return open(object, 0, object.size());
  }

  /** Returns the content from {@code begin} to before {@code end} as a stream. */
  ResumingStream open(StoredObject object, long begin, long end) {
    return new ResumingStream(this, object, begin, end);
  }

  /** Returns the content from {@code begin} to before {@code end}, by one request. */
  InputStream body(StoredObject object, long begin, long end) {
    try {
      Response response = http.newCall(requests.get(object, begin, end)).execute();
      if (!response.isSuccessful()) {
        throw StoreRefusalException.of(response);
      }
      if (begin > 0 && !startsAt(response.header("Content-Range"), begin)) {
        response.close();
        throw errors.of(
            ErrorCode.SOURCE_FAILED,
            "the server sent the whole of '%s/%s' and not the range asked for; Strake needs a"
                + " server that knows ranges",
            bucket,
            object.key());
      }
      return response.body().byteStream();
    } catch (IOException | RuntimeException e) {
      throw errors.ofRequest(e, object.key());
    }
  }

  /**
   * Waits before the content is continued, or fails if it cannot be.
   *
   * @param failures how often it broke off, including {@code failure}
   */
  void awaitResumption(StoredObject object, IOException failure, int failures) {
    // without a tag nobody can tell whether the rest would be that of the same content
    if (tracker.isCancelled()
        || object.etag().isEmpty()
        || failures >= retries.maxAttempts()
        || !RetryPolicy.isTransient(failure)) {
      throw errors.ofBody(failure, object.key());
    }
    try {
      tracker.pause(retries.delay(failures));
    } catch (IOException e) {
      throw errors.ofBody(e, object.key());
    }
  }

  private static boolean startsAt(@Nullable String contentRange, long begin) {
    return contentRange != null && contentRange.startsWith("bytes " + begin + "-");
  }
}
