/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.s3.store;

import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;

/**
 * Whether a disk has failed: the log hears of it once, and it is tried again every minute.
 * Thread-safe.
 */
final class DiskOutage {
  private static final long RETRY_NANOS = Duration.ofMinutes(1).toNanos();

  private final Logger log;
  private final String what;
  private final Path directory;
  private final AtomicBoolean failing = new AtomicBoolean();
  private volatile long failedAtNanos;

  /**
   * Creates a disk that has not failed.
   *
   * @param what what the disk does when it fails, such as {@code cannot be read}
   */
  DiskOutage(Logger log, String what, Path directory) {
    this.log = log;
    this.what = what;
    this.directory = directory;
  }

  /** Returns whether the disk is to be asked: it has not failed, or not for a while. */
  boolean isOver() {
    return !failing.get() || System.nanoTime() - failedAtNanos > RETRY_NANOS;
  }

  /** Notes a failure. */
  void begin(Exception failure) {
    failedAtNanos = System.nanoTime();
    if (!failing.getAndSet(true)) {
      log.warn(
          "cache of objects: {} {}, {}; queries go on without it until that works again",
          directory,
          what,
          String.valueOf(failure));
    }
  }

  /** Notes that the disk works. */
  void end() {
    if (failing.get() && failing.getAndSet(false)) {
      log.info("cache of objects: {} works again", directory);
    }
  }
}
