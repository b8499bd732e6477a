/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.strake.embedded.EmbeddedS3;
import io.strake.planner.ErrorCode;
import io.strake.planner.StrakeException;
import io.strake.planner.arrow.ExecutionContext;
import io.strake.planner.type.StrakeTypeFactory;
import io.strake.s3.scan.ScanSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;
import java.util.function.UnaryOperator;
import org.apache.arrow.c.ArrowArrayStream;
import org.apache.arrow.c.Data;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.ipc.ArrowReader;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.parquet.conf.PlainParquetConfiguration;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.example.ExampleParquetWriter;
import org.apache.parquet.io.LocalOutputFile;
import org.apache.parquet.schema.MessageType;
import org.duckdb.DuckDBConnection;

/** An object store with data that DuckDB writes, and DuckDB as the judge of what we read. */
public final class S3Fixture implements AutoCloseable {
  public static final String BUCKET = "data";

  public final EmbeddedS3 s3 = EmbeddedS3.start();
  public final RootAllocator allocator = new RootAllocator();
  public final DuckDBConnection duckdb;
  private final Path directory;
  private final List<S3Schema> schemas = new ArrayList<>();
  private int files;

  public S3Fixture(Path directory) throws SQLException {
    this.directory = directory;
    this.duckdb = (DuckDBConnection) DriverManager.getConnection("jdbc:duckdb:");
    duck("SET TimeZone = 'UTC'");
    s3.createBucket(BUCKET);
  }

  public void duck(String sql) throws SQLException {
    try (Statement statement = duckdb.createStatement()) {
      statement.execute(sql);
    }
  }

  /** Writes the rows of a query as an object and returns the local copy. */
  public Path copy(String key, String query, String options) throws SQLException {
    Path file = directory.resolve("f" + files++ + "." + key.replaceAll("[^A-Za-z0-9.]", "_"));
    duck("COPY (" + query + ") TO '" + file + "' (" + options + ")");
    s3.put(BUCKET, key, file);
    return file;
  }

  /** Writes rows by parquet-java, and with what a writer can be told more than by DuckDB. */
  static void write(
      Path target,
      MessageType schema,
      UnaryOperator<ExampleParquetWriter.Builder> options,
      int rows,
      IntFunction<Group> row)
      throws IOException {
    try (ParquetWriter<Group> writer =
        options
            .apply(
                ExampleParquetWriter.builder(new LocalOutputFile(target))
                    .withConf(new PlainParquetConfiguration())
                    .withType(schema))
            .build()) {
      for (int i = 0; i < rows; i++) {
        writer.write(row.apply(i));
      }
    }
  }

  public void text(String key, String content) throws IOException {
    s3.put(BUCKET, key, Files.writeString(directory.resolve("f" + files++), content));
  }

  S3Schema schema(String secret, Object... definitions) {
    Map<String, Object> operand =
        Map.of(
            "endpoint",
            s3.endpoint(),
            "bucket",
            BUCKET,
            "accessKey",
            s3.accessKey(),
            "secretKey",
            secret,
            "definitions",
            List.of(definitions));
    return open(operand);
  }

  /** Returns a schema, which is closed with the fixture. */
  S3Schema open(Map<String, Object> operand) {
    S3Schema schema =
        (S3Schema)
            new S3SchemaFactory()
                .create(org.apache.calcite.tools.Frameworks.createRootSchema(false), "s3", operand);
    schemas.add(schema);
    return schema;
  }

  S3Schema schema(Object... definitions) {
    return schema(s3.secretKey(), definitions);
  }

  public static Map<String, Object> definition(String name, String location) {
    return Map.of("name", name, "location", location);
  }

  S3Table table(String location) {
    return table(schema(definition("t", location)));
  }

  /** Returns a table with more operands than its location. */
  S3Table table(String location, Map<String, Object> more) {
    Map<String, Object> definition = new HashMap<>(definition("t", location));
    definition.putAll(more);
    return table(schema(definition));
  }

  static S3Table table(S3Schema schema) {
    return (S3Table) java.util.Objects.requireNonNull(schema.tables().get("t"));
  }

  public static RelDataType rowType(S3Table table) {
    return table.getRowType(new StrakeTypeFactory());
  }

  public ExecutionContext context() {
    return ExecutionContext.builder(allocator).build();
  }

  public ArrowReader scan(S3Table table, ExecutionContext context) {
    RelDataType rowType = rowType(table);
    return table.scan(context, ScanSpec.all(rowType.getFieldNames()), rowType, false);
  }

