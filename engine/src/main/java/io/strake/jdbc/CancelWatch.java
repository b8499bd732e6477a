/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.jdbc;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Looks every few milliseconds at the flags of running statements, since Avatica tells nobody that
 * one was set.
 *
 * <p>One thread looks for all statements of the process, as one of its own would cost a short
 * statement a good part of its time; others cancel, so that a source that is slow to stop delays
 * nobody. All end when there is nothing to do. Thread-safe.
 */
final class CancelWatch {
  private static final long POLL_MILLIS = 20;
  private static final long IDLE_SECONDS = 10;

  private static final ScheduledThreadPoolExecutor CLOCK = clock();
  private static final ExecutorService CANCELS =
      new ThreadPoolExecutor(
          0,
          Integer.MAX_VALUE,
          IDLE_SECONDS,
          TimeUnit.SECONDS,
          new SynchronousQueue<>(),
          CancelWatch::daemon);

  private CancelWatch() {}

  /**
   * Starts to look at a flag.
   *
   * @param cancel is run once, at most {@code POLL_MILLIS} after the flag was set
   * @return the watch, which ends when it is cancelled
   */
  static Future<?> start(AtomicBoolean flag, Runnable cancel) {
    AtomicBoolean seen = new AtomicBoolean();
    return CLOCK.scheduleWithFixedDelay(
        () -> {
          if (flag.get() && seen.compareAndSet(false, true)) {
            CANCELS.execute(cancel);
          }
        },
        POLL_MILLIS,
        POLL_MILLIS,
        TimeUnit.MILLISECONDS);
  }

  private static ScheduledThreadPoolExecutor clock() {
    ScheduledThreadPoolExecutor clock = new ScheduledThreadPoolExecutor(1, CancelWatch::daemon);
    clock.setRemoveOnCancelPolicy(true);
    clock.setKeepAliveTime(IDLE_SECONDS, TimeUnit.SECONDS);
    clock.allowCoreThreadTimeOut(true);
    return clock;
  }

  private static Thread daemon(Runnable task) {
    Thread thread = new Thread(task, "strake-jdbc-cancel-watch");
    thread.setDaemon(true);
    return thread;
  }
}
