/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.gateway.common;

import io.strake.planner.ErrorCode;
import io.strake.planner.StrakeException;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The gate that every statement passes: open while the server serves, shut once it drains.
 *
 * <p>Thread-safe.
 */
public final class DrainGate {
  private final Set<Lease> leases = new HashSet<>();
  private boolean draining;

  /** Creates an open gate. */
  public DrainGate() {}

  /**
   * Returns normally if new work is welcome.
   *
   * @throws StrakeException with {@code SHUTTING_DOWN} once the server drains
   */
  public synchronized void requireOpen() {
    if (draining) {
      throw StrakeException.of(
          ErrorCode.SHUTTING_DOWN, "gateway: shutting down; send the request to another replica");
    }
  }

  /**
   * Lets a statement in.
   *
   * @return to be closed when the statement has ended
   * @throws StrakeException with {@code SHUTTING_DOWN} once the server drains
   */
  public synchronized Lease enter() {
    requireOpen();
    Lease lease = new Lease(this);
    leases.add(lease);
    return lease;
  }

  /** Shuts the gate; statements that are in go on. */
  public synchronized void drain() {
    draining = true;
  }

  /** Waits until no statement is in; false if the time ran out before that. */
  public synchronized boolean awaitIdle(Duration time) throws InterruptedException {
    long end = System.nanoTime() + time.toNanos();
    while (!leases.isEmpty()) {
      long left = end - System.nanoTime();
      if (left <= 0) {
        return false;
      }
      TimeUnit.NANOSECONDS.timedWait(this, Math.max(left, TimeUnit.MILLISECONDS.toNanos(1)));
    }
    return true;
  }

  /** Cancels every statement that is in. */
  public void stopAll() {
    List<Lease> running;
    synchronized (this) {
      running = List.copyOf(leases);
    }
    running.forEach(Lease::stop);
  }

  /** Returns how many statements are in. */
  public synchronized int running() {
    return leases.size();
  }

  private synchronized void leave(Lease lease) {
    leases.remove(lease);
    notifyAll();
  }

  /** Permission of one statement to run. */
  public static final class Lease implements AutoCloseable {
    private final DrainGate gate;
    private @Nullable Runnable stop;
    private boolean stopped;

    private Lease(DrainGate gate) {
      this.gate = gate;
    }

    /**
     * Sets how the statement is cancelled; done at once if it should be cancelled already.
     *
     * @param cancel called on any thread; must not block for long
     */
    public void onStop(Runnable cancel) {
      boolean late;
      synchronized (this) {
        stop = cancel;
        late = stopped;
      }
      if (late) {
        cancel.run();
      }
    }

    /** Says that the statement has ended. Idempotent. */
    @Override
    public void close() {
      synchronized (this) {
        stop = null;
      }
      gate.leave(this);
    }

    private void stop() {
      Runnable cancel;
      synchronized (this) {
        stopped = true;
        cancel = stop;
      }
      if (cancel != null) {
        cancel.run();
      }
    }
  }
}
