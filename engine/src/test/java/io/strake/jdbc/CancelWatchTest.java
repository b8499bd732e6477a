/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

final class CancelWatchTest {
  private static final int WAIT_SECONDS = 30;

  @Test
  void cancelsOnceAndNotBeforeTheFlagIsSet() throws InterruptedException {
    AtomicBoolean flag = new AtomicBoolean();
    AtomicInteger cancels = new AtomicInteger();
    CountDownLatch cancelled = new CountDownLatch(1);
    Future<?> watch =
        CancelWatch.start(
            flag,
            () -> {
              cancels.incrementAndGet();
              cancelled.countDown();
            });
    try {
      waitForOthers();
      assertThat(cancels).hasValue(0);

      flag.set(true);

      assertThat(cancelled.await(WAIT_SECONDS, TimeUnit.SECONDS)).isTrue();
      waitForOthers();
      assertThat(cancels).hasValue(1);
    } finally {
      watch.cancel(false);
    }
  }

  @Test
  void looksNoMoreAfterItsEnd() throws InterruptedException {
    AtomicBoolean flag = new AtomicBoolean();
    AtomicInteger cancels = new AtomicInteger();
    Future<?> watch = CancelWatch.start(flag, cancels::incrementAndGet);
    watch.cancel(false);

    flag.set(true);

    waitForOthers();
    assertThat(cancels).hasValue(0);
  }

  @Test
  void oneThatIsSlowDelaysNoOther() throws InterruptedException {
    CountDownLatch end = new CountDownLatch(1);
    CountDownLatch cancelled = new CountDownLatch(1);
    Future<?> slow = CancelWatch.start(new AtomicBoolean(true), () -> await(end));
    Future<?> quick = CancelWatch.start(new AtomicBoolean(true), cancelled::countDown);
    try {
      assertThat(cancelled.await(WAIT_SECONDS, TimeUnit.SECONDS)).isTrue();
    } finally {
      end.countDown();
      slow.cancel(false);
      quick.cancel(false);
    }
  }

  /** Waits until a watch that was started later has looked several times. */
  private static void waitForOthers() throws InterruptedException {
    for (int i = 0; i < 3; i++) {
      CountDownLatch looked = new CountDownLatch(1);
      Future<?> later = CancelWatch.start(new AtomicBoolean(true), looked::countDown);
      assertThat(looked.await(WAIT_SECONDS, TimeUnit.SECONDS)).isTrue();
      later.cancel(false);
    }
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
