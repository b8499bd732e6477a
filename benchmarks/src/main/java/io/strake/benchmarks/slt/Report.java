/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.benchmarks.slt;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Prints results: a line for each folder, and the failures by their reasons. */
final class Report {
  private static final double NANOS_PER_MILLI = 1e6;
  private static final double MILLIS_PER_SECOND = 1e3;

  /** Calcite lists every token that it expected. */
  private static final int MAX_TEXT = 300;

  private final PrintStream out;

  Report(PrintStream out) {
    this.out = out;
  }

  /** Prints the head of the lines that follow. */
  void printHead() {
    out.printf(
        Locale.ROOT,
        "%-40s %5s %9s %7s %9s %9s %9s %9s%n",
        "",
        "files",
        "passed",
        "failed",
        "not ours",
        "left out",
        "seconds",
        "ms/query");
  }

  /** Prints a line. */
  void print(FileResult result) {
    double millis = result.nanos() / NANOS_PER_MILLI;
    out.printf(
        Locale.ROOT,
        "%-40s %5d %,9d %,7d %,9d %,9d %9.1f %9.2f%n",
        result.name(),
        result.files(),
        result.passed(),
        result.failures().size(),
        result.otherDatabases(),
        result.beyondLimit(),
        millis / MILLIS_PER_SECOND,
        result.asked() == 0 ? 0 : millis / result.asked());
  }

  /** Prints the sums of the folders and of everything, and why queries failed. */
  void printSummary(Collection<FileResult> results) {
    Map<String, List<FileResult>> folders =
        results.stream()
            .collect(Collectors.groupingBy(FileResult::folder, TreeMap::new, Collectors.toList()));
    out.println();
    printHead();
    folders.forEach((folder, files) -> print(FileResult.sum(folder, files)));
    FileResult total = FileResult.sum("total", results);
    print(total);
    printReasons(total.failures());
    if (!total.remarks().isEmpty()) {
      out.printf("%nstatements that PostgreSQL treats otherwise than the corpus expects:%n");
      total.remarks().forEach(remark -> out.println("  " + remark));
    }
  }

  private void printReasons(List<Failure> failures) {
    Map<String, List<Failure>> reasons =
        failures.stream().collect(Collectors.groupingBy(Failure::reason));
    List<Map.Entry<String, List<Failure>>> sorted = new ArrayList<>(reasons.entrySet());
    sorted.sort(Comparator.comparing(entry -> -entry.getValue().size()));
    if (!sorted.isEmpty()) {
      out.printf("%nfailed, by reason:%n");
    }
    for (Map.Entry<String, List<Failure>> reason : sorted) {
      long calcite =
          reason.getValue().stream()
              .filter(failure -> failure.calcite() != null && failure.calcite().isRight())
              .count();
      Failure example = reason.getValue().get(0);
      out.printf(Locale.ROOT, "%,7d %s%n", reason.getValue().size(), reason.getKey());
      out.printf(Locale.ROOT, "        of which stock Calcite passes %,d%n", calcite);
      out.printf("        %s: %s%n", example.place(), example.query());
    }
  }

  /** Writes every failure to a file: place, reason, answers, query. */
  static void write(Path file, Collection<FileResult> results) throws IOException {
    List<String> lines = new ArrayList<>();
    for (Failure failure : FileResult.sum("", results).failures()) {
      lines.add(failure.place() + " " + failure.reason());
      lines.add("  query: " + failure.query());
      lines.add("  engine: " + oneLine(failure.answer()));
      if (failure.postgres() != null && failure.calcite() != null) {
        lines.add("  PostgreSQL: " + oneLine(failure.postgres()));
        lines.add("  Calcite: " + oneLine(failure.calcite()));
      }
    }
    Files.write(file, lines);
  }

  private static String oneLine(Answer answer) {
    String text = answer.text().replaceAll("\\s+", " ");
    return answer.kind() + " " + text.substring(0, Math.min(MAX_TEXT, text.length()));
  }
}
