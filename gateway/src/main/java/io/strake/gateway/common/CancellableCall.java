/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.gateway.common;

import com.google.errorprone.annotations.concurrent.GuardedBy;

/**
 * A call of the current thread that others can cancel, by interrupting the thread while the call
 * lasts and never after it: {@code QueryService.prepare} then ends at once.
 *
 * <p>Made and closed by the thread that calls; {@link #cancel} is thread-safe.
 */
public final class CancellableCall implements AutoCloseable {
  private final Thread caller = Thread.currentThread();

  @GuardedBy("this")
  private boolean interrupted;

  @GuardedBy("this")
  private boolean over;

  /** Begins a call. */
  public CancellableCall() {}

  /** Interrupts the call if it is not over. Does not block. */
  public synchronized void cancel() {
    if (!over) {
      interrupted = true;
      caller.interrupt();
    }
  }

  /** Ends the call; what {@link #cancel} did to the thread is undone. */
  @Override
  public synchronized void close() {
    over = true;
    if (interrupted) {
      Thread.interrupted();
    }
  }
}
