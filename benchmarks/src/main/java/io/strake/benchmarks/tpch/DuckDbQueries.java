/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.benchmarks.tpch;

import io.strake.benchmarks.memory.MemoryTable;
import io.strake.planner.arrow.ExecutionContext;
import io.strake.planner.type.StrakeTypeFactory;
import java.io.IOException;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import java.util.Properties;
import org.apache.arrow.c.ArrowArrayStream;
import org.apache.arrow.c.Data;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.ipc.ArrowReader;
import org.apache.calcite.rel.type.RelDataType;
import org.duckdb.DuckDBConnection;
import org.duckdb.DuckDBResultSet;

/**
 * DuckDB by itself, with the data in tables of its own and everything at its defaults but the
 * number of threads; results leave as batches.
 */
final class DuckDbQueries implements QueryEngine {
  private static final int BATCH_ROWS = 64 * 1024;

  private final BufferAllocator allocator = new RootAllocator();
  private final DuckDBConnection connection;

  /** Copies tables into a database in memory. */
  DuckDbQueries(Map<String, MemoryTable> tables, int threads) throws SQLException, IOException {
    Properties properties = new Properties();
    properties.setProperty("threads", Integer.toString(threads));
    connection =
        DriverManager.getConnection("jdbc:duckdb:", properties).unwrap(DuckDBConnection.class);
    for (Map.Entry<String, MemoryTable> table : tables.entrySet()) {
      copy(table.getKey(), table.getValue());
    }
  }

  private void copy(String name, MemoryTable table) throws SQLException, IOException {
    RelDataType rowType = table.getRowType(new StrakeTypeFactory());
    ExecutionContext context = ExecutionContext.builder(allocator).build();
    try (ArrowReader reader = table.scan(context, rowType);
        ArrowArrayStream stream = ArrowArrayStream.allocateNew(allocator);
        DuckDBConnection own = connection.duplicate().unwrap(DuckDBConnection.class);
        Statement statement = own.createStatement()) {
      Data.exportArrayStream(allocator, reader, stream);
      own.registerArrowStream("source_of_" + name, stream);
      statement.execute("CREATE TABLE " + name + " AS FROM source_of_" + name);
    }
  }

  @Override
  public Answer run(String sql) throws SQLException, IOException {
    try (Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery(sql);
        ArrowReader rows =
            (ArrowReader)
                result.unwrap(DuckDBResultSet.class).arrowExportStream(allocator, BATCH_ROWS)) {
      return Answer.read(rows);
    }
  }

  @Override
  public void close() throws SQLException {
    connection.close();
    allocator.close();
  }
}
