/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.benchmarks;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Java processes with a bounded heap, on the class path of this one. Out of memory ends them, so
 * that nothing is measured of a process that lost a thread.
 */
public final class JavaProcess {
  private JavaProcess() {}

  /**
   * Returns the command that starts a class.
   *
   * @param heapMib the heap in MiB
   * @param options more options of the virtual machine
   */
  public static List<String> command(
      long heapMib, List<String> options, Class<?> main, List<String> arguments) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("--add-opens=java.base/java.nio=ALL-UNNAMED");
    command.add("-Xmx" + heapMib + "m");
    command.add("-XX:+ExitOnOutOfMemoryError");
    command.add("-Dorg.slf4j.simpleLogger.defaultLogLevel=warn");
    command.addAll(options);
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
    command.addAll(arguments);
    return command;
  }

  /** Tells a result, as a line, to the process that has started this one for it. */
  public static void tell(String line) {
    System.out.println(line);
  }

  /**
   * Runs a command whose result is the line that begins with a word; its errors go to ours.
   *
   * @return the line; empty if there is none, or the process did not end with 0
   */
  public static Optional<String> resultOf(List<String> command, String word)
      throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    try (BufferedReader output = process.inputReader()) {
      Optional<String> result =
          output.lines().filter(line -> line.startsWith(word + " ")).findFirst();
      return process.waitFor() == 0 ? result : Optional.empty();
    } finally {
      process.destroyForcibly();
    }
  }
}
