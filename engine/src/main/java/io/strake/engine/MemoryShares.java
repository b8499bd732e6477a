/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.engine;

import com.sun.management.HotSpotDiagnosticMXBean;
import io.strake.planner.ErrorCode;
import io.strake.planner.StrakeException;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;

/**
 * How the memory of an engine is divided.
 *
 * <p>The heap counts with its maximum, {@code -Xmx}, but with half of the memory at most. A fifth
 * of the rest is for Arrow batches, as far as the JVM allows direct memory, and what remains is for
 * the local engine.
 *
 * @param heap bytes reserved for the heap
 * @param batches bytes that the batches of all queries may hold together
 * @param local bytes that the local engine may hold before it spills
 * @param warnings what in the settings of the JVM contradicts the memory
 */
record MemoryShares(long heap, long batches, long local, List<String> warnings) {
  /** Below this the local engine cannot even start its operators. */
  static final long MIN_MEMORY = 64L << 20;

  /** Queries stream, and those that keep rows keep them in the local engine. */
  private static final int BATCHES_PART = 5;

  /** Each thread that joins or groups holds a block of each of up to a few hundred partitions. */
  private static final long LOCAL_BYTES_PER_THREAD = 256L << 20;

  /** With one thread DuckDB 1.5 divides groups less and fails at fewer of them than with two. */
  private static final int MIN_LOCAL_THREADS = 2;

  /** Limits of the JVM and of the machine, in bytes; {@code maxDirect} is 0 if it was not set. */
  record Limits(long maxHeap, long maxDirect, long machine) {
    static Limits current() {
      return new Limits(
          Runtime.getRuntime().maxMemory(), maxDirectMemory(), MemorySize.ofMachine());
    }

    /** Returns what Netty, which allocates the batches, takes as the limit if one was set. */
    private static long maxDirectMemory() {
      long ofNetty = Long.getLong("io.netty.maxDirectMemory", 0);
      return ofNetty > 0
          ? ofNetty
          : Long.parseLong(
              ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class)
                  .getVMOption("MaxDirectMemorySize")
                  .getValue());
    }
  }

  /**
   * Divides memory.
   *
   * @throws StrakeException with {@code INVALID_CONFIGURATION} if there is too little of it, or
   *     more than the machine has
   */
  static MemoryShares of(long memory, Limits limits) {
    if (memory < MIN_MEMORY || memory > limits.machine()) {
      throw StrakeException.of(
          ErrorCode.INVALID_CONFIGURATION,
          "engine: 'memory' is %s, but must be at least %s and at most the %s of this machine or"
              + " control group",
          MemorySize.format(memory),
          MemorySize.format(MIN_MEMORY),
          MemorySize.format(limits.machine()));
    }
    List<String> warnings = new ArrayList<>();
    long heap = Math.min(limits.maxHeap(), memory / 2);
    if (limits.maxHeap() > heap) {
      warnings.add(
          "the heap may grow to %s (-Xmx), more than half of 'memory', %s; this process may take %s:"
                  .formatted(
                      MemorySize.format(limits.maxHeap()),
                      MemorySize.format(memory),
                      MemorySize.format(limits.maxHeap() + memory - heap))
              + " start Java with -Xmx%dm or less, or raise 'memory'".formatted(heap >> 20));
    }
    return divide(memory, heap, limits, warnings);
  }

  /** Returns how many threads of the local engine its memory carries, at least 2. */
  int localThreads(int wanted) {
    return (int) Math.max(MIN_LOCAL_THREADS, Math.min(wanted, local / LOCAL_BYTES_PER_THREAD));
  }

  private static MemoryShares divide(long memory, long heap, Limits limits, List<String> warnings) {
    long rest = memory - heap;
    long batches = rest / BATCHES_PART;
    // Unless it is set, direct memory has the same limit as the heap
    long direct = limits.maxDirect() > 0 ? limits.maxDirect() : limits.maxHeap();
    if (direct < batches) {
      if (limits.maxDirect() > 0) {
        warnings.add(
            "direct memory is limited to %s (-XX:MaxDirectMemorySize or -Dio.netty.maxDirectMemory),"
                    .formatted(MemorySize.format(direct))
                + " less than the %s that batches could have of 'memory'; the local engine gets the"
                    .formatted(MemorySize.format(batches))
                + " difference");
      }
      batches = direct;
    }
    return new MemoryShares(heap, batches, rest - batches, List.copyOf(warnings));
  }
}
