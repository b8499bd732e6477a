/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A running server process and its directory. Thread-safe. */
final class PostgresProcess {
  private static final Logger LOGGER = LoggerFactory.getLogger(PostgresProcess.class);
  private static final Duration START_TIMEOUT = Duration.ofSeconds(60);
  private static final Duration STOP_TIMEOUT = Duration.ofSeconds(15);
  private static final long POLL_MILLIS = 20;
  private static final int LOG_TAIL_LINES = 12;

  private static final String CLIENT_AUTHENTICATION =
      """
      host all postgres localhost trust
      host all all localhost scram-sha-256
      host replication all localhost reject
      """;

  private final Unprivileged unprivileged;
  private final Path binaries;
  private final Path directory;
  private final int port;
  private final Process process;

  private PostgresProcess(
      Unprivileged unprivileged, Path binaries, Path directory, int port, Process process) {
    this.unprivileged = unprivileged;
    this.binaries = binaries;
    this.directory = directory;
    this.port = port;
    this.process = process;
  }

  /** Initialises a directory, starts a server on it and waits until it answers. */
  static PostgresProcess start(Unprivileged unprivileged, int port, Map<String, String> settings)
      throws IOException {
    Path binaries = PostgresBinaries.directory();
    Path directory = PostgresDirectory.create();
    try {
      unprivileged.give(directory);
      initialise(unprivileged, binaries, directory);
      List<String> command =
          new ArrayList<>(List.of(program(binaries, "postgres"), "-D", data(directory)));
      command.addAll(List.of("-p", Integer.toString(port)));
      settings.forEach((name, value) -> command.addAll(List.of("-c", name + "=" + value)));
      Process process = launch(unprivileged, directory, command);
      PostgresProcess server =
          new PostgresProcess(unprivileged, binaries, directory, port, process);
      server.awaitReady();
      return server;
    } catch (IOException | RuntimeException e) {
      PostgresDirectory.delete(directory);
      throw e;
    }
  }

  int port() {
    return port;
  }

  Path directory() {
    return directory;
  }

  /** Stops the server, breaking off its sessions, and deletes the directory. */
  void stop() {
    try {
      String seconds = Long.toString(STOP_TIMEOUT.toSeconds());
      run(
          unprivileged,
          directory,
          List.of(
              program(binaries, "pg_ctl"),
              "-D",
              data(directory),
              "-m",
              "fast",
              "-t",
              seconds,
              "stop"));
    } catch (IOException e) {
      LOGGER.warn("embedded PostgreSQL: did not stop in time, killing it", e);
    } finally {
      process.destroyForcibly();
      process.onExit().join();
      PostgresDirectory.delete(directory);
    }
  }

  private static void initialise(Unprivileged unprivileged, Path binaries, Path directory)
      throws IOException {
    List<String> command =
        List.of(
            program(binaries, "initdb"),
            "--pgdata=" + data(directory),
            "--username=postgres",
            "--encoding=UTF8",
            "--auth=trust",
            "--no-sync");
    List<String> utf8 = new ArrayList<>(command);
    utf8.add("--locale=C.UTF-8");
    try {
      run(unprivileged, directory, utf8);
    } catch (IOException e) {
      // not every platform has C.UTF-8
      List<String> plain = new ArrayList<>(command);
      plain.add("--locale=C");
      run(unprivileged, directory, plain);
    }
    Files.writeString(Path.of(data(directory), "pg_hba.conf"), CLIENT_AUTHENTICATION);
  }

  private static String data(Path directory) {
    return directory.resolve("data").toString();
  }

  private static Path log(Path directory) {
    return directory.resolve("server.log");
  }

  private static String program(Path binaries, String name) {
    return binaries.resolve("bin").resolve(name).toString();
  }

  private static Process launch(Unprivileged unprivileged, Path directory, List<String> command)
      throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder(unprivileged.command(command))
            .directory(directory.toFile())
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(log(directory).toFile()));
    builder.environment().keySet().removeIf(name -> name.startsWith("PG"));
    builder.environment().put("TZ", "UTC");
    return builder.start();
  }

  private static void run(Unprivileged unprivileged, Path directory, List<String> command)
      throws IOException {
    Process process = launch(unprivileged, directory, command);
    try {
      if (!process.waitFor(START_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS)) {
        process.destroyForcibly();
        throw new IOException(command.get(0) + " took longer than " + START_TIMEOUT);
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
      throw new IOException(command.get(0) + " was interrupted", e);
    }
    if (process.exitValue() != 0) {
      throw new IOException(command.get(0) + " failed: " + logTail(directory));
    }
  }

  private void awaitReady() throws IOException {
    long start = System.nanoTime();
    while (true) {
      try (Connection connection =
          DriverManager.getConnection(
              "jdbc:postgresql://localhost:" + port + "/postgres", "postgres", "")) {
        return;
      } catch (SQLException e) {
        if (!process.isAlive()) {
          throw new IOException("PostgreSQL did not start: " + logTail(directory), e);
        }
        if (System.nanoTime() - start > START_TIMEOUT.toNanos()) {
          process.destroyForcibly();
          throw new IOException("PostgreSQL did not answer within " + START_TIMEOUT, e);
        }
      }
      pause();
    }
  }

  private void pause() throws IOException {
    try {
      Thread.sleep(POLL_MILLIS);
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while PostgreSQL started", e);
    }
  }

  private static String logTail(Path directory) throws IOException {
    List<String> lines = Files.readAllLines(log(directory));
    return String.join(
        " | ", lines.subList(Math.max(0, lines.size() - LOG_TAIL_LINES), lines.size()));
  }
}
