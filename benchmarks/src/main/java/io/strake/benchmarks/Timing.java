/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.benchmarks;

import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.ToLongFunction;

/** The runs of something that is measured. Not thread-safe. */
public final class Timing {
  private static final com.sun.management.OperatingSystemMXBean PROCESS =
      (com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();

  private final List<Run> runs = new ArrayList<>();

  /**
   * One run.
   *
   * @param cpuNanos time of all threads of this process, those of DuckDB and of the JVM included
   * @param wallNanos time on the clock
   */
  private record Run(long cpuNanos, long wallNanos) {}

  /** Creates one without runs. */
  public Timing() {}

  /** Measures a run and returns its answer. Collects garbage before, so that each pays its own. */
  public <T> T measure(Callable<T> work) throws Exception {
    System.gc();
    long cpu = PROCESS.getProcessCpuTime();
    long wall = System.nanoTime();
    T answer = work.call();
    runs.add(new Run(PROCESS.getProcessCpuTime() - cpu, System.nanoTime() - wall));
    return answer;
  }

  /** Returns the least CPU time of a run, in nanoseconds. */
  public long minCpu() {
    return Collections.min(values(Run::cpuNanos));
  }

  /** Returns the median of the CPU times, in nanoseconds. */
  public long medianCpu() {
    return median(Run::cpuNanos);
  }

  /** Returns the least time on the clock of a run, in nanoseconds. */
  public long minWall() {
    return Collections.min(values(Run::wallNanos));
  }

  /** Returns the median of the times on the clock, in nanoseconds. */
  public long medianWall() {
    return median(Run::wallNanos);
  }

  private long median(ToLongFunction<Run> value) {
    return values(value).get(runs.size() / 2);
  }

  private List<Long> values(ToLongFunction<Run> value) {
    return runs.stream().mapToLong(value).sorted().boxed().toList();
  }
}
