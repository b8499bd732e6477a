/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.engine;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * Settings of an engine.
 *
 * @param model path of a model file (JSON, or YAML by its ending), or {@code inline:} and its text
 * @param memoryBytes memory that batches and the local engine may use together
 * @param spillDirectory where the local engine spills; made if absent
 * @param maxSpillBytes how much it may spill before a query fails
 * @param statementTimeout how long a statement may run at most
 * @param threads threads of the local engine
 * @param allowedClasses prefixes of the names of classes that a model may load, such as those of a
 *     third-party adapter
 */
public record EngineOptions(
    String model,
    long memoryBytes,
    Path spillDirectory,
    long maxSpillBytes,
    Duration statementTimeout,
    int threads,
    List<String> allowedClasses) {
  /** Copies the list. */
  public EngineOptions {
    allowedClasses = List.copyOf(allowedClasses);
  }

  /** Returns default settings: 1 GiB of memory, 16 GiB of spill, 5 minutes, all processors. */
  public static EngineOptions of(String model) {
    return new EngineOptions(
        model,
        1L << 30,
        Path.of(System.getProperty("java.io.tmpdir"), "strake-spill"),
        16L << 30,
        Duration.ofMinutes(5),
        Runtime.getRuntime().availableProcessors(),
        List.of("io.strake.", "org.apache.calcite."));
  }

  /** Returns these settings with another memory limit. */
  public EngineOptions withMemoryBytes(long bytes) {
    return new EngineOptions(
        model, bytes, spillDirectory, maxSpillBytes, statementTimeout, threads, allowedClasses);
  }

  /** Returns these settings with another limit on the time of a statement. */
  public EngineOptions withStatementTimeout(Duration timeout) {
    return new EngineOptions(
        model, memoryBytes, spillDirectory, maxSpillBytes, timeout, threads, allowedClasses);
  }

  /** Returns these settings with another number of threads of the local engine. */
  public EngineOptions withThreads(int count) {
    return new EngineOptions(
        model, memoryBytes, spillDirectory, maxSpillBytes, statementTimeout, count, allowedClasses);
  }

  /** Returns these settings with more classes that a model may load. */
  public EngineOptions withAllowedClasses(List<String> prefixes) {
    return new EngineOptions(
        model, memoryBytes, spillDirectory, maxSpillBytes, statementTimeout, threads, prefixes);
  }
}
