/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.strake.planner.ErrorCode;
import io.strake.planner.StrakeException;
import io.strake.planner.arrow.ExecutionContext;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class MemoryGateTest {
  private static final Duration LONG = Duration.ofMinutes(1);

  private BufferAllocator allocator;
  private ExecutionContext context;

  @BeforeEach
  void open() {
    allocator = new RootAllocator();
    context = ExecutionContext.builder(allocator).build();
  }

  @AfterEach
  void close() {
    allocator.close();
  }

  @Test
  void admitsInTurn() throws Exception {
    MemoryGate gate = new MemoryGate("tests", 10, LONG);
    MemoryGate.Reservation large = gate.acquire(8, context);
    CompletableFuture<MemoryGate.Reservation> second = acquireAside(gate, 5, 1);
    CompletableFuture<MemoryGate.Reservation> third = acquireAside(gate, 1, 2);

    assertThat(second).isNotDone();
    assertThat(third).as("does not overtake").isNotDone();
    large.close();
    second.get(10, TimeUnit.SECONDS).close();
    third.get(10, TimeUnit.SECONDS).close();
    gate.acquire(10, context).close();
  }

  @Test
  void takesWhatExceedsTheBudgetForAllOfIt() {
    MemoryGate gate = new MemoryGate("tests", 10, LONG);

    gate.acquire(1000, context).close();
    gate.acquire(10, context).close();
  }

  @Test
  void refusesAfterItsPatience() {
    MemoryGate gate = new MemoryGate("tests", 10, Duration.ofMillis(20));
    MemoryGate.Reservation all = gate.acquire(10, context);

    assertThatThrownBy(() -> gate.acquire(1, context))
        .isInstanceOfSatisfying(
            StrakeException.class,
            e -> assertThat(e.code()).isEqualTo(ErrorCode.RESOURCE_EXHAUSTED))
        .hasMessageContainingAll("'memory'", "'queryMemory'", "tests");
    assertThat(gate.waiting()).isZero();
    all.close();
    gate.acquire(10, context).close();
  }

  @Test
  void aStoppedQueryLeavesTheQueueToThoseBehindIt() throws Exception {
    MemoryGate gate = new MemoryGate("tests", 10, LONG);
    MemoryGate.Reservation some = gate.acquire(4, context);
    ExecutionContext stopped = ExecutionContext.builder(allocator).build();
    CompletableFuture<MemoryGate.Reservation> large =
        CompletableFuture.supplyAsync(() -> gate.acquire(10, stopped));
    awaitWaiting(gate, 1);
    CompletableFuture<MemoryGate.Reservation> small = acquireAside(gate, 6, 2);

    stopped.cancel();

    assertThatThrownBy(() -> large.get(10, TimeUnit.SECONDS))
        .isInstanceOf(ExecutionException.class)
        .cause()
        .isInstanceOfSatisfying(
            StrakeException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.CANCELLED));
    small.get(10, TimeUnit.SECONDS).close();
    some.close();
    gate.acquire(10, context).close();
  }

  @Test
  void losesNothingWhenManyCompete() throws Exception {
    MemoryGate gate = new MemoryGate("tests", 10, Duration.ofMillis(2));
    List<CompletableFuture<Void>> runs = new ArrayList<>();
    for (int i = 0; i < 200; i++) {
      int bytes = 1 + i % 10;
      runs.add(CompletableFuture.runAsync(() -> acquireAndRelease(gate, bytes)));
    }
    for (CompletableFuture<Void> run : runs) {
      try {
        run.get(30, TimeUnit.SECONDS);
      } catch (ExecutionException e) {
        assertThat(e).hasCauseInstanceOf(StrakeException.class);
      }
    }
    gate.acquire(10, context).close();
    assertThat(gate.waiting()).isZero();
  }

  private void acquireAndRelease(MemoryGate gate, int bytes) {
    try (MemoryGate.Reservation held = gate.acquire(bytes, context)) {
      Thread.sleep(1);
    } catch (InterruptedException e) {
      throw new CompletionException(e);
    }
  }

  private CompletableFuture<MemoryGate.Reservation> acquireAside(
      MemoryGate gate, long bytes, int waiting) throws Exception {
    CompletableFuture<MemoryGate.Reservation> result =
        CompletableFuture.supplyAsync(() -> gate.acquire(bytes, context));
    awaitWaiting(gate, waiting);
    return result;
  }

  private static void awaitWaiting(MemoryGate gate, int count) throws Exception {
    for (int i = 0; gate.waiting() < count; i++) {
      if (i > 1000) {
        throw new TimeoutException("nobody waits");
      }
      Thread.sleep(10);
    }
  }
}
