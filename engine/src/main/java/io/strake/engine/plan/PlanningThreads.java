/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.engine.plan;

import io.strake.planner.ErrorCode;
import io.strake.planner.StrakeException;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Threads that plan, with a stack large enough for the recursion in which Calcite walks long chains
 * of OR, CASE and UNION. Thread-safe.
 */
public final class PlanningThreads implements AutoCloseable {
  private static final Logger LOGGER = LoggerFactory.getLogger(PlanningThreads.class);
  private static final int MAX_WAITING = 1000;
  private static final long STACK_BYTES = 64L << 20;

  private final ThreadPoolExecutor threads;
  private final AtomicInteger running = new AtomicInteger();

  /** Creates a pool. */
  public PlanningThreads(int count) {
    this.threads =
        new ThreadPoolExecutor(
            count,
            count,
            30,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(MAX_WAITING),
            PlanningThreads::thread);
    threads.allowCoreThreadTimeOut(true);
  }

  private static Thread thread(Runnable task) {
    Thread thread = new Thread(null, task, "strake-planning", STACK_BYTES);
    thread.setDaemon(true);
    return thread;
  }

  /**
   * Runs a task and waits for its result.
   *
   * @param task is given a flag that is set when it should give up
   * @throws StrakeException the task's own, or {@link ErrorCode#TIMEOUT}
   */
  <T> T run(Duration timeout, Function<AtomicBoolean, T> task) {
    AtomicBoolean cancelled = new AtomicBoolean();
    FutureTask<T> result = submit(cancelled, task);
    try {
      return result.get(timeout.toNanos(), TimeUnit.NANOSECONDS);
    } catch (TimeoutException e) {
      throw StrakeException.causedBy(
          e,
          ErrorCode.TIMEOUT,
          "query: planning took longer than %s; raise the timeout or simplify the query",
          timeout);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw StrakeException.causedBy(e, ErrorCode.CANCELLED, "query: cancelled while planning");
    } catch (ExecutionException e) {
      throw QueryErrors.translate(e.getCause() == null ? e : e.getCause());
    } finally {
      cancelled.set(true);
      if (result.cancel(true)) {
        threads.remove(result); // so that those who gave up keep nobody out
      }
    }
  }

  private <T> FutureTask<T> submit(AtomicBoolean cancelled, Function<AtomicBoolean, T> task) {
    FutureTask<T> result = new FutureTask<>(() -> count(cancelled, task));
    try {
      threads.execute(result);
      return result;
    } catch (RejectedExecutionException e) {
      throw StrakeException.causedBy(
          e,
          ErrorCode.RESOURCE_EXHAUSTED,
          "query: too many statements wait to be planned; try again later");
    }
  }

  private <T> T count(AtomicBoolean cancelled, Function<AtomicBoolean, T> task) {
    running.incrementAndGet();
    try {
      return task.apply(cancelled);
    } finally {
      running.decrementAndGet();
    }
  }

  /**
   * Returns how many tasks run at this moment that somebody waits for, or waited for until he gave
   * up.
   */
  public int running() {
    return running.get();
  }

  /** Returns how many tasks wait for a thread. */
  int waiting() {
    return threads.getQueue().size();
  }

  /** Runs a task without waiting for it; its failure is logged only. */
  void submit(Runnable task) {
    threads.execute(
        () -> {
          try {
            task.run();
          } catch (RuntimeException e) {
            LOGGER.debug("a task in the background failed", e);
          }
        });
  }

  @Override
  public void close() {
    threads.shutdownNow();
  }
}
