/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.benchmarks;

import java.util.concurrent.Callable;
import picocli.CommandLine;

/** What all measurements with options of their own have in common. Stateless. */
public final class BenchmarkCommand {
  private BenchmarkCommand() {}

  /** Runs a measurement and ends the process: with 0, 1 for a failure or 2 for wrong options. */
  public static void run(Callable<Integer> benchmark, String[] args) {
    CommandLine command = new CommandLine(benchmark);
    command.setCaseInsensitiveEnumValuesAllowed(true);
    command.setExecutionExceptionHandler(
        (e, line, result) -> {
          line.getErr().println(line.getCommandName() + ": " + e.getMessage());
          return CommandLine.ExitCode.SOFTWARE;
        });
    System.exit(command.execute(args));
  }

  /**
   * Returns the value that a share of the values is not above, by nearest rank.
   *
   * @param sorted values in ascending order
   * @param percent share, from 0 to 100
   * @return the value; 0 if there are none
   */
  public static long percentile(long[] sorted, int percent) {
    int index = (int) Math.ceil(sorted.length * percent / 100.0) - 1;
    return sorted.length == 0 ? 0 : sorted[Math.max(0, index)];
  }
}
