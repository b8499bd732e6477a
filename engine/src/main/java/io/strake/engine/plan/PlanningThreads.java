/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.engine.plan;

import io.strake.planner.ErrorCode;
import io.strake.planner.StrakeException;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
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

  private final ExecutorService threads;

  /** Creates a pool. */
  public PlanningThreads(int count) {
    ThreadPoolExecutor pool =
        new ThreadPoolExecutor(
            count,
            count,
            30,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(MAX_WAITING),
            PlanningThreads::thread);
    pool.allowCoreThreadTimeOut(true);
    this.threads = pool;
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
    Future<T> result = submit(cancelled, task);
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
      result.cancel(true); // does nothing if it has ended
    }
  }

  private <T> Future<T> submit(AtomicBoolean cancelled, Function<AtomicBoolean, T> task) {
    try {
      return threads.submit(() -> task.apply(cancelled));
    } catch (RejectedExecutionException e) {
      throw StrakeException.causedBy(
          e,
          ErrorCode.RESOURCE_EXHAUSTED,
          "query: too many statements wait to be planned; try again later");
    }
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
