/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.examples;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * The end of the process as a signal to the thread that made this object: the thread is interrupted
 * and has some seconds to close what it opened, so that no server outlives the process.
 *
 * <p>Thread-safe.
 */
final class StopSignal {
  private static final long CLOSE_SECONDS = 30;

  private final Thread owner = Thread.currentThread();
  private final CountDownLatch closed = new CountDownLatch(1);

  private StopSignal() {}

  /** Starts to listen for the end of the process. */
  static StopSignal listen() {
    StopSignal signal = new StopSignal();
    Runtime.getRuntime().addShutdownHook(new Thread(signal::stopOwner, "strake-stop"));
    return signal;
  }

  /** Waits for the end of the process. */
  void await() {
    try {
      new CountDownLatch(1).await();
    } catch (InterruptedException e) {
      // this is the signal; the caller closes what it opened and says so
    }
  }

  /** Tells that everything is closed. */
  void closed() {
    closed.countDown();
  }

  private void stopOwner() {
    if (closed.getCount() == 0) {
      return;
    }
    owner.interrupt();
    try {
      if (!closed.await(CLOSE_SECONDS, TimeUnit.SECONDS)) {
        System.err.printf("strake: not everything was closed within %d s%n", CLOSE_SECONDS);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
