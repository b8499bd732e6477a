/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.benchmarks;

import io.strake.embedded.EmbeddedPostgres;
import io.strake.embedded.EmbeddedS3;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;

/**
 * PostgreSQL and an S3-compatible store in this process, with the same {@link Readings} in each.
 *
 * <p>The model calls them {@code pg.readings} and {@code lake.readings}.
 */
final class ReadingsSources implements AutoCloseable {
  private static final String BUCKET = "bench";
  private static final long ROWS_PER_OBJECT = 2_000_000;

  private final Readings readings;
  private final EmbeddedPostgres postgres;
  private final EmbeddedS3 s3;

  private ReadingsSources(Readings readings, EmbeddedPostgres postgres, EmbeddedS3 s3) {
    this.readings = readings;
    this.postgres = postgres;
    this.s3 = s3;
  }

  /** Starts the servers and loads them. */
  static ReadingsSources start(Readings readings) throws SQLException, IOException {
    ReadingsSources sources =
        new ReadingsSources(readings, EmbeddedPostgres.start(), EmbeddedS3.start());
    try {
      sources.loadPostgres();
      sources.loadS3();
      return sources;
    } catch (SQLException | IOException | RuntimeException e) {
      sources.close();
      throw e;
    }
  }

  /** Returns the server of {@code pg.readings}. */
  EmbeddedPostgres postgres() {
    return postgres;
  }

  /** Returns the text of a model of both sources. */
  String model() {
    return """
        {
          "version": "1.0",
          "schemas": [
            {
              "name": "pg",
              "type": "custom",
              "factory": "io.strake.postgres.PostgresSchemaFactory",
              "operand": {"url": "%s", "user": "%s"}
            },
            {
              "name": "lake",
              "type": "custom",
              "factory": "io.strake.s3.S3SchemaFactory",
              "operand": {
                "endpoint": "%s",
                "bucket": "%s",
                "accessKey": "%s",
                "secretKey": "%s",
                "definitions": [
                  {"name": "readings", "location": "readings/", "format": "parquet"}
                ]
              }
            }
          ]
        }
        """
        .formatted(
            postgres.jdbcUrl(),
            postgres.user(),
            s3.endpoint(),
            BUCKET,
            s3.accessKey(),
            s3.secretKey());
  }

  @Override
  public void close() {
    try (postgres;
        s3) {
      // both are closed, the one also if the other fails
    }
  }

  private void loadPostgres() throws SQLException {
    try (Connection connection = postgres.connect();
        Statement statement = connection.createStatement()) {
      statement.execute("CREATE TABLE readings (" + Readings.COLUMNS + ")");
      statement.execute("INSERT INTO readings " + readings.query());
      statement.execute("VACUUM ANALYZE readings");
    }
  }

  /** Stores objects of several row groups each, of the size that DuckDB gives them. */
  private void loadS3() throws SQLException, IOException {
    s3.createBucket(BUCKET);
    Path file = Files.createTempFile("strake-bench-", ".parquet");
    try (Connection connection = DriverManager.getConnection("jdbc:duckdb:");
        Statement statement = connection.createStatement()) {
      for (long first = 1; first <= readings.rows(); first += ROWS_PER_OBJECT) {
        long last = Math.min(readings.rows(), first + ROWS_PER_OBJECT - 1);
        statement.execute(
            "COPY (%s) TO '%s' (FORMAT parquet, COMPRESSION zstd)"
                .formatted(readings.query(first, last), file.toString().replace("'", "''")));
        s3.put(BUCKET, "readings/from-%012d.parquet".formatted(first), file);
      }
    } finally {
      Files.deleteIfExists(file);
    }
  }
}
