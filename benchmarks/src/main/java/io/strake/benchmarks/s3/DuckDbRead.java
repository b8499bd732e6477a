/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.benchmarks.s3;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Properties;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.ipc.ArrowReader;
import org.duckdb.DuckDBConnection;
import org.duckdb.DuckDBResultSet;

/** The file through DuckDB's {@code read_parquet}, exported as Arrow. Not thread-safe. */
final class DuckDbRead implements AutoCloseable {
  private static final int BATCH_ROWS = 64 * 1024;

  private final BufferAllocator allocator = new RootAllocator();
  private final DuckDBConnection connection;
  private final String query;

  DuckDbRead(Path file, String columns, int threads) throws SQLException {
    Properties properties = new Properties();
    properties.setProperty("threads", Integer.toString(threads));
    connection =
        DriverManager.getConnection("jdbc:duckdb:", properties).unwrap(DuckDBConnection.class);
    query = "SELECT " + columns + " FROM read_parquet('" + file + "')";
  }

  /** Reads all rows. */
  BatchCount run() throws SQLException, IOException {
    BatchCount count = BatchCount.NONE;
    try (Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery(query);
        ArrowReader rows =
            (ArrowReader)
                result.unwrap(DuckDBResultSet.class).arrowExportStream(allocator, BATCH_ROWS)) {
      while (rows.loadNextBatch()) {
        count = count.plus(rows.getVectorSchemaRoot());
      }
    }
    return count;
  }

  @Override
  public void close() throws SQLException {
    connection.close();
    allocator.close();
  }
}
