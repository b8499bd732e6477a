/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.benchmarks.tpch;

import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.ToLongFunction;

/** The runs of one query on one engine. Not thread-safe. */
final class Timing {
  private static final com.sun.management.OperatingSystemMXBean PROCESS =
      (com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();

  private final List<Run> runs = new ArrayList<>();

  /**
   * One run.
   *
   * @param cpuNanos time of all threads of this process, those of DuckDB and of the JVM included
   * @param wallNanos time on the clock
   */
  record Run(long cpuNanos, long wallNanos) {}

  /** Something to be measured. */
  interface Work {
    Answer run() throws Exception;
  }

  /** Measures a run and returns its answer. Collects garbage before, so that each pays its own. */
  Answer measure(Work work) throws Exception {
    System.gc();
    long cpu = PROCESS.getProcessCpuTime();
    long wall = System.nanoTime();
    Answer answer = work.run();
    runs.add(new Run(PROCESS.getProcessCpuTime() - cpu, System.nanoTime() - wall));
    return answer;
  }

  long minCpu() {
    return Collections.min(values(Run::cpuNanos));
  }

  long medianCpu() {
    return median(Run::cpuNanos);
  }

  long minWall() {
    return Collections.min(values(Run::wallNanos));
  }

  long medianWall() {
    return median(Run::wallNanos);
  }

  private long median(ToLongFunction<Run> value) {
    return values(value).get(runs.size() / 2);
  }

  private List<Long> values(ToLongFunction<Run> value) {
    return runs.stream().mapToLong(value).sorted().boxed().toList();
  }
}
