/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.engine.local;

import io.strake.planner.ErrorCode;
import io.strake.planner.StrakeException;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.duckdb.DuckDBConnection;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The embedded DuckDB instance of one engine: in memory, locked down, with its own spill directory.
 *
 * <p>It can neither read nor write files other than its spill files, load extensions, attach
 * databases or change its configuration. Thread-safe.
 */
public final class LocalDatabase implements AutoCloseable {
  private static final Logger LOGGER = LoggerFactory.getLogger(LocalDatabase.class);

  private final DuckDBConnection root;
  private final SpillDirectory spill;
  private final ExecutorService sourceThreads =
      Executors.newCachedThreadPool(LocalDatabase::sourceThread);
  private final long memoryBytes;

  private LocalDatabase(DuckDBConnection root, SpillDirectory spill, long memoryBytes) {
    this.root = root;
    this.spill = spill;
    this.memoryBytes = memoryBytes;
  }

  /**
   * Opens an instance.
   *
   * @param memoryBytes memory that all its queries may use together before they spill
   * @param spillDirectory directory in which it makes one of its own
   * @param maxSpillBytes how much it may spill before a query fails
   * @param threads worker threads
   */
  public static LocalDatabase open(
      long memoryBytes, Path spillDirectory, long maxSpillBytes, int threads) {
    SpillDirectory spill = SpillDirectory.create(spillDirectory);
    Properties properties = new Properties();
    properties.setProperty("jdbc_stream_results", "true");
    properties.setProperty("threads", Integer.toString(threads));
    properties.setProperty("memory_limit", memoryBytes + "B");
    properties.setProperty("temp_directory", spill.path().toString());
    properties.setProperty("enable_external_access", "false");
    properties.setProperty("autoinstall_known_extensions", "false");
    properties.setProperty("autoload_known_extensions", "false");
    properties.setProperty("allow_community_extensions", "false");
    try {
      DuckDBConnection root =
          DriverManager.getConnection("jdbc:duckdb:", properties).unwrap(DuckDBConnection.class);
      LocalDatabase database = new LocalDatabase(root, spill, memoryBytes);
      database.configure(maxSpillBytes);
      return database;
    } catch (SQLException e) {
      spill.close();
      throw StrakeException.causedBy(
          e, ErrorCode.INTERNAL, "local engine: cannot start, %s", e.getMessage());
    }
  }

  /** Returns a new connection, which the caller closes. */
  DuckDBConnection connect() {
    try {
      return root.duplicate().unwrap(DuckDBConnection.class);
    } catch (SQLException e) {
      throw StrakeException.causedBy(
          e, ErrorCode.SHUTTING_DOWN, "local engine: is closed, %s", e.getMessage());
    }
  }

  /** Returns the threads that read sources, as many as there are sources at a time. */
  Executor sourceThreads() {
    return sourceThreads;
  }

  private static Thread sourceThread(Runnable task) {
    Thread thread = new Thread(task, "strake-source");
    thread.setDaemon(true);
    return thread;
  }

  /** Returns the memory that all its queries may use together before they spill. */
  long memoryBytes() {
    return memoryBytes;
  }

  /** Returns the bytes that are spilled at this moment. */
  public long spilledBytes() {
    return spill.bytes();
  }

  @Override
  public void close() {
    sourceThreads.shutdown();
    try {
      root.close();
    } catch (SQLException e) {
      LOGGER.warn("local engine: did not close cleanly", e);
    }
    spill.close();
  }

  private void configure(long maxSpillBytes) throws SQLException {
    try (Statement statement = root.createStatement()) {
      for (String sql : settings(maxSpillBytes)) {
        statement.execute(sql);
      }
      for (String macro : LocalFunctions.MACROS) {
        statement.execute(macro);
      }
      for (String macro : LocalZones.MACROS) {
        statement.execute(macro);
      }
      statement.execute("SET lock_configuration = true");
    }
  }

  private static List<String> settings(long maxSpillBytes) {
    return List.of(
        // As a connection property this one is shown but not enforced
        "SET GLOBAL max_temp_directory_size = '" + maxSpillBytes + "B'",
        "SET GLOBAL TimeZone = 'UTC'",
        // It does not know the cardinality of our streams; the planner's order holds
        // and its short cut for the first rows of each group ends in an internal error at times;
        // and the join that it makes of a window would read a stream twice
        "SET GLOBAL disabled_optimizers = 'join_order,build_side_probe_side,"
            + "top_n_window_elimination,window_self_join'");
  }
}
