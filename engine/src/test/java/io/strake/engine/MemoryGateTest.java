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
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
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
  private static final int TOTAL = 12;
  private static final int SHORT_PART = 3;

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
  void admitsLongQueriesInTurn() throws Exception {
    MemoryGate gate = new MemoryGate("tests", TOTAL, LONG);
    MemoryGate.Reservation first = gate.acquire(8, false, context);
    CompletableFuture<MemoryGate.Reservation> second = acquireAside(gate, 5, false, 1);
    CompletableFuture<MemoryGate.Reservation> third = acquireAside(gate, 1, false, 2);

    assertThat(second).isNotDone();
    assertThat(third).as("does not overtake").isNotDone();
    first.close();
    second.get(10, TimeUnit.SECONDS).close();
    third.get(10, TimeUnit.SECONDS).close();
    assertAllFree(gate);
  }

  @Test
  void admitsShortQueriesWhileLongOnesHoldAndWaitForAllThatTheyCanGet() throws Exception {
    MemoryGate gate = new MemoryGate("tests", TOTAL, LONG);
    MemoryGate.Reservation held = gate.acquire(TOTAL, false, context);
    CompletableFuture<MemoryGate.Reservation> waiting = acquireAside(gate, TOTAL, false, 1);

    for (int i = 0; i < 100; i++) {
      gate.acquire(SHORT_PART, true, context).close();
    }

    assertThat(waiting).isNotDone();
    held.close();
    waiting.get(10, TimeUnit.SECONDS).close();
    assertAllFree(gate);
  }

  @Test
  void shortQueriesTakeWhatIsFreeButNotBeforeALongOneThatWaits() throws Exception {
    MemoryGate gate = new MemoryGate("tests", TOTAL, LONG);
    Deque<MemoryGate.Reservation> held = new ArrayDeque<>();
    for (int i = 0; i < TOTAL; i++) {
      held.add(gate.acquire(1, true, context));
    }
    CompletableFuture<MemoryGate.Reservation> large = acquireAside(gate, TOTAL, false, 1);
    CompletableFuture<MemoryGate.Reservation> small = acquireAside(gate, 1, true, 2);

    for (int i = SHORT_PART; i < TOTAL - 1; i++) {
      held.remove().close();
      assertThat(small).as("waits while the others have more than their part").isNotDone();
    }
    assertThat(large).isNotDone();
    held.remove().close();

    MemoryGate.Reservation largeHeld = large.get(10, TimeUnit.SECONDS);
    assertThat(small).as("the part is full").isNotDone();
    held.remove().close();
    held.add(small.get(10, TimeUnit.SECONDS));
    largeHeld.close();
    held.forEach(MemoryGate.Reservation::close);
    assertAllFree(gate);
  }

  @Test
  void aShortQueryThatWantsMuchWaitsAmongTheLongOnes() throws Exception {
    MemoryGate gate = new MemoryGate("tests", TOTAL, LONG);
    MemoryGate.Reservation held = gate.acquire(TOTAL, false, context);
    CompletableFuture<MemoryGate.Reservation> wide = acquireAside(gate, SHORT_PART + 1, true, 1);

    gate.acquire(SHORT_PART, true, context).close();

    assertThat(wide).isNotDone();
    held.close();
    wide.get(10, TimeUnit.SECONDS).close();
    assertAllFree(gate);
  }

  @Test
  void takesWhatExceedsTheBudgetForAllThatAQueryCanGet() {
    MemoryGate gate = new MemoryGate("tests", TOTAL, LONG);

    gate.acquire(1000, false, context).close();
    gate.acquire(1000, true, context).close();
    assertAllFree(gate);
  }

  @Test
  void refusesAfterItsPatience() {
    MemoryGate gate = new MemoryGate("tests", TOTAL, Duration.ofMillis(20));
    MemoryGate.Reservation all = gate.acquire(TOTAL, false, context);

    assertThatThrownBy(() -> gate.acquire(1, false, context))
        .isInstanceOfSatisfying(
            StrakeException.class,
            e -> assertThat(e.code()).isEqualTo(ErrorCode.RESOURCE_EXHAUSTED))
        .hasMessageContainingAll("'memory'", "'queryMemory'", "tests");
    assertThat(gate.waiting()).isZero();
    all.close();
    assertAllFree(gate);
  }

  @Test
  void aStoppedQueryLeavesTheQueueToThoseBehindIt() throws Exception {
    MemoryGate gate = new MemoryGate("tests", TOTAL, LONG);
    MemoryGate.Reservation some = gate.acquire(4, false, context);
    ExecutionContext stopped = ExecutionContext.builder(allocator).build();
    CompletableFuture<MemoryGate.Reservation> large =
        CompletableFuture.supplyAsync(() -> gate.acquire(TOTAL, false, stopped));
    awaitWaiting(gate, 1);
    CompletableFuture<MemoryGate.Reservation> small = acquireAside(gate, 5, false, 2);

    stopped.cancel();

    assertThatThrownBy(() -> large.get(10, TimeUnit.SECONDS))
        .isInstanceOf(ExecutionException.class)
        .cause()
        .isInstanceOfSatisfying(
            StrakeException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.CANCELLED));
    small.get(10, TimeUnit.SECONDS).close();
    some.close();
    assertAllFree(gate);
  }

  @Test
  void losesNothingWhenManyCompete() throws Exception {
    MemoryGate gate = new MemoryGate("tests", TOTAL, Duration.ofMillis(2));
    List<CompletableFuture<Void>> runs = new ArrayList<>();
    for (int i = 0; i < 200; i++) {
      int bytes = 1 + i % TOTAL;
      runs.add(CompletableFuture.runAsync(() -> acquireAndRelease(gate, bytes)));
    }
    for (CompletableFuture<Void> run : runs) {
      try {
        run.get(30, TimeUnit.SECONDS);
      } catch (ExecutionException e) {
        assertThat(e).hasCauseInstanceOf(StrakeException.class);
      }
    }
    assertAllFree(gate);
  }

  private void acquireAndRelease(MemoryGate gate, int bytes) {
    try (MemoryGate.Reservation held = gate.acquire(bytes, bytes % 2 == 0, context)) {
      Thread.sleep(1);
    } catch (InterruptedException e) {
      throw new CompletionException(e);
    }
  }

  private CompletableFuture<MemoryGate.Reservation> acquireAside(
      MemoryGate gate, long bytes, boolean isShort, int waiting) throws Exception {
    CompletableFuture<MemoryGate.Reservation> result =
        CompletableFuture.supplyAsync(() -> gate.acquire(bytes, isShort, context));
    awaitWaiting(gate, waiting);
    return result;
  }

  /** Takes all that there is, as only an idle gate gives it at once. */
  private void assertAllFree(MemoryGate gate) {
    assertThat(gate.waiting()).isZero();
    MemoryGate.Reservation large = gate.acquire(TOTAL, false, context);
    gate.acquire(SHORT_PART, true, context).close();
    large.close();
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
