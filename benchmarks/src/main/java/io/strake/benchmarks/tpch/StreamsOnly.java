/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.benchmarks.tpch;

import io.strake.benchmarks.memory.MemoryTable;
import io.strake.engine.local.InputBatches;
import io.strake.planner.arrow.ExecutionContext;
import io.strake.planner.type.StrakeTypeFactory;
import java.io.IOException;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.arrow.c.ArrowArrayStream;
import org.apache.arrow.c.Data;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.ipc.ArrowReader;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rel.type.RelDataTypeFactory;
import org.duckdb.DuckDBConnection;

/**
 * What it costs DuckDB to take in the streams of a statement and to do nothing with them: the same
 * columns of the same tables as often as the plan reads them, each counted. The batches are those
 * that the local engine reads.
 */
final class StreamsOnly implements QueryEngine {
  private static final Pattern SCAN =
      Pattern.compile("MemoryArrowScan\\(table=\\[\\[\\w+, (\\w+)]], columns=\\[\\[([\\w, ]+)]]");

  private final Map<String, MemoryTable> tables;
  private final StrakeQueries planner;
  private final BufferAllocator allocator = new RootAllocator();
  private final DuckDBConnection root;

  /**
   * Opens a database without tables.
   *
   * @param planner says which columns a statement reads; closed with this
   */
  StreamsOnly(Map<String, MemoryTable> tables, StrakeQueries planner, int threads)
      throws SQLException {
    this.tables = tables;
    this.planner = planner;
    Properties properties = new Properties();
    properties.setProperty("threads", Integer.toString(threads));
    root = DriverManager.getConnection("jdbc:duckdb:", properties).unwrap(DuckDBConnection.class);
  }

  @Override
  public Answer run(String sql) throws SQLException, IOException {
    Matcher scan = SCAN.matcher(planner.plan(sql));
    while (scan.find()) {
      take(scan.group(1), List.of(scan.group(2).split(", ")));
    }
    return Answer.NONE;
  }

  private void take(String name, List<String> columns) throws SQLException, IOException {
    MemoryTable table = tables.get(name);
    RelDataTypeFactory types = new StrakeTypeFactory();
    RelDataType all = table.getRowType(types);
    RelDataTypeFactory.Builder read = types.builder();
    columns.forEach(column -> read.add(all.getField(column, true, false)));
    long batchBytes = ExecutionContext.DEFAULT_BATCH_BYTES * InputBatches.growth(Long.MAX_VALUE);
    ExecutionContext context =
        ExecutionContext.builder(allocator)
            .batchRows(InputBatches.ROWS)
            .batchBytes(batchBytes)
            .build();
    String counts =
        columns.stream().map(column -> "COUNT(" + column + ")").collect(Collectors.joining(", "));
    try (ArrowReader reader = table.scanNarrow(context, read.build());
        ArrowArrayStream stream = ArrowArrayStream.allocateNew(allocator);
        DuckDBConnection connection = root.duplicate().unwrap(DuckDBConnection.class);
        Statement statement = connection.createStatement()) {
      Data.exportArrayStream(allocator, reader, stream);
      connection.registerArrowStream("stream", stream);
      try (ResultSet result = statement.executeQuery("SELECT " + counts + " FROM stream")) {
        result.next();
      }
    }
  }

  @Override
  public void close() throws SQLException {
    planner.close();
    root.close();
    allocator.close();
  }
}
