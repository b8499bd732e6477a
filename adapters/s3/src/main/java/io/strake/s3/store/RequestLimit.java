/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.s3.store;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import okhttp3.Interceptor;
import okhttp3.Response;

/**
 * Limit of the requests that are under way until their answers begin, for all clients of a store
 * together. Thread-safe.
 */
final class RequestLimit implements Interceptor {
  private static final long STEP_MILLIS = 50;

  private final Semaphore permits;

  RequestLimit(int requests) {
    this.permits = new Semaphore(requests);
  }

  @Override
  public Response intercept(Chain chain) throws IOException {
    acquire(chain);
    try {
      return chain.proceed(chain.request());
    } finally {
      permits.release();
    }
  }

  /** Waits in steps, since a call that is aborted wakes nobody. */
  private void acquire(Chain chain) throws IOException {
    try {
      while (!permits.tryAcquire(STEP_MILLIS, TimeUnit.MILLISECONDS)) {
        if (chain.call().isCanceled()) {
          throw new IOException("the request was aborted");
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted while waiting for other requests");
    }
  }
}
