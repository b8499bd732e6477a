/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.benchmarks.postgres;

import io.strake.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyOut;

/**
 * The rows as binary COPY, of which nothing is kept: through {@code psql} into {@code /dev/null},
 * or through the JDBC driver where there is no {@code psql}. Stateless.
 *
 * @param psql path of the program; empty for the driver
 */
record CopyDrain(EmbeddedPostgres server, Optional<Path> psql, String copy) {
  static CopyDrain of(EmbeddedPostgres server, String sql) {
    String copy = "COPY (" + sql + ") TO STDOUT (FORMAT BINARY)";
    return new CopyDrain(server, find(), copy);
  }

  /** Returns what it is. */
  String title() {
    return psql.isPresent()
        ? "psql, COPY BINARY to /dev/null"
        : "JDBC driver, COPY BINARY, dropped";
  }

  /** Reads all rows; whether it could is all that is known of them. */
  ReadResult run() throws IOException, InterruptedException, SQLException {
    if (psql.isPresent()) {
      runPsql(psql.get());
    } else {
      runDriver();
    }
    return ReadResult.NONE;
  }

  private void runPsql(Path program) throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(
                List.of(
                    program.toString(),
                    "--no-psqlrc",
                    "--host=localhost",
                    "--port=" + server.port(),
                    "--username=" + server.user(),
                    "--dbname=postgres",
                    "--command=" + copy))
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    int code = process.waitFor();
    if (code != 0) {
      throw new IOException(program + " ended with " + code);
    }
  }

  private void runDriver() throws SQLException {
    try (Connection connection = server.connect()) {
      CopyOut rows = connection.unwrap(PGConnection.class).getCopyAPI().copyOut(copy);
      while (rows.readFromCopy() != null) {
        // dropped
      }
    }
  }

  private static Optional<Path> find() {
    return Stream.of(Optional.ofNullable(System.getenv("PATH")).orElse("").split(":"))
        .map(directory -> Path.of(directory, "psql"))
        .filter(Files::isExecutable)
        .findFirst();
  }
}
