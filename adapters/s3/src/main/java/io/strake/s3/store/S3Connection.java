/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.s3.store;

import io.strake.planner.Operands;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * How the store of a source is reached. Immutable.
 *
 * @param endpoint {@code http} or {@code https} address without a path, or the {@code file} address
 *     of a directory whose sub-directories are the buckets
 * @param region region for signatures; {@code us-east-1} by default
 * @param pathStyle whether the bucket is part of the path and not of the host; true by default
 * @param requestTimeout how long a request may make no progress; one minute by default
 * @param maxConnections how many requests are under way at most; 64 by default
 * @param retries how failed requests are sent again
 * @param headers headers of every request
 * @param certificates certificates to trust in addition to those of the JDK
 */
public record S3Connection(
    String endpoint,
    String region,
    boolean pathStyle,
    Duration requestTimeout,
    int maxConnections,
    RetryPolicy retries,
    ObjectHeaders headers,
    Optional<TrustedCertificates> certificates) {
  private static final String DEFAULT_REGION = "us-east-1";
  private static final Duration DEFAULT_REQUEST_TIMEOUT = Duration.ofMinutes(1);

  /** OkHttp allows five requests per host by itself, far fewer than an object store serves. */
  private static final int DEFAULT_CONNECTIONS = 64;

  private static final int MOST_CONNECTIONS = 1024;
  private static final int DEFAULT_ATTEMPTS = 5;
  private static final int MOST_ATTEMPTS = 100;
  private static final Pattern LOOPBACK =
      Pattern.compile("localhost|127(\\.\\d{1,3}){3}|\\[::1]", Pattern.CASE_INSENSITIVE);

  /** Reads the operands of a schema that describe the connection. */
  static S3Connection fromOperands(Operands operands) {
    String endpoint = endpoint(operands);
    Duration timeout = operands.duration("requestTimeout", DEFAULT_REQUEST_TIMEOUT);
    return new S3Connection(
        endpoint,
        operands.text("region").orElse(DEFAULT_REGION),
        operands.flag("pathStyle", true),
        timeout,
        operands.integer("maxConnections", DEFAULT_CONNECTIONS, 1, MOST_CONNECTIONS),
        new RetryPolicy(
            operands.integer("maxAttempts", DEFAULT_ATTEMPTS, 1, MOST_ATTEMPTS), timeout),
        ObjectHeaders.fromOperands(operands, isPrivate(endpoint)),
        TrustedCertificates.fromOperands(operands));
  }

  /** Returns whether the objects are files of a directory. */
  public boolean isLocal() {
    return endpoint.startsWith("file:");
  }

  private static String endpoint(Operands operands) {
    String text = operands.requiredText("endpoint");
    try {
      URI uri = new URI(text);
      if ("file".equals(uri.getScheme()) && uri.getAuthority() == null && uri.getPath() != null) {
        return text;
      }
    } catch (URISyntaxException e) {
      // reported below
    }
    return address(operands, "endpoint", text);
  }

  /** Returns the text if it is the address of a server, without a path. */
  static String address(Operands operands, String key, String text) {
    try {
      URI uri = new URI(text);
      boolean http = "http".equals(uri.getScheme()) || "https".equals(uri.getScheme());
      String path = uri.getPath();
      if (http && uri.getHost() != null && (path.isEmpty() || path.equals("/"))) {
        return text;
      }
    } catch (URISyntaxException e) {
      // reported below
    }
    throw operands.malformed(key, "an address such as https://s3.example.com");
  }

  /** Returns whether nobody else can read what is sent to an address. */
  public static boolean isPrivate(String address) {
    URI uri = URI.create(address);
    return "https".equals(uri.getScheme())
        || (uri.getHost() != null && LOOPBACK.matcher(uri.getHost()).matches());
  }
}
