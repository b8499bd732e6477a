/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.s3.store;

import io.strake.planner.Operands;
import java.util.Optional;

/**
 * Where the objects of a source are and how they are asked for.
 *
 * @param sourceName name of the source in errors and threads
 * @param connection endpoint and how to reach it
 * @param credentials where the keys for requests come from
 * @param bucket bucket, or name of a directory for {@code file:} endpoints
 * @param cache where content is kept on the local disk; never used for {@code file:} endpoints
 */
public record StoreOptions(
    String sourceName,
    S3Connection connection,
    S3Credentials credentials,
    String bucket,
    Optional<CacheOptions> cache) {
  /**
   * Reads what an operand says of the store.
   *
   * @throws io.strake.planner.StrakeException INVALID_CONFIGURATION if a value is missing or wrong
   */
  public static StoreOptions fromOperands(String sourceName, Operands operands) {
    S3Connection connection = S3Connection.fromOperands(operands);
    return new StoreOptions(
        sourceName,
        connection,
        S3Credentials.fromOperands(operands),
        bucket(operands, connection.isLocal()),
        CacheOptions.fromOperands(operands, connection.headers()));
  }

  /** Returns what tells the bucket and who asks it, without secrets. */
  String identity() {
    return String.join("\n", connection.endpoint(), bucket, credentials.identity());
  }

  /** Returns endpoint and bucket, without credentials. */
  public String address() {
    return connection.endpoint() + "/" + bucket;
  }

  @Override
  public String toString() {
    return "StoreOptions[" + sourceName + ", " + address() + "]";
  }

  private static String bucket(Operands operands, boolean isDirectory) {
    String bucket = operands.requiredText("bucket");
    if (isDirectory) {
      if (bucket.contains("/") || bucket.contains("\\") || bucket.startsWith(".")) {
        throw operands.malformed("bucket", "the name of a directory, without slashes");
      }
    } else if (!bucket.matches("[A-Za-z0-9][A-Za-z0-9._-]{1,61}[A-Za-z0-9]")) {
      throw operands.malformed("bucket", "the name of a bucket, 3 to 63 letters, digits, dots, -");
    }
    return bucket;
  }
}
