/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.benchmarks.slt;

import io.strake.embedded.EmbeddedS3;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.StringJoiner;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;

/**
 * The tables are Parquet in an S3-compatible store, one object each. What was placed once never
 * changes: later content has other keys. Thread-safe for different stores.
 */
final class ParquetPlacement implements Placement {
  private static final String BUCKET = "slt";

  private final EmbeddedS3 s3 = EmbeddedS3.start();
  private final AtomicLong version = new AtomicLong();

  ParquetPlacement() {
    s3.createBucket(BUCKET);
  }

  @Override
  public String place(Store store) throws SQLException, IOException {
    String prefix = store.database() + "/" + version.incrementAndGet() + "/";
    StringJoiner definitions = new StringJoiner(", ", "[", "]");
    Path file = Files.createTempFile("strake-slt-", ".parquet");
    try (Connection writer = DriverManager.getConnection("jdbc:duckdb:")) {
      for (Store.Relation relation : store.relations()) {
        write(store, relation, writer, file);
        String location = prefix + relation.name() + "/";
        s3.put(BUCKET, location + "data.parquet", file);
        definitions.add(
            "{\"name\": \"%s\", \"location\": \"%s\", \"format\": \"parquet\"}"
                .formatted(relation.name(), location));
      }
    } finally {
      Files.deleteIfExists(file);
    }
    return Placement.model("io.strake.s3.S3SchemaFactory", operand(definitions.toString()));
  }

  @Override
  public void close() {
    s3.close();
  }

  private static void write(Store store, Store.Relation relation, Connection writer, Path file)
      throws SQLException {
    String columns =
        relation.columns().stream()
            .map(column -> "\"" + column.name() + "\" " + column.type())
            .collect(Collectors.joining(", "));
    try (Statement statement = writer.createStatement()) {
      statement.execute("CREATE OR REPLACE TABLE placed (" + columns + ")");
      copyRows(store, relation, writer);
      statement.execute(
          "COPY placed TO '%s' (FORMAT parquet)".formatted(file.toString().replace("'", "''")));
    }
  }

  private static void copyRows(Store store, Store.Relation relation, Connection writer)
      throws SQLException {
    String places = relation.columns().stream().map(c -> "?").collect(Collectors.joining(", "));
    try (Statement statement = store.connection().createStatement();
        ResultSet rows = statement.executeQuery("SELECT * FROM \"" + relation.name() + "\"");
        PreparedStatement insert =
            writer.prepareStatement("INSERT INTO placed VALUES (" + places + ")")) {
      while (rows.next()) {
        for (int i = 1; i <= relation.columns().size(); i++) {
          insert.setObject(i, rows.getObject(i));
        }
        insert.execute();
      }
    }
  }

  private String operand(String definitions) {
    return """
        {"endpoint": "%s", "bucket": "%s", "accessKey": "%s", "secretKey": "%s", "definitions": %s}
        """
        .formatted(s3.endpoint(), BUCKET, s3.accessKey(), s3.secretKey(), definitions);
  }
}
