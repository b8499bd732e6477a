/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.benchmarks.spill;

import java.util.Locale;

/**
 * What a run found.
 *
 * @param isRight whether every row was there with the right values
 * @param checksum sum over the rows of a hash of their values
 * @param peakKib peak of resident memory of the process
 * @param peakSpill most bytes that were spilled at a time
 * @param leftBytes bytes that were still spilled, or held by batches, after the query
 * @param plan whether the local engine ran it all: {@code local}, or else {@code fallback}
 */
record SpillResult(
    boolean isRight,
    long rows,
    long checksum,
    long millis,
    long peakKib,
    long peakSpill,
    long leftBytes,
    String plan) {
  /** First word of the line by which a process tells its result. */
  static final String WORD = "spill-result";

  /** Returns the line by which a process tells its result. */
  String toLine() {
    return String.join(
        " ",
        WORD,
        Boolean.toString(isRight),
        Long.toString(rows),
        Long.toString(checksum),
        Long.toString(millis),
        Long.toString(peakKib),
        Long.toString(peakSpill),
        Long.toString(leftBytes),
        plan);
  }

  static SpillResult parse(String line) {
    String[] words = line.split(" ");
    return new SpillResult(
        Boolean.parseBoolean(words[1]),
        Long.parseLong(words[2]),
        Long.parseLong(words[3]),
        Long.parseLong(words[4]),
        Long.parseLong(words[5]),
        Long.parseLong(words[6]),
        Long.parseLong(words[7]),
        words[8]);
  }

  /** Returns whether another run had the same rows, in whatever order. */
  boolean hasRowsOf(SpillResult other) {
    return rows == other.rows && checksum == other.checksum;
  }

  /** Returns the row of a table in Markdown. */
  String toRow(SpillQuery query, String equal) {
    return String.format(
        Locale.ROOT,
        "| %-6s | %-8s | %,10d | %6.1f s | %,6d MiB | %,8d MiB | %s | %-13s | %016x | %s |",
        query.title(),
        plan,
        rows,
        millis / 1e3,
        peakKib >> 10,
        peakSpill >> 20,
        isRight ? "right" : "WRONG",
        leftBytes == 0 ? "nothing" : leftBytes + " bytes",
        checksum,
        equal);
  }
}
