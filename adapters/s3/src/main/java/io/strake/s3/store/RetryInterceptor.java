/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.s3.store;

import java.io.EOFException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import okhttp3.Call;
import okhttp3.Interceptor;
import okhttp3.Response;
import okhttp3.ResponseBody;

/**
 * Sender of requests that sends them again while the store is busy or the connection breaks.
 *
 * <p>Covers what comes before the body, and the whole of listings. Thread-safe.
 */
public final class RetryInterceptor implements Interceptor {
  private static final String LISTING_END = "ListBucketResult>";
  private static final Duration STEP = Duration.ofMillis(50);

  private final RetryPolicy policy;
  private final RequestTracker tracker;

  RetryInterceptor(RetryPolicy policy, RequestTracker tracker) {
    this.policy = policy;
    this.tracker = tracker;
  }

  @Override
  public Response intercept(Chain chain) throws IOException {
    try {
      return attempt(chain);
    } catch (IOException e) {
      throw new IOException(e.getMessage(), e); // the client drops the outermost of two failures
    }
  }

  private Response attempt(Chain chain) throws IOException {
    for (int attempt = 1; ; attempt++) {
      Duration delay = policy.delay(attempt);
      try {
        Response response = chain.proceed(chain.request());
        String code = StoreAnswer.code(response);
        if (!StoreAnswer.isTransient(response, code)) {
          return ObjectHeaders.isListing(chain.request()) ? complete(response) : response;
        }
        delay = longer(delay, refused(response, code, attempt));
      } catch (IOException e) {
        if (chain.call().isCanceled() || !RetryPolicy.isTransient(e)) {
          throw e;
        }
        if (attempt >= policy.maxAttempts()) {
          throw new IOException(e.getMessage() + " at " + ordinal(attempt), e);
        }
      }
      pause(chain.call(), delay);
    }
  }

  private String ordinal(int attempt) {
    return "attempt " + attempt + " of " + policy.maxAttempts();
  }

  /** Waits in steps, since a call that is aborted when its store is closed wakes nobody. */
  private void pause(Call call, Duration delay) throws IOException {
    long end = System.nanoTime() + delay.toNanos();
    for (long left = delay.toNanos(); left > 0; left = end - System.nanoTime()) {
      if (call.isCanceled()) {
        throw new IOException("the request was aborted");
      }
      tracker.pause(Duration.ofNanos(Math.min(left, STEP.toNanos())));
    }
  }

  /** Returns how long the store asks to wait, or fails if there is no other attempt. */
  private Duration refused(Response refusal, String code, int attempt) throws IOException {
    refusal.close();
    Duration wait = StoreAnswer.retryAfter(refusal).orElse(Duration.ZERO);
    if (attempt >= policy.maxAttempts()) {
      throw AttemptsExhaustedException.of(refusal, code, ordinal(attempt), "");
    }
    if (wait.compareTo(policy.maxWait()) > 0) {
      String wish = ", with the wish to wait " + wait.toSeconds() + " seconds";
      throw AttemptsExhaustedException.of(refusal, code, ordinal(attempt), wish);
    }
    return wait;
  }

  private static Duration longer(Duration one, Duration other) {
    return one.compareTo(other) > 0 ? one : other;
  }

  /** Reads the body here, where a connection that breaks is another attempt and not an error. */
  private static Response complete(Response response) throws IOException {
    try (ResponseBody body = response.body()) {
      byte[] bytes = body.bytes();
      String text = new String(bytes, StandardCharsets.ISO_8859_1).stripTrailing();
      // without a length the end of the connection is all that tells the end of the body
      if (response.isSuccessful() && body.contentLength() < 0 && !text.endsWith(LISTING_END)) {
        throw new EOFException("the listing is cut off");
      }
      return response.newBuilder().body(ResponseBody.create(bytes, body.contentType())).build();
    }
  }
}
