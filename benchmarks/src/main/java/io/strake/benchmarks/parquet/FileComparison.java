/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.benchmarks.parquet;

import io.strake.benchmarks.parquet.FileResult.Outcome;
import io.strake.engine.EngineOptions;
import io.strake.engine.FederationEngine;
import io.strake.engine.PreparedQuery;
import io.strake.engine.QueryResult;
import io.strake.engine.Session;
import io.strake.planner.StrakeException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.arrow.c.ArrowArrayStream;
import org.apache.arrow.c.Data;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.ipc.ArrowStreamReader;
import org.apache.arrow.vector.ipc.ArrowStreamWriter;
import org.duckdb.DuckDBConnection;

/**
 * Comparison of files of one folder with DuckDB. Checksums are not verified, which DuckDB does not
 * do either. Variants are compared by value, see {@link VariantRows}. Not thread-safe.
 */
final class FileComparison implements AutoCloseable {
  private final Path folder;
  private final BufferAllocator allocator = new RootAllocator();
  private final Path batches;
  private final Set<String> variants = new HashSet<>();
  private DuckDBConnection duckdb;

  FileComparison(Path folder) throws SQLException, IOException {
    this.folder = folder;
    this.batches = Files.createTempFile("strake-bench", ".arrows");
    this.duckdb = open();
  }

  private static DuckDBConnection open() throws SQLException {
    DuckDBConnection opened =
        DriverManager.getConnection("jdbc:duckdb:").unwrap(DuckDBConnection.class);
    try (Statement statement = opened.createStatement()) {
      statement.execute("SET TimeZone = 'UTC'");
    }
    return opened;
  }

  /** Compares one file; {@code file} is relative to the folder. */
  FileResult compare(Path file) throws SQLException {
    duckdb.close();
    duckdb = open(); // some damaged files make a database unusable
    Optional<String> ours = reason(() -> readOurs(file));
    Optional<String> theirs = reason(() -> readTheirs(file));
    if (ours.isPresent()) {
      return theirs.isPresent()
          ? new FileResult(Outcome.NOBODY, ours.get() + " | DuckDB: " + theirs.get())
          : new FileResult(Outcome.ONLY_DUCKDB, ours.get());
    } else if (theirs.isPresent()) {
      return new FileResult(Outcome.ONLY_WE, "DuckDB: " + theirs.get());
    }
    try {
      long rows = number("SELECT count(*) FROM ours");
      long differences = differences();
      return new FileResult(
          differences == 0 ? Outcome.SAME : Outcome.DIFFERENT,
          rows + " rows" + (differences == 0 ? "" : ", " + differences + " differ"));
    } catch (SQLException e) {
      return new FileResult(Outcome.DIFFERENT, firstLine(e));
    }
  }

  private long differences() throws SQLException {
    long differences =
        number(
            "SELECT (SELECT count(*) FROM (FROM ours EXCEPT ALL FROM theirs))"
                + " + (SELECT count(*) FROM (FROM theirs EXCEPT ALL FROM ours))");
    if (differences == 0 || variants.isEmpty()) {
      return differences;
    }
    try (Statement statement = duckdb.createStatement()) {
      Map<List<String>, Integer> ours = VariantRows.of(statement, "ours", variants);
      Map<List<String>, Integer> theirs = VariantRows.of(statement, "theirs", variants);
      Set<List<String>> rows = new HashSet<>(ours.keySet());
      rows.addAll(theirs.keySet());
      return rows.stream()
          .mapToLong(row -> Math.abs(ours.getOrDefault(row, 0) - theirs.getOrDefault(row, 0)))
          .sum();
    }
  }

  /** Work that may fail. */
  private interface Reading {
    void run() throws Exception;
  }

  private static Optional<String> reason(Reading reading) {
    try {
      reading.run();
      return Optional.empty();
    } catch (StrakeException | SQLException | IOException e) {
      return Optional.of(firstLine(e));
    } catch (Exception e) {
      return Optional.of("UNEXPECTED " + e);
    }
  }

  private static String firstLine(Exception failure) {
    return String.valueOf(failure.getMessage()).lines().findFirst().orElse("");
  }

  private void readOurs(Path file) throws SQLException, IOException {
    String model =
        """
        inline:{"version": "1.0", "schemas": [{"name": "s3", "type": "custom",
          "factory": "io.strake.s3.S3SchemaFactory",
          "operand": {"endpoint": "%s", "bucket": "%s", "verifyChecksums": false, "definitions": [{"name": "t",
            "location": "%s", "format": "parquet", "partitioning": "none"}]}}]}
        """
            .formatted(folder.getParent().toUri(), folder.getFileName(), file);
    try (FederationEngine engine = FederationEngine.open(EngineOptions.of(model))) {
      PreparedQuery query = engine.queries().prepare("SELECT * FROM s3.t", Session.ANONYMOUS);
      writeBatches(engine.queries().execute(query, Session.ANONYMOUS));
      try (ArrowStreamReader reader =
              new ArrowStreamReader(Files.newInputStream(batches), allocator);
          ArrowArrayStream stream = ArrowArrayStream.allocateNew(allocator)) {
        Data.exportArrayStream(allocator, reader, stream);
        duckdb.registerArrowStream("stream_of_ours", stream);
        duck("CREATE OR REPLACE TEMP TABLE ours AS FROM stream_of_ours");
      }
    }
  }

  private void writeBatches(QueryResult executed) throws IOException {
    try (QueryResult result = executed;
        OutputStream out = Files.newOutputStream(batches);
        ArrowStreamWriter writer = new ArrowStreamWriter(result.batch(), null, out)) {
      while (result.next()) {
        writer.writeBatch();
      }
      writer.end();
    }
  }

  private void readTheirs(Path file) throws SQLException {
    String source = "read_parquet('" + folder.resolve(file) + "', hive_partitioning = false)";
    List<String> columns = new ArrayList<>();
    variants.clear();
    try (Statement statement = duckdb.createStatement();
        ResultSet rows = statement.executeQuery("DESCRIBE FROM " + source)) {
      while (rows.next()) {
        String name = '"' + rows.getString(1).replace("\"", "\"\"") + '"';
        if (rows.getString(2).equals("VARIANT")) {
          variants.add(rows.getString(1));
        }
        columns.add(DuckDbTypes.converted(name, rows.getString(2)) + " AS " + name);
      }
    }
    duck(
        "CREATE OR REPLACE TEMP TABLE theirs AS SELECT "
            + String.join(", ", columns)
            + " FROM "
            + source);
  }

  private void duck(String sql) throws SQLException {
    try (Statement statement = duckdb.createStatement()) {
      statement.execute(sql);
    }
  }

  private long number(String sql) throws SQLException {
    try (Statement statement = duckdb.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      rows.next();
      return rows.getLong(1);
    }
  }

  @Override
  public void close() throws SQLException, IOException {
    Files.delete(batches);
    duckdb.close();
    allocator.close();
  }
}
