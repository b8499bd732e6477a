/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.s3.store;

import io.strake.planner.ErrorCode;
import io.strake.planner.StrakeException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import okhttp3.Call;
import okhttp3.EventListener;

/** The requests of one scan that are under way, so that they can be aborted. Thread-safe. */
public final class RequestTracker extends EventListener {
  private final Set<Call> active = ConcurrentHashMap.newKeySet();
  private final AtomicLong bytes = new AtomicLong();
  private final AtomicLong cached = new AtomicLong();
  private final CountDownLatch cancelled = new CountDownLatch(1);

  /** Aborts every request, also those to come. */
  public void cancel() {
    cancelled.countDown();
    active.forEach(Call::cancel);
  }

  /** Returns whether {@link #cancel} was called. */
  boolean isCancelled() {
    return cancelled.getCount() == 0;
  }

  /**
   * Fails if the requests are aborted, for what is read without one.
   *
   * @throws StrakeException that the statement was stopped
   */
  void checkActive() {
    if (isCancelled()) {
      throw StrakeException.of(ErrorCode.CANCELLED, "query: stopped while reading objects");
    }
  }

  /**
   * Waits before another attempt.
   *
   * @throws IOException at once if the requests are or become aborted
   */
  void pause(Duration duration) throws IOException {
    try {
      if (cancelled.await(duration.toNanos(), TimeUnit.NANOSECONDS)) {
        throw new IOException("the requests were aborted");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted while waiting for another attempt");
    }
  }

  /** Returns the bytes of the bodies received so far. */
  public long bytes() {
    return bytes.get();
  }

  /** Returns the bytes that were read from the local disk instead, in whole blocks. */
  public long cachedBytes() {
    return cached.get();
  }

  void addCached(long count) {
    cached.addAndGet(count);
  }

  @Override
  public void callStart(Call call) {
    active.add(call);
    if (isCancelled()) {
      call.cancel();
    }
  }

  @Override
  public void callEnd(Call call) {
    active.remove(call);
  }

  @Override
  public void callFailed(Call call, IOException failure) {
    active.remove(call);
  }

  @Override
  public void responseBodyEnd(Call call, long byteCount) {
    bytes.addAndGet(byteCount);
  }
}
