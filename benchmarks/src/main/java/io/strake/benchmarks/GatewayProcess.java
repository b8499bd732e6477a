/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.benchmarks;

import io.strake.gateway.cli.StrakeCommand;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;

/**
 * A gateway in a process of its own, with bounded memory.
 *
 * <p>The main class is the one of {@code strake serve}.
 */
final class GatewayProcess implements AutoCloseable {
  /** Heap of the gateway. */
  static final int HEAP_MIB = 512;

  /** Direct buffers of the gateway: those of the JDK, and again as much for those of Netty. */
  static final int DIRECT_MIB = 256;

  private static final String ADDRESS = "jdbc:arrow-flight-sql:";
  private static final long STOP_SECONDS = 20;

  private final Process process;
  private final Thread log;
  private final URI address;

  private GatewayProcess(Process process, Thread log, URI address) {
    this.process = process;
    this.log = log;
    this.address = address;
  }

  /**
   * Starts a gateway on free ports and waits until it listens.
   *
   * @throws IOException if it ends before it listens; its own words are on standard error
   */
  static GatewayProcess start(Path model) throws IOException {
    ProcessBuilder builder = new ProcessBuilder(command(model));
    builder.redirectError(ProcessBuilder.Redirect.INHERIT);
    Process process = builder.start();
    try {
      BufferedReader output = process.inputReader(StandardCharsets.UTF_8);
      URI address = awaitAddress(output);
      // what else it prints must be read, or it waits for room in the pipe
      Thread log = new Thread(() -> output.lines().forEach(line -> {}), "gateway-output");
      log.setDaemon(true);
      log.start();
      return new GatewayProcess(process, log, address);
    } catch (IOException | RuntimeException e) {
      process.destroyForcibly();
      throw e;
    }
  }

  /** Returns host and port of Flight SQL. */
  URI address() {
    return address;
  }

  /** Returns whether the process still runs. */
  boolean isAlive() {
    return process.isAlive();
  }

  /** Returns the peak of resident memory in KiB, or nothing where the platform does not tell. */
  OptionalLong peakMemoryKib() {
    return ProcessMemory.peakKib(process.pid());
  }

  @Override
  public void close() {
    process.destroy();
    try {
      if (!process.waitFor(STOP_SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
      log.join(TimeUnit.SECONDS.toMillis(STOP_SECONDS));
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }

  private static List<String> command(Path model) {
    return JavaProcess.command(
        HEAP_MIB,
        List.of(
            "-XX:MaxDirectMemorySize=" + DIRECT_MIB + "m",
            "-Dio.netty.maxDirectMemory=" + DIRECT_MIB * 1024L * 1024),
        StrakeCommand.class,
        List.of(
            "serve",
            "--model=" + model,
            "--memory=" + (HEAP_MIB + DIRECT_MIB) + "m",
            "--flight-port=0",
            "--avatica-port=0",
            "--anonymous"));
  }

  private static URI awaitAddress(BufferedReader output) throws IOException {
    for (String line = output.readLine(); line != null; line = output.readLine()) {
      int start = line.indexOf(ADDRESS);
      if (start >= 0) {
        return URI.create(line.substring(start + ADDRESS.length()));
      }
    }
    throw new IOException("the gateway ended before it listened");
  }
}
