/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.engine.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.strake.planner.ErrorCode;
import io.strake.planner.StrakeException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Callers that give up: they return at once, and their tasks end. */
class PlanningThreadsTest {
  private static final Duration MINUTE = Duration.ofMinutes(1);

  private final PlanningThreads threads = new PlanningThreads(1);
  private final CountDownLatch release = new CountDownLatch(1);

  @AfterEach
  void close() {
    release.countDown();
    threads.close();
  }

  @Test
  void returnsAtOnceAlthoughTheTaskGoesOn() throws Exception {
    AtomicReference<ErrorCode> code = new AtomicReference<>();
    Thread caller = new Thread(() -> code.set(codeOf(this::hold)));
    caller.start();
    await(() -> threads.running() == 1);

    caller.interrupt();

    caller.join(MINUTE.toMillis());
    assertThat(code.get()).isEqualTo(ErrorCode.CANCELLED);
    assertThat(threads.running()).isOne();
    release.countDown();
    await(() -> threads.running() == 0);
  }

  @Test
  void returnsAtTheDeadlineAlsoWhileItWaitsForAThread() {
    CompletableFuture<Void> busy = CompletableFuture.runAsync(this::hold);
    await(() -> threads.running() == 1);

    assertThatThrownBy(() -> threads.run(Duration.ofMillis(20), cancelled -> "never"))
        .isInstanceOfSatisfying(
            StrakeException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.TIMEOUT));
    assertThat(threads.waiting()).isZero();

    release.countDown();
    assertThat(busy).succeedsWithin(MINUTE);
  }

  @Test
  void tellsTheTaskThatNobodyWaits() {
    CompletableFuture<Boolean> told = new CompletableFuture<>();

    assertThatThrownBy(
            () ->
                threads.run(
                    Duration.ofMillis(20),
                    cancelled -> {
                      while (!cancelled.get()) {
                        Thread.onSpinWait();
                      }
                      return told.complete(true);
                    }))
        .isInstanceOf(StrakeException.class);

    assertThat(told).succeedsWithin(MINUTE);
    await(() -> threads.running() == 0);
  }

  /** Runs a task that looks neither at its flag nor at interrupts. */
  private void hold() {
    threads.run(
        MINUTE,
        cancelled -> {
          boolean isHeld = true;
          while (isHeld) {
            try {
              isHeld = !release.await(1, TimeUnit.MINUTES);
            } catch (InterruptedException e) {
              isHeld = true; // as code that does not care
            }
          }
          return "released";
        });
  }

  private static ErrorCode codeOf(Runnable call) {
    try {
      call.run();
      throw new AssertionError("does not fail");
    } catch (StrakeException e) {
      return e.code();
    }
  }

  private static void await(BooleanSupplier condition) {
    long end = System.nanoTime() + MINUTE.toNanos();
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).isLessThan(end);
      Thread.onSpinWait();
    }
  }
}
