/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.rest.http;

import io.strake.planner.arrow.ExecutionContext;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import okhttp3.Call;
import org.jspecify.annotations.Nullable;

/**
 * The bond between a statement and its requests: cancelling the statement aborts the request in
 * flight, and no request and no wait outlives the deadline.
 *
 * <p>Thread-safe; used by one scan, cancelled by any thread.
 */
public final class RequestControl implements AutoCloseable {
  /** So that the deadline itself has passed when the request ends because of it. */
  private static final long DEADLINE_SLACK_MILLIS = 2;

  private final @Nullable ExecutionContext context;
  private final AtomicReference<@Nullable Call> current = new AtomicReference<>();
  private final CountDownLatch stopped = new CountDownLatch(1);
  private final ExecutionContext.Registration registration;

  /** Creates a bond to a statement. */
  public RequestControl(ExecutionContext context) {
    this.context = context;
    this.registration = context.onCancel(this::stop);
  }

  /** Creates a control of requests that belong to no statement. */
  RequestControl() {
    this.context = null;
    this.registration = () -> {};
  }

  /** Aborts the request in flight and forbids further ones. Idempotent. */
  @Override
  public void close() {
    registration.close();
    stop();
  }

  void checkActive() {
    if (context != null) {
      context.checkActive();
    }
  }

  /** Makes {@code call} the one that a cancel aborts, and bounds it by the deadline. */
  void begin(Call call) {
    Duration remaining = remaining();
    if (remaining != null) {
      call.timeout().timeout(remaining.toMillis() + DEADLINE_SLACK_MILLIS, TimeUnit.MILLISECONDS);
    }
    current.set(call);
    if (stopped.getCount() == 0) {
      call.cancel();
    }
  }

  /** Returns whether the deadline leaves the time. */
  boolean canWait(Duration wait) {
    Duration remaining = remaining();
    return remaining == null || wait.compareTo(remaining) < 0;
  }

  /** Waits until the time is over or the statement is cancelled, whichever is first. */
  void pause(Duration wait) {
    try {
      if (stopped.await(wait.toMillis(), TimeUnit.MILLISECONDS)) {
        checkActive();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      if (context != null) {
        context.cancel();
      }
      checkActive();
    }
  }

  private @Nullable Duration remaining() {
    return context == null ? null : context.remainingTime();
  }

  private void stop() {
    stopped.countDown();
    Call call = current.get();
    if (call != null) {
      call.cancel();
    }
  }
}
