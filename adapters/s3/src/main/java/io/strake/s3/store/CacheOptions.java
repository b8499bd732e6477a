/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.s3.store;

import io.strake.planner.Operands;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Where on the local disk the content of objects is kept, and how much of it. Immutable.
 *
 * @param directory directory, which several sources and processes may share
 * @param bytes bytes that it holds at most
 */
public record CacheOptions(Path directory, long bytes) {
  private static final long DEFAULT_BYTES = 10L << 30;
  private static final long LEAST_BYTES = 64L << 20;

  /**
   * Reads the operands {@code cache} and {@code cacheSize}; empty without the former.
   *
   * @param headers headers that may carry a key of the customer
   */
  static Optional<CacheOptions> fromOperands(Operands operands, ObjectHeaders headers) {
    Optional<String> directory = operands.text("cache").filter(text -> !text.isBlank());
    long bytes = operands.bytes("cacheSize", DEFAULT_BYTES);
    if (bytes < LEAST_BYTES) {
      throw operands.malformed("cacheSize", "64MB or more");
    }
    if (directory.isPresent() && headers.isEncrypting()) {
      throw operands.malformed(
          "cache", "left out with sseCustomerKey, since blocks on the disk are not encrypted");
    }
    return directory.map(text -> new CacheOptions(path(operands, text), bytes));
  }

  private static Path path(Operands operands, String text) {
    try {
      return Path.of(text).toAbsolutePath();
    } catch (InvalidPathException e) {
      throw operands.malformed("cache", "the path of a directory");
    }
  }
}
