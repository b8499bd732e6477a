/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.engine;

import java.time.Duration;

/**
 * Point in time at which an operation gives up. Immutable.
 *
 * @param nanos that point on the clock of {@link System#nanoTime}
 */
record Deadline(long nanos) {
  static Deadline in(Duration timeout) {
    return new Deadline(System.nanoTime() + timeout.toNanos());
  }

  /** Returns the time that is left, at least one nanosecond. */
  Duration remaining() {
    return Duration.ofNanos(Math.max(1, nanos - System.nanoTime()));
  }
}
