/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.examples;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The files that other programs need to use the sources of a running shop, in a temporary directory
 * that only its owner can read, as they hold credentials.
 */
final class DemoFiles implements AutoCloseable {
  private final Path directory;

  private DemoFiles(Path directory) {
    this.directory = directory;
  }

  /** Writes the files. */
  static DemoFiles write(Shop shop) throws IOException {
    DemoFiles files = new DemoFiles(Files.createTempDirectory("strake-demo-"));
    Files.writeString(files.model(), shop.model("shop"));
    StringBuilder exports = new StringBuilder();
    for (Map.Entry<String, String> variable : new TreeMap<>(shop.variables()).entrySet()) {
      exports.append("export %s='%s'\n".formatted(variable.getKey(), variable.getValue()));
    }
    Files.writeString(files.environment(), exports);
    return files;
  }

  /** Returns the model of the whole shop with addresses and credentials filled in. */
  Path model() {
    return directory.resolve("shop.json");
  }

  /** Returns the shell script that sets the variables of the models in this module. */
  Path environment() {
    return directory.resolve("shop.env");
  }

  @Override
  public void close() throws IOException {
    for (Path file : List.of(model(), environment(), directory)) {
      Files.deleteIfExists(file);
    }
  }
}
