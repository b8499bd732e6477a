/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.s3;

import io.strake.planner.Operands;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.Optional;

/**
 * How an object store is reached. Immutable.
 *
 * @param endpoint {@code http} or {@code https} address without a path, or the {@code file} address
 *     of a directory whose sub-directories are the buckets
 * @param region region for signatures; {@code us-east-1} by default
 * @param bucket bucket whose objects are the tables
 * @param pathStyle whether the bucket is part of the path and not of the host; true by default
 * @param requestTimeout how long one request may take; one minute by default
 * @param maxAttempts how often a request is tried; 5 by default
 * @param maxConnections requests at the same time; 64 by default
 * @param caCertificate PEM file of certificates that are trusted besides those of Java
 * @param requesterPays whether requests say that their sender pays; false by default
 * @param customerKey key of objects that are encrypted with it (SSE-C), 32 bytes in base 64; left
 *     out of {@link #toString()}
 */
public record S3Connection(
    String endpoint,
    String region,
    String bucket,
    boolean pathStyle,
    Duration requestTimeout,
    int maxAttempts,
    int maxConnections,
    Optional<Path> caCertificate,
    boolean requesterPays,
    Optional<String> customerKey) {
  private static final String DEFAULT_REGION = "us-east-1";
  private static final Duration DEFAULT_REQUEST_TIMEOUT = Duration.ofMinutes(1);
  private static final int DEFAULT_ATTEMPTS = 5;
  private static final int MAX_ATTEMPTS = 100;
  private static final int DEFAULT_CONNECTIONS = 64;
  private static final int MAX_CONNECTIONS = 1024;
  private static final int CUSTOMER_KEY_BYTES = 32;

  /**
   * Reads the operands of a schema.
   *
   * @throws io.strake.planner.StrakeException if an operand is missing or malformed
   */
  static S3Connection fromOperands(Operands operands) {
    String endpoint = endpoint(operands);
    return new S3Connection(
        endpoint,
        operands.text("region").orElse(DEFAULT_REGION),
        bucket(operands, endpoint.startsWith("file:")),
        operands.flag("pathStyle", true),
        operands.duration("requestTimeout", DEFAULT_REQUEST_TIMEOUT),
        operands.integer("maxAttempts", DEFAULT_ATTEMPTS, 1, MAX_ATTEMPTS),
        operands.integer("maxConnections", DEFAULT_CONNECTIONS, 1, MAX_CONNECTIONS),
        operands.text("caCertificate").map(Path::of),
        operands.flag("requesterPays", false),
        customerKey(operands, endpoint));
  }

  private static String endpoint(Operands operands) {
    String text = operands.requiredText("endpoint");
    try {
      URI uri = new URI(text);
      if ("file".equals(uri.getScheme()) && uri.getAuthority() == null && uri.getPath() != null) {
        return text;
      }
      boolean http = "http".equals(uri.getScheme()) || "https".equals(uri.getScheme());
      String path = uri.getPath();
      if (http && uri.getHost() != null && (path.isEmpty() || path.equals("/"))) {
        return text;
      }
    } catch (URISyntaxException e) {
      // reported below
    }
    throw operands.malformed(
        "endpoint", "an address such as https://s3.example.com or file:///srv/data");
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

  private static Optional<String> customerKey(Operands operands, String endpoint) {
    Optional<String> key = operands.text("sseCustomerKey");
    if (key.isEmpty()) {
      return key;
    } else if (!endpoint.startsWith("https:")) {
      throw operands.malformed("sseCustomerKey", "left out unless the endpoint is https");
    }
    try {
      if (Base64.getDecoder().decode(key.get()).length == CUSTOMER_KEY_BYTES) {
        return key;
      }
    } catch (IllegalArgumentException e) {
      // reported below
    }
    throw operands.malformed("sseCustomerKey", "32 bytes in base 64");
  }

  /** Returns the address without the key. */
  @Override
  public String toString() {
    return "S3Connection[" + endpoint + "/" + bucket + "]";
  }
}
