/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.benchmarks.slt;

import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;

/**
 * Results of the files that a run has finished, one JSON document each, so that a run that was
 * broken off goes on where it was. Thread-safe for different files.
 */
final class FinishedFiles {
  private static final ObjectMapper JSON =
      JsonMapper.builder().disable(MapperFeature.AUTO_DETECT_IS_GETTERS).build();

  private final Path folder;

  /**
   * Creates the results of one kind of run.
   *
   * @param folder where they are; made when the first is written
   */
  FinishedFiles(Path folder) {
    this.folder = folder;
  }

  /** Returns the result of a file of the corpus; empty if none was written. */
  Optional<FileResult> read(String file) throws IOException {
    Path path = path(file);
    return Files.exists(path)
        ? Optional.of(JSON.readValue(path.toFile(), FileResult.class))
        : Optional.empty();
  }

  /** Writes a result; who reads at the same time sees all of it or nothing. */
  void write(FileResult result) throws IOException {
    Path path = path(result.name());
    Files.createDirectories(folder);
    Path unfinished = Files.createTempFile(folder, "result-", ".tmp");
    JSON.writerWithDefaultPrettyPrinter().writeValue(unfinished.toFile(), result);
    Files.move(unfinished, path, StandardCopyOption.ATOMIC_MOVE);
  }

  private Path path(String file) {
    return folder.resolve(file.replace('/', '-') + ".json");
  }
}
