/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.engine;

import io.strake.planner.ErrorCode;
import io.strake.planner.StrakeException;
import io.strake.planner.arrow.ExecutionContext;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Admission of queries to a budget of memory, in the order in which they come.
 *
 * <p>A query says beforehand how much it may need and waits until that much is free, so that many
 * queries at once run one after the other rather than fail together. What it says is not enforced
 * here. Thread-safe.
 */
final class MemoryGate {
  private final String name;
  private final long total;
  private final Duration patience;
  private final Deque<Waiter> waiters = new ArrayDeque<>();
  private long free;

  /**
   * Creates a gate.
   *
   * @param name what the memory is for
   * @param total bytes of the budget
   * @param patience how long a query waits at most
   */
  MemoryGate(String name, long total, Duration patience) {
    this.name = name;
    this.total = total;
    this.patience = patience;
    this.free = total;
  }

  /** A query that waits, and is told when it need no longer. */
  private record Waiter(long bytes, CompletableFuture<Boolean> turn) {}

  /** Memory set aside for a query. */
  interface Reservation extends AutoCloseable {
    /** Gives it back; called once. */
    @Override
    void close();
  }

  /**
   * Waits for memory.
   *
   * @param wanted bytes; more than the budget is taken for all of it
   * @throws StrakeException with {@code RESOURCE_EXHAUSTED} if it does not become free in time, or
   *     the reason why the query was stopped
   */
  Reservation acquire(long wanted, ExecutionContext context) {
    long bytes = Math.min(wanted, total);
    if (bytes == 0) {
      return () -> {};
    }
    Waiter waiter = new Waiter(bytes, new CompletableFuture<>());
    synchronized (this) {
      waiters.add(waiter);
      admit();
    }
    try (ExecutionContext.Registration stop = context.onCancel(() -> waiter.turn().cancel(false))) {
      waiter.turn().get(patience.toNanos(), TimeUnit.NANOSECONDS);
      return () -> release(bytes);
    } catch (TimeoutException | CancellationException | InterruptedException e) {
      if (withdraw(waiter)) {
        release(bytes);
      }
      throw refusal(e, bytes, context);
    } catch (ExecutionException e) {
      throw new IllegalStateException(e); // nobody completes a turn with a failure
    }
  }

  /** Returns how many queries wait. */
  synchronized int waiting() {
    return waiters.size();
  }

  private StrakeException refusal(Exception cause, long bytes, ExecutionContext context) {
    context.checkActive();
    if (cause instanceof InterruptedException) {
      Thread.currentThread().interrupt();
      return StrakeException.causedBy(
          cause, ErrorCode.CANCELLED, "query: interrupted while it waited for memory");
    }
    return StrakeException.causedBy(
        cause,
        ErrorCode.RESOURCE_EXHAUSTED,
        "query: waited %s for %s of the %s that all queries have for %s; try later, raise 'memory',"
            + " or lower 'queryMemory' so that more queries run at once",
        patience,
        MemorySize.format(bytes),
        MemorySize.format(total),
        name);
  }

  /** Takes a query out of the queue; returns whether it had been admitted meanwhile. */
  private synchronized boolean withdraw(Waiter waiter) {
    boolean isAdmitted = !waiters.remove(waiter);
    admit(); // those behind it may be smaller
    return isAdmitted;
  }

  private synchronized void release(long bytes) {
    free += bytes;
    admit();
  }

  private synchronized void admit() {
    for (Waiter next = waiters.peek();
        next != null && next.bytes() <= free;
        next = waiters.peek()) {
      waiters.remove();
      free -= next.bytes();
      next.turn().complete(true);
    }
  }
}
