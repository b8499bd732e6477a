/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.benchmarks.parquet;

import io.strake.benchmarks.BenchmarkCommand;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/**
 * The comparison of what we and DuckDB read from every Parquet file of a folder, such as the public
 * collection of Apache Parquet's test files.
 *
 * <pre>
 *   ./strake bench parquet-files FOLDER
 * </pre>
 *
 * <p>Ends with 1 if we read other values than DuckDB or refuse a file that it reads.
 */
@Command(
    name = "strake bench parquet-files",
    sortOptions = false,
    description = "Compares what is read from the Parquet files of a folder with DuckDB.")
public final class ParquetFilesCheck implements Callable<Integer> {
  @Parameters(paramLabel = "FOLDER", description = "Folder that is searched for *.parquet files.")
  private Path folder = Path.of(".");

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "Show this help and end.")
  private boolean help;

  private final PrintStream out;

  ParquetFilesCheck(PrintStream out) {
    this.out = out;
  }

  /** Runs the comparison and ends the process: with 0, 1 for a failure or 2 for wrong options. */
  public static void main(String[] args) {
    BenchmarkCommand.run(new ParquetFilesCheck(System.out), args);
  }

  @Override
  public Integer call() throws Exception {
    Map<FileResult.Outcome, Integer> counts = new EnumMap<>(FileResult.Outcome.class);
    try (FileComparison comparison = new FileComparison(folder.toRealPath())) {
      for (Path file : files()) {
        FileResult result = comparison.compare(file);
        counts.merge(result.outcome(), 1, Integer::sum);
        out.printf("%-12s %s %s%n", result.outcome().text(), file, result.detail());
      }
    }
    counts.forEach((outcome, count) -> out.printf("%s: %d%n", outcome.text(), count));
    boolean isRight =
        counts.keySet().stream().noneMatch(FileResult.Outcome::isFailure) && !counts.isEmpty();
    return isRight ? CommandLine.ExitCode.OK : CommandLine.ExitCode.SOFTWARE;
  }

  /** Returns the paths below the folder. */
  private List<Path> files() throws Exception {
    Path root = folder.toRealPath();
    try (Stream<Path> files = Files.walk(root)) {
      return files
          .filter(file -> file.toString().endsWith(".parquet"))
          .map(root::relativize)
          .sorted()
          .toList();
    }
  }
}
