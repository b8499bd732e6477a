/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.benchmarks;

import io.strake.engine.FederationEngine;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/** Watches how much an engine spills, by asking it 20 times a second. Thread-safe. */
public final class SpillWatch implements AutoCloseable {
  private static final long SAMPLE_MILLIS = 50;

  private final AtomicLong peak = new AtomicLong();
  private final ScheduledExecutorService sampler = Executors.newSingleThreadScheduledExecutor();

  private SpillWatch() {}

  /** Starts to watch an engine. */
  public static SpillWatch of(FederationEngine engine) {
    SpillWatch watch = new SpillWatch();
    watch.sampler.scheduleWithFixedDelay(
        () -> watch.peak.accumulateAndGet(engine.spilledBytes(), Math::max),
        0,
        SAMPLE_MILLIS,
        TimeUnit.MILLISECONDS);
    return watch;
  }

  /** Returns the most bytes that were spilled at a time. */
  public long peakBytes() {
    return peak.get();
  }

  @Override
  public void close() {
    sampler.shutdownNow();
  }
}
