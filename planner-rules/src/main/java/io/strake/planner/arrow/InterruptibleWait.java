/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.planner.arrow;

import com.google.errorprone.annotations.concurrent.GuardedBy;

/**
 * A blocking call that nothing but an interrupt ends: while it is open, stopping the statement
 * interrupts the thread that opened it.
 *
 * <p>Opened and closed by the thread that waits; no interrupt of its own outlives {@link #close}.
 */
public final class InterruptibleWait implements AutoCloseable {
  private final Thread waiter = Thread.currentThread();
  private final ExecutionContext.Registration registration;

  @GuardedBy("this")
  private boolean interrupted;

  @GuardedBy("this")
  private boolean over;

  /** Begins a wait; interrupts at once if the statement has already been stopped. */
  public InterruptibleWait(ExecutionContext context) {
    this.registration = context.onCancel(this::interrupt);
  }

  @Override
  public void close() {
    registration.close();
    synchronized (this) {
      over = true;
      if (interrupted) {
        Thread.interrupted();
      }
    }
  }

  private synchronized void interrupt() {
    if (!over) {
      interrupted = true;
      waiter.interrupt();
    }
  }
}
