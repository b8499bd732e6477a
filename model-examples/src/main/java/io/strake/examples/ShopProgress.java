/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.examples;

import java.util.Locale;
import java.util.function.Consumer;

/** Lines that tell each step with its rows and its time. Not thread-safe. */
final class ShopProgress {
  private final Consumer<String> lines;
  private long stepStart = System.nanoTime();

  ShopProgress(Consumer<String> lines) {
    this.lines = lines;
  }

  /** Tells that a step without rows has ended; the next one starts. */
  void done(String step) {
    tell(step, "");
  }

  /** Tells that a step has ended; the next one starts. */
  void done(String step, long rows) {
    tell(step, String.format(Locale.ROOT, "%,d rows", rows));
  }

  private void tell(String step, String rows) {
    long now = System.nanoTime();
    lines.accept(
        String.format(Locale.ROOT, "  %-58s %16s %6.1f s", step, rows, (now - stepStart) / 1e9));
    stepStart = now;
    if (Thread.currentThread().isInterrupted()) {
      throw new IllegalStateException("interrupted while loading");
    }
  }
}
