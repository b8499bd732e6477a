/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.s3.scan;

import java.util.concurrent.atomic.AtomicLong;

/**
 * Bytes of the heap that all scans together may hold of what they have fetched. Thread-safe.
 *
 * <p>A scan gets half of what the others have left, so that the first ones are fast and many fit.
 */
public final class ReadBudget {
  /** A scan works with so little, if slowly; as many bytes may be given beyond the budget. */
  public static final long LEAST = 1024 * 1024;

  private final AtomicLong left;

  public ReadBudget(long bytes) {
    this.left = new AtomicLong(bytes);
  }

  /** Returns the bytes that a scan may hold, at most {@code wanted}, until it gives them back. */
  public long take(long wanted) {
    while (true) {
      long before = left.get();
      long granted = Math.max(LEAST, Math.min(wanted, before / 2));
      if (left.compareAndSet(before, before - granted)) {
        return granted;
      }
    }
  }

  public void giveBack(long granted) {
    left.addAndGet(granted);
  }

  /** Returns the bytes that nobody has; negative where many have the least. */
  public long left() {
    return left.get();
  }
}
