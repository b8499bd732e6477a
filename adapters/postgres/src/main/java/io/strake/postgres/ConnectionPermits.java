/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.postgres;

import io.strake.planner.arrow.ExecutionContext;
import io.strake.planner.arrow.InterruptibleWait;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * Permits to take connections out of the pool, as many as it has.
 *
 * <p>A statement takes those of all its scans at once, so that no two statements wait for each
 * other while each holds some. First come, first served. Thread-safe.
 */
final class ConnectionPermits {
  private final int all;
  private final Duration timeout;
  private final Semaphore free;

  ConnectionPermits(int all, Duration timeout) {
    this.all = all;
    this.timeout = timeout;
    this.free = new Semaphore(all, true);
  }

  /** Returns how many there are, free or not. */
  int all() {
    return all;
  }

  /** Returns how long to wait for them. */
  Duration timeout() {
    return timeout;
  }

  /**
   * Waits for permits.
   *
   * @param atMost how long
   * @return whether they were taken
   * @throws io.strake.planner.StrakeException if the query is stopped meanwhile
   */
  boolean take(int count, Duration atMost, ExecutionContext context) {
    context.checkActive();
    try (InterruptibleWait wait = new InterruptibleWait(context)) {
      return free.tryAcquire(count, atMost.toNanos(), TimeUnit.NANOSECONDS);
    } catch (InterruptedException e) {
      context.checkActive();
      Thread.currentThread().interrupt();
      return false;
    }
  }

  /** Takes a permit if one is free that nobody waits for. */
  boolean tryTake() {
    try {
      return free.tryAcquire(0, TimeUnit.NANOSECONDS); // the form without a time jumps the queue
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  void release(int count) {
    free.release(count);
  }
}
