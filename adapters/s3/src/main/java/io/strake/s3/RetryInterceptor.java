/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.s3;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import javax.net.ssl.SSLException;
import okhttp3.Call;
import okhttp3.Interceptor;
import okhttp3.Response;

/**
 * Repetition of requests that an object store could not serve just now, with pauses that grow, are
 * random in part, and are as long as the store asks for. Ends when the request is cancelled.
 *
 * <p>After "Exponential Backoff And Jitter" of the AWS architecture blog.
 */
final class RetryInterceptor implements Interceptor {
  private static final Set<Integer> RETRIED_STATUS = Set.of(429, 500, 502, 503, 504);
  private static final long FIRST_DELAY_MILLIS = 100;
  private static final long MAX_DELAY_MILLIS = 10_000;
  private static final long POLL_MILLIS = 20;

  private final int maxAttempts;

  RetryInterceptor(int maxAttempts) {
    this.maxAttempts = maxAttempts;
  }

  @Override
  public Response intercept(Chain chain) throws IOException {
    for (int attempt = 1; ; attempt++) {
      long asked = 0;
      try {
        Response response = chain.proceed(chain.request());
        if (attempt == maxAttempts || !RETRIED_STATUS.contains(response.code())) {
          return response;
        }
        asked = retryAfterMillis(response);
        response.close();
      } catch (IOException e) {
        if (attempt == maxAttempts || chain.call().isCanceled() || isFinal(e)) {
          throw e;
        }
      }
      pause(chain.call(), Math.max(asked, delayMillis(attempt)));
    }
  }

  /** Whether another try would end alike, or take as long as this one that timed out. */
  private static boolean isFinal(IOException failure) {
    return failure instanceof ConnectException
        || failure instanceof UnknownHostException
        || failure instanceof SSLException
        || failure instanceof InterruptedIOException;
  }

  private static long retryAfterMillis(Response response) {
    String seconds = response.header("Retry-After");
    return seconds != null && seconds.matches("\\d{1,4}")
        ? Math.min(MAX_DELAY_MILLIS, 1_000 * Long.parseLong(seconds))
        : 0;
  }

  static long delayMillis(int attempt) {
    long longest = Math.min(MAX_DELAY_MILLIS, FIRST_DELAY_MILLIS << Math.min(attempt - 1, 10));
    return longest / 2 + ThreadLocalRandom.current().nextLong(longest / 2 + 1);
  }

  private static void pause(Call call, long millis) throws IOException {
    long end = System.nanoTime() + millis * 1_000_000;
    while (System.nanoTime() < end) {
      if (call.isCanceled()) {
        throw new IOException("cancelled");
      }
      try {
        Thread.sleep(POLL_MILLIS);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new InterruptedIOException("interrupted");
      }
    }
  }
}
