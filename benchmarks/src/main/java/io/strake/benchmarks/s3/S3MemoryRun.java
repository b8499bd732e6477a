/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.benchmarks.s3;

import io.strake.benchmarks.JavaProcess;
import io.strake.benchmarks.ProcessMemory;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** All rows in a process with little memory: main class of what {@link S3Benchmark} starts. */
final class S3MemoryRun {
  static final int HEAP_MIB = 256;

  /** First word of the line by which the process tells its result. */
  private static final String WORD = "s3-memory-result";

  private S3MemoryRun() {}

  /**
   * What the process says.
   *
   * @param rows number of rows that it read
   * @param peakKib peak of its resident memory in KiB, 0 where the platform does not tell
   */
  record Result(long rows, long peakKib) {}

  /** Tells its result to the process that started it. Arguments: operands, location, query. */
  public static void main(String[] args) {
    long rows;
    try (StrakeRead table =
        new StrakeRead(args[0], args[1], args[2], Runtime.getRuntime().availableProcessors())) {
      rows = table.run().rows();
    }
    long peakKib = ProcessMemory.peakKib(ProcessHandle.current().pid()).orElse(0);
    JavaProcess.tell(WORD + " " + rows + " " + peakKib);
  }

  /** Runs it in a process of its own; empty if that fails, which has said why. */
  static Optional<Result> inItsOwnProcess(String operands, String location, String sql)
      throws IOException, InterruptedException {
    List<String> command =
        JavaProcess.command(
            HEAP_MIB, List.of(), S3MemoryRun.class, List.of(operands, location, sql));
    return JavaProcess.resultOf(command, WORD)
        .map(line -> line.split(" "))
        .map(words -> new Result(Long.parseLong(words[1]), Long.parseLong(words[2])));
  }
}
