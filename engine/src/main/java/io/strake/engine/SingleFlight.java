/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.engine;

import io.strake.planner.ErrorCode;
import io.strake.planner.StrakeException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

/** Lets one thread at a time work for a key, while others that come with it wait. Thread-safe. */
final class SingleFlight<K> {
  private final ConcurrentMap<K, CompletableFuture<Boolean>> flights = new ConcurrentHashMap<>();

  /**
   * Works for a key, or waits until the thread that does has ended.
   *
   * @return what the work returned; empty if another thread has worked, also if it failed
   */
  <V> Optional<V> run(K key, Duration timeout, Supplier<V> work) {
    CompletableFuture<Boolean> mine = new CompletableFuture<>();
    CompletableFuture<Boolean> other = flights.putIfAbsent(key, mine);
    if (other != null) {
      await(other, timeout);
      return Optional.empty();
    }
    try {
      return Optional.of(work.get());
    } finally {
      flights.remove(key);
      mine.complete(true);
    }
  }

  private static void await(CompletableFuture<Boolean> other, Duration timeout) {
    try {
      other.get(timeout.toNanos(), TimeUnit.NANOSECONDS);
    } catch (TimeoutException e) {
      throw StrakeException.causedBy(
          e,
          ErrorCode.TIMEOUT,
          "query: planning took longer than the timeout; raise the timeout or simplify the query");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw StrakeException.causedBy(e, ErrorCode.CANCELLED, "query: cancelled while planning");
    } catch (ExecutionException e) {
      throw new AssertionError(e); // it never completes with a failure
    }
  }
}
