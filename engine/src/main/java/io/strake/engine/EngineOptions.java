/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.engine;

import io.strake.planner.ErrorCode;
import io.strake.planner.Operands;
import io.strake.planner.StrakeException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * Settings of an engine.
 *
 * @param model path of a model file (JSON, or YAML by its ending), or {@code inline:} and its text
 * @param memoryBytes memory that heap, batches and the local engine may use together
 * @param queryMemoryBytes memory that a query may use, once for batches and once for the local
 *     engine
 * @param queueTimeout how long a query waits for memory that others hold before it fails
 * @param spillDirectory where the local engine spills; made if absent
 * @param maxSpillBytes how much all queries may spill together before one fails
 * @param statementTimeout how long a statement may run at most
 * @param threads threads of the local engine at most; it has fewer in little memory
 * @param allowedClasses prefixes of the names of classes that a model may load, such as those of a
 *     third-party adapter
 */
public record EngineOptions(
    String model,
    long memoryBytes,
    long queryMemoryBytes,
    Duration queueTimeout,
    Path spillDirectory,
    long maxSpillBytes,
    Duration statementTimeout,
    int threads,
    List<String> allowedClasses) {
  /** Memory unless set otherwise. */
  public static final String DEFAULT_MEMORY = "50%";

  /** Copies the list, and refuses limits that no query could respect. */
  public EngineOptions {
    allowedClasses = List.copyOf(allowedClasses);
    if (queryMemoryBytes < 1 || queryMemoryBytes > memoryBytes || maxSpillBytes < 0) {
      throw StrakeException.of(
          ErrorCode.INVALID_CONFIGURATION,
          "engine: 'queryMemory' is %s and must be at most 'memory', %s; 'spill.max' is %s",
          MemorySize.format(queryMemoryBytes),
          MemorySize.format(memoryBytes),
          MemorySize.format(maxSpillBytes));
    }
  }

  /**
   * Returns default settings: half of the machine's memory, a quarter of that for one query, 16 GiB
   * of spill, 5 minutes, all processors.
   */
  public static EngineOptions of(String model) {
    return builder(model).build();
  }

  /** Returns a builder that starts with the default settings. */
  public static Builder builder(String model) {
    return new Builder(model);
  }

  /** Builder of settings. Not thread-safe. */
  public static final class Builder {
    private static final int QUERIES_PER_MEMORY = 4;

    private final String model;
    private long memoryBytes = MemorySize.parse(DEFAULT_MEMORY);
    private long queryMemoryBytes;
    private Duration queueTimeout = Duration.ofMinutes(1);
    private Path spillDirectory = Path.of(System.getProperty("java.io.tmpdir"), "strake-spill");
    private long maxSpillBytes = 16L << 30;
    private Duration statementTimeout = Duration.ofMinutes(5);
    private int threads = Runtime.getRuntime().availableProcessors();
    private List<String> allowedClasses = List.of("io.strake.", "org.apache.calcite.");

    private Builder(String model) {
      this.model = model;
    }

    /**
     * Takes what is set under the keys {@code memory}, {@code queryMemory}, {@code queueTimeout},
     * {@code spill.directory}, {@code spill.max} and {@code timeout}.
     */
    public Builder read(Operands settings) {
      settings.text("memory").ifPresent(text -> memoryBytes(MemorySize.parse(text)));
      settings.text("queryMemory").ifPresent(text -> queryMemoryBytes(MemorySize.parse(text)));
      settings.text("spill.directory").ifPresent(text -> spillDirectory(Path.of(text)));
      settings.text("spill.max").ifPresent(text -> maxSpillBytes(MemorySize.parse(text)));
      return queueTimeout(settings.duration("queueTimeout", queueTimeout))
          .statementTimeout(settings.duration("timeout", statementTimeout));
    }

    /** Sets the memory of heap, batches and local engine, in bytes. */
    public Builder memoryBytes(long bytes) {
      this.memoryBytes = bytes;
      return this;
    }

    /** Sets the memory of a query, in bytes; 0 for a quarter of all memory. */
    public Builder queryMemoryBytes(long bytes) {
      this.queryMemoryBytes = bytes;
      return this;
    }

    /** Sets how long a query waits for memory that others hold. */
    public Builder queueTimeout(Duration timeout) {
      this.queueTimeout = timeout;
      return this;
    }

    /** Sets where the local engine spills. */
    public Builder spillDirectory(Path directory) {
      this.spillDirectory = directory;
      return this;
    }

    /** Sets how much the local engine may spill, in bytes. */
    public Builder maxSpillBytes(long bytes) {
      this.maxSpillBytes = bytes;
      return this;
    }

    /** Sets how long a statement may run. */
    public Builder statementTimeout(Duration timeout) {
      this.statementTimeout = timeout;
      return this;
    }

    /** Sets the number of threads that the local engine has at most. */
    public Builder threads(int count) {
      this.threads = count;
      return this;
    }

    /** Sets the prefixes of the names of classes that a model may load. */
    public Builder allowedClasses(List<String> prefixes) {
      this.allowedClasses = prefixes;
      return this;
    }

    /**
     * Returns the settings.
     *
     * @throws StrakeException with {@code INVALID_CONFIGURATION} if they contradict each other
     */
    public EngineOptions build() {
      return new EngineOptions(
          model,
          memoryBytes,
          queryMemoryBytes == 0 ? memoryBytes / QUERIES_PER_MEMORY : queryMemoryBytes,
          queueTimeout,
          spillDirectory,
          maxSpillBytes,
          statementTimeout,
          threads,
          allowedClasses);
    }
  }
}
