/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.rest.model;

import java.time.Duration;
import java.util.Map;
import okhttp3.HttpUrl;

/**
 * How to reach an API.
 *
 * @param baseUrl URL that all paths are below; without query, fragment and user
 * @param headers headers of every request; the values may be secret
 * @param authentication credentials
 * @param timeout longest time to connect, and longest silence of the server
 * @param maxResponseBytes largest answer, counted after decompression
 * @param allowPrivateAddresses whether addresses of private networks may be connected to
 * @param maxRetries how often a request is repeated that failed for a passing reason
 * @param maxRetryWait longest total wait between the attempts of one request
 */
public record ConnectionSpec(
    HttpUrl baseUrl,
    Map<String, String> headers,
    Authentication authentication,
    Duration timeout,
    long maxResponseBytes,
    boolean allowPrivateAddresses,
    int maxRetries,
    Duration maxRetryWait) {
  /** Copies the headers. */
  public ConnectionSpec {
    headers = Map.copyOf(headers);
  }

  /** Returns the host and the port. */
  public String location() {
    return baseUrl.host() + ":" + baseUrl.port();
  }

  /** Returns the location alone: headers may be secret. */
  @Override
  public String toString() {
    return location();
  }
}