  /** Asserts that reading a table ends with an error about its data. */
  void assertInvalid(S3Table table, String message) {
    assertThatThrownBy(
            () -> {
              try (ArrowReader reader = scan(table, context())) {
                while (reader.loadNextBatch()) {
                  assertThat(reader.getVectorSchemaRoot().getRowCount()).isPositive();
                }
              }
            })
        .isInstanceOfSatisfying(
            StrakeException.class,
            e -> assertThat(e.code()).isEqualTo(ErrorCode.SOURCE_DATA_INVALID))
        .hasMessageContaining("s3 source 's3'")
        .hasMessageContaining(message);
  }

  /** Opener of a scan. */
  private interface Scan {
    ArrowReader open(ExecutionContext context);
  }

  /** Returns how many rows of a table and of a query of DuckDB have no counterpart. */
  public long differences(S3Table table, String expected) throws Exception {
    return differences(context -> scan(table, context), expected);
  }

  /** Returns the same with decimals as narrow as can be. */
  public long narrowDifferences(S3Table table, String expected) throws Exception {
    RelDataType rowType = rowType(table);
    ScanSpec spec = ScanSpec.all(rowType.getFieldNames());
    return differences(context -> table.scan(context, spec, rowType, true), expected);
  }

  private long differences(Scan scan, String expected) throws Exception {
    try (BufferAllocator child = allocator.newChildAllocator("scan", 0, Long.MAX_VALUE)) {
      try (ArrowReader reader = scan.open(ExecutionContext.builder(child).build());
          ArrowArrayStream stream = ArrowArrayStream.allocateNew(child)) {
        Data.exportArrayStream(child, reader, stream);
        duckdb.registerArrowStream("actual_stream", stream);
        duck("CREATE OR REPLACE TEMP TABLE actual AS SELECT * FROM actual_stream");
      }
    }
    duck("CREATE OR REPLACE TEMP TABLE expected AS " + expected);
    return number(
        "SELECT (SELECT count(*) FROM (FROM actual EXCEPT ALL FROM expected))"
            + " + (SELECT count(*) FROM (FROM expected EXCEPT ALL FROM actual))");
  }

  public long number(String sql) throws SQLException {
    try (Statement statement = duckdb.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      rows.next();
      return rows.getLong(1);
    }
  }

  public List<String> duckRows(String sql) throws SQLException {
    try (Statement statement = duckdb.createStatement()) {
      return rows(statement.executeQuery(sql));
    }
  }

  /** Returns a connection of stock Calcite to a model with our schema. */
  public Connection connect(String definitions) throws SQLException {
    return connect(definitions, "");
  }

  /** Returns one with further operands, such as {@code scanThreads:1}. */
  public Connection connect(String definitions, String operands) throws SQLException {
    String model =
        "{version:'1.0',defaultSchema:'s3',schemas:[{name:'s3',type:'custom',factory:'"
            + S3SchemaFactory.class.getName()
            + "',operand:{endpoint:'%s',bucket:'%s',accessKey:'%s',secretKey:'%s'%s}}]}"
                .formatted(
                    s3.endpoint(),
                    BUCKET,
                    s3.accessKey(),
                    s3.secretKey(),
                    (definitions.isEmpty() ? "" : ",definitions:[" + definitions + "]")
                        + (operands.isEmpty() ? "" : "," + operands));
    return DriverManager.getConnection("jdbc:calcite:caseSensitive=true;model=inline:" + model);
  }

  public static List<String> query(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      return rows(rows);
    }
  }

  public static String explain(Connection connection, String sql) throws SQLException {
    return String.join("\n", query(connection, "EXPLAIN PLAN FOR " + sql));
  }

  private static List<String> rows(ResultSet rows) throws SQLException {
    List<String> result = new ArrayList<>();
    int columns = rows.getMetaData().getColumnCount();
    while (rows.next()) {
      List<String> row = new ArrayList<>();
      for (int i = 1; i <= columns; i++) {
        row.add(String.valueOf(rows.getString(i)));
      }
      result.add(String.join("|", row));
    }
    return result;
  }

  /** Ends the clients of the store. */
  void closeSchemas() {
    schemas.forEach(S3Schema::close);
    schemas.clear();
  }

  @Override
  public void close() throws SQLException {
    closeSchemas();
    duckdb.close();
    s3.close();
    allocator.close();
  }
}
