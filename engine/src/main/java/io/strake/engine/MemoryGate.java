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
 * Admission of queries to a budget of memory, in two queues.
 *
 * <p>A query says beforehand how much it may need and waits until that much is free, so that many
 * queries at once run one after the other rather than fail together. What it says is not enforced
 * here.
 *
 * <p>A part of the budget is kept for short queries, which long ones never take, so that no short
 * query waits for a long one. The rest goes to whoever comes, but while a long query waits short
 * ones get no more than their part, so that they cannot starve it. Within a queue the order is that
 * in which queries come. Thread-safe.
 */
final class MemoryGate {
  /** Short queries have this part of the budget for themselves. */
  private static final int SHORT_PART = 4;

  private final String name;
  private final long total;
  private final long shortPart;
  private final Duration patience;
  private final Deque<Waiter> shortWaiters = new ArrayDeque<>();
  private final Deque<Waiter> longWaiters = new ArrayDeque<>();
  private long shortHeld;
  private long longHeld;

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
    this.shortPart = total / SHORT_PART;
    this.patience = patience;
  }

  /** A query that waits, and is told when it need no longer. */
  private record Waiter(long bytes, boolean isShort, CompletableFuture<Boolean> turn) {}

  /** Memory set aside for a query. */
  interface Reservation extends AutoCloseable {
    /** Gives it back; called once. */
    @Override
    void close();
  }

  /**
   * Waits for memory.
   *
   * @param wanted bytes; more than a query of its kind can get is taken for all that it can get
   * @param isShort whether the query is soon done; one that wants more than the part of the short
   *     ones counts as long all the same
   * @throws StrakeException with {@code RESOURCE_EXHAUSTED} if it does not become free in time, or
   *     the reason why the query was stopped
   */
  Reservation acquire(long wanted, boolean isShort, ExecutionContext context) {
    if (wanted == 0) {
      return () -> {};
    }
    boolean fits = isShort && wanted <= shortPart;
    long bytes = fits ? wanted : Math.min(wanted, total - shortPart);
    Waiter waiter = new Waiter(bytes, fits, new CompletableFuture<>());
    synchronized (this) {
      queue(waiter).add(waiter);
      admit();
    }
    try (ExecutionContext.Registration stop = context.onCancel(() -> waiter.turn().cancel(false))) {
      waiter.turn().get(patience.toNanos(), TimeUnit.NANOSECONDS);
      return () -> release(waiter);
    } catch (TimeoutException | CancellationException | InterruptedException e) {
      if (withdraw(waiter)) {
        release(waiter);
      }
      throw refusal(e, bytes, context);
    } catch (ExecutionException e) {
      throw new IllegalStateException(e); // nobody completes a turn with a failure
    }
  }

  /** Returns how many queries wait. */
  synchronized int waiting() {
    return shortWaiters.size() + longWaiters.size();
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

  private Deque<Waiter> queue(Waiter waiter) {
    return waiter.isShort() ? shortWaiters : longWaiters;
  }

  /** Takes a query out of its queue; returns whether it had been admitted meanwhile. */
  private synchronized boolean withdraw(Waiter waiter) {
    boolean isAdmitted = !queue(waiter).remove(waiter);
    admit(); // those behind it may be smaller
    return isAdmitted;
  }

  private synchronized void release(Waiter waiter) {
    hold(waiter, -waiter.bytes());
    admit();
  }

  private synchronized void admit() {
    // The long ones first: whether one still waits decides what the short ones may have
    admit(longWaiters);
    admit(shortWaiters);
  }

  private void admit(Deque<Waiter> waiters) {
    for (Waiter next = waiters.peek(); next != null && fits(next); next = waiters.peek()) {
      waiters.remove();
      hold(next, next.bytes());
      next.turn().complete(true);
    }
  }

  private boolean fits(Waiter waiter) {
    if (!waiter.isShort()) {
      return longHeld + waiter.bytes() + Math.max(shortHeld, shortPart) <= total;
    }
    long held = shortHeld + waiter.bytes();
    return held <= shortPart || (longWaiters.isEmpty() && held + longHeld <= total);
  }

  private void hold(Waiter waiter, long bytes) {
    if (waiter.isShort()) {
      shortHeld += bytes;
    } else {
      longHeld += bytes;
    }
  }
}
