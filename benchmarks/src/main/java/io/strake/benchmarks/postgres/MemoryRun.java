/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.benchmarks.postgres;

import io.strake.benchmarks.JavaProcess;
import io.strake.benchmarks.ProcessMemory;
import java.io.IOException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

/**
 * All rows in a process with little memory: main class of what {@link PostgresBenchmark} starts.
 */
final class MemoryRun {
  static final int HEAP_MIB = 256;

  private MemoryRun() {}

  /** Tells its result to the process that started it. Arguments: URL, user, connections. */
  public static void main(String[] args) throws SQLException {
    AtomicLong before = new AtomicLong();
    ReadResult read;
    try (Connection watch = DriverManager.getConnection(args[0], args[1], "");
        StrakeRead table = new StrakeRead(args[0], args[1], Integer.parseInt(args[2]))) {
      read = table.run(() -> before.set(rowsReadAtServer(watch)));
    }
    long peakKib = ProcessMemory.peakKib(ProcessHandle.current().pid()).orElse(0);
    JavaProcess.tell(new MemoryResult(read, before.get(), peakKib).toLine());
  }

  /** Runs it in a process of its own; empty if that fails, which has said why. */
  static Optional<MemoryResult> inItsOwnProcess(String url, String user, int connections)
      throws IOException, InterruptedException {
    List<String> arguments = List.of(url, user, Integer.toString(connections));
    List<String> command = JavaProcess.command(HEAP_MIB, List.of(), MemoryRun.class, arguments);
    return JavaProcess.resultOf(command, MemoryResult.WORD).map(MemoryResult::parse);
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
