/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.embedded;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.apache.commons.io.FileUtils;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Data directories, named after the process that owns them so that one that was killed leaves
 * nothing for ever: the next start removes what it left.
 */
final class PostgresDirectory {
  private static final Logger LOGGER = LoggerFactory.getLogger(PostgresDirectory.class);
  private static final String PREFIX = "strake-pgdata-";

  private PostgresDirectory() {}

  /** Returns a new empty directory that belongs to this process. */
  static Path create() throws IOException {
    return Files.createTempDirectory(PREFIX + ProcessHandle.current().pid() + "-");
  }

  /** Stops servers and removes directories whose owner no longer runs. */
  static void removeStale() throws IOException {
    Path parent = Path.of(System.getProperty("java.io.tmpdir"));
    try (DirectoryStream<Path> directories = Files.newDirectoryStream(parent, PREFIX + "*")) {
      for (Path directory : directories) {
        if (isStale(directory)) {
          stopServer(directory);
          delete(directory);
        }
      }
    }
  }

  /** Removes a directory; what cannot be removed is logged, because the server is gone anyway. */
  static void delete(Path directory) {
    try {
      FileUtils.deleteDirectory(directory.toFile());
    } catch (IOException e) {
      LOGGER.warn("embedded PostgreSQL: {} could not be removed; remove it by hand", directory, e);
    }
  }

  private static boolean isStale(Path directory) {
    String[] parts = directory.getFileName().toString().substring(PREFIX.length()).split("-", 2);
    return parts[0].matches("\\d{1,18}")
        && ProcessHandle.of(Long.parseLong(parts[0])).isEmpty()
        && Files.isWritable(directory);
  }

  private static void stopServer(Path directory) throws IOException {
    Path file = directory.resolve("data/postmaster.pid");
    if (!Files.isReadable(file)) {
      return;
    }
    List<String> lines = Files.readAllLines(file);
    if (lines.isEmpty() || !lines.get(0).matches("\\d{1,18}")) {
      return;
    }
    Optional<ProcessHandle> server = ProcessHandle.of(Long.parseLong(lines.get(0)));
    // The id may have been given to another program since: only a server of this directory counts.
    server
        .filter(handle -> handle.info().commandLine().orElse("").contains(directory.toString()))
        .ifPresent(
            handle -> {
              handle.destroyForcibly();
              handle.onExit().join();
            });
  }
}
