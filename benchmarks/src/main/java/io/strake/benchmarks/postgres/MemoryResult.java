/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.benchmarks.postgres;

/**
 * What a run with little memory has to say.
 *
 * @param read what it saw of the rows
 * @param rowsBefore rows that the server had read when the first batch came
 * @param peakKib peak of resident memory in KiB, 0 where the platform does not tell
 */
record MemoryResult(ReadResult read, long rowsBefore, long peakKib) {
  /** First word of the line by which a process tells its result. */
  static final String WORD = "memory-result";

  String toLine() {
    return "%s %d %d %d %d".formatted(WORD, read.rows(), read.amount(), rowsBefore, peakKib);
  }

  static MemoryResult parse(String line) {
    String[] words = line.split(" ");
    return new MemoryResult(
        new ReadResult(Long.parseLong(words[1]), Long.parseLong(words[2])),
        Long.parseLong(words[3]),
        Long.parseLong(words[4]));
  }
}
