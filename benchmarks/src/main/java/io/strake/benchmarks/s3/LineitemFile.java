/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.benchmarks.s3;

import io.strake.benchmarks.memory.MemoryTable;
import io.strake.benchmarks.tpch.TpchTables;
import io.strake.planner.arrow.ExecutionContext;
import io.strake.planner.type.StrakeTypeFactory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import org.apache.arrow.c.ArrowArrayStream;
import org.apache.arrow.c.Data;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.ipc.ArrowReader;
import org.duckdb.DuckDBConnection;

/**
 * TPC-H's line items as one Parquet file that DuckDB has written: zstd, row groups of its default
 * size.
 *
 * @param directory directory whose sub-directory {@link #BUCKET} has the file
 * @param path the file
 */
record LineitemFile(Path directory, Path path) {
  static final String BUCKET = "bench";
  static final String KEY = "lineitem.parquet";

  /** Writes the file. */
  static LineitemFile write(Path directory, double scale) throws SQLException, IOException {
    Path file = Files.createDirectories(directory.resolve(BUCKET)).resolve(KEY);
    try (BufferAllocator allocator = new RootAllocator();
        MemoryTable table = TpchTables.generate(allocator, "lineitem", scale);
        ArrowReader rows =
            table.scan(
                ExecutionContext.builder(allocator).build(),
                table.getRowType(new StrakeTypeFactory()));
        ArrowArrayStream stream = ArrowArrayStream.allocateNew(allocator);
        DuckDBConnection connection =
            DriverManager.getConnection("jdbc:duckdb:").unwrap(DuckDBConnection.class);
        Statement statement = connection.createStatement()) {
      Data.exportArrayStream(allocator, rows, stream);
      connection.registerArrowStream("source", stream);
      statement.execute("COPY (FROM source) TO '" + file + "' (FORMAT parquet, CODEC 'zstd')");
    }
    return new LineitemFile(directory, file);
  }
}
