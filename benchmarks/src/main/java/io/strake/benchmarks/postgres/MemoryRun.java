/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.benchmarks.postgres;

import io.strake.benchmarks.ProcessMemory;
import io.strake.benchmarks.Readings;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/**
 * All rows in a process with little memory: main class of what {@link PostgresBenchmark} starts.
 */
final class MemoryRun {
  static final int HEAP_MIB = 256;
  private static final int MAX_PERCENT_BEFORE_FIRST_BATCH = 5;

  private MemoryRun() {}

  /** Arguments: URL, user, rows, connections. Ends with 1 if a limit is missed. */
  public static void main(String[] args) throws SQLException {
    long rows = Long.parseLong(args[2]);
    AtomicLong before = new AtomicLong();
    ReadResult read;
    try (Connection watch = DriverManager.getConnection(args[0], args[1], "");
        StrakeRead table = new StrakeRead(args[0], args[1], Integer.parseInt(args[3]))) {
      read = table.run(() -> before.set(rowsReadAtServer(watch)));
    }
    System.out.printf(
        "%s connections, -Xmx%dm: %,d rows, %,d (%.2f %%) read at the server when the first batch"
            + " came, peak memory of the process %d MiB%n",
        args[3],
        HEAP_MIB,
        read.rows(),
        before.get(),
        100.0 * before.get() / rows,
        ProcessMemory.peakKib(ProcessHandle.current().pid()).orElse(0) / 1024);
    boolean isRight =
        read.equals(new ReadResult(rows, new Readings(rows).totalAmount()))
            && before.get() > 0
            && before.get() * 100 < rows * MAX_PERCENT_BEFORE_FIRST_BATCH;
    System.exit(isRight ? 0 : 1);
  }

  /** Runs it in a process of its own and returns whether it keeps the limits. */
  static boolean inItsOwnProcess(String url, String user, long rows, int connections)
      throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(
                List.of(
                    Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    "--add-opens=java.base/java.nio=ALL-UNNAMED",
                    "-Xmx" + HEAP_MIB + "m",
                    "-XX:+ExitOnOutOfMemoryError",
                    "-Dorg.slf4j.simpleLogger.defaultLogLevel=warn",
                    "-cp",
                    System.getProperty("java.class.path"),
                    MemoryRun.class.getName(),
                    url,
                    user,
                    Long.toString(rows),
                    Integer.toString(connections)))
            .inheritIO()
            .start();
    return process.waitFor() == 0;
  }

  private static long rowsReadAtServer(Connection connection) {
    try (Statement statement = connection.createStatement();
        ResultSet progress =
            statement.executeQuery("SELECT sum(tuples_processed) FROM pg_stat_progress_copy")) {
      progress.next();
      return progress.getLong(1);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }
}
