/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.rest.model;

import io.strake.planner.Operands;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import okhttp3.HttpUrl;

/** Reader of the operands that say how to reach an API. */
public final class ConnectionReader {
  private static final Duration DEFAULT_TIMEOUT = Duration.ofSeconds(30);
  private static final long DEFAULT_MAX_RESPONSE_BYTES = 64L << 20;
  private static final int DEFAULT_MAX_RETRIES = 3;
  private static final Duration DEFAULT_MAX_RETRY_WAIT = Duration.ofMinutes(1);

  /** Set by the HTTP client: otherwise the answers would stay compressed or go astray. */
  private static final Set<String> RESERVED_HEADERS =
      Set.of(
          "accept-encoding", "host", "content-length", "transfer-encoding", "connection", "range");

  private enum Kind {
    NONE,
    BEARER,
    API_KEY,
    BASIC
  }

  private static final Map<String, Kind> KINDS =
      Map.of(
          "none", Kind.NONE,
          "bearer", Kind.BEARER,
          "apiKey", Kind.API_KEY,
          "basic", Kind.BASIC);
  private static final Map<String, Boolean> PLACES = Map.of("header", true, "query", false);

  private ConnectionReader() {}

  /**
   * Returns how to reach the API.
   *
   * @throws io.strake.planner.StrakeException naming source and key of what is wrong
   */
  public static ConnectionSpec read(Operands operands) {
    Authentication authentication =
        operands
            .object("auth")
            .map(ConnectionReader::authentication)
            .orElseGet(Authentication.None::new);
    return new ConnectionSpec(
        baseUrl(operands),
        headers(operands, authentication),
        authentication,
        operands.duration("timeout", DEFAULT_TIMEOUT),
        operands.bytes("maxResponseBytes", DEFAULT_MAX_RESPONSE_BYTES),
        operands.flag("allowPrivateAddresses", false),
        operands.integer("maxRetries", DEFAULT_MAX_RETRIES, 0, 20),
        operands.duration("maxRetryWait", DEFAULT_MAX_RETRY_WAIT));
  }

  private static HttpUrl baseUrl(Operands operands) {
    HttpUrl url = HttpUrl.parse(operands.requiredText("baseUrl").trim());
    if (url == null
        || !url.username().isEmpty()
        || !url.password().isEmpty()
        || url.query() != null
        || url.fragment() != null) {
      throw operands.malformed(
          "baseUrl", "an http or https URL without user, password, query and fragment");
    }
    return url;
  }

  private static Map<String, String> headers(Operands operands, Authentication authentication) {
    Map<String, String> headers = new LinkedHashMap<>();
    operands
        .object("headers")
        .ifPresent(
            object -> {
              for (String name : object.keys()) {
                String value = object.text(name).orElse("");
                if (RESERVED_HEADERS.contains(name.toLowerCase(Locale.ROOT))
                    || authentication.headers().keySet().stream().anyMatch(name::equalsIgnoreCase)
                    || !isToken(name)
                    || !isHeaderValue(value)) {
                  throw object.malformed(
                      name, "a header of printable ASCII that neither HTTP nor 'auth' sets");
                }
                headers.put(name, value);
              }
            });
    return headers;
  }

  private static Authentication authentication(Operands operands) {
    Authentication authentication =
        switch (OperandChoice.of(operands, "type", "none", KINDS)) {
          case NONE -> new Authentication.None();
          case BEARER -> new Authentication.Bearer(secret(operands, "token"));
          case BASIC ->
              new Authentication.Basic(
                  operands.requiredText("user"), operands.requiredText("password"));
          case API_KEY -> apiKey(operands);
        };
    operands.rejectUnknown();
    return authentication;
  }

  private static Authentication apiKey(Operands operands) {
    boolean inHeader = OperandChoice.of(operands, "in", "header", PLACES);
    String name = operands.requiredText("name");
    if (!inHeader) {
      return new Authentication.QueryKey(name, operands.requiredText("value"));
    }
    if (!isToken(name)) {
      throw operands.malformed("name", "the name of a header");
    }
    return new Authentication.HeaderKey(name, secret(operands, "value"));
  }

  private static String secret(Operands operands, String key) {
    String secret = operands.requiredText(key);
    if (!isHeaderValue(secret)) {
      throw operands.malformed(key, "of printable ASCII, as headers are");
    }
    return secret;
  }

  private static boolean isToken(String name) {
    return !name.isEmpty() && name.chars().allMatch(c -> c > ' ' && c < 0x7f && c != ':');
  }

  private static boolean isHeaderValue(String value) {
    return value.chars().allMatch(c -> (c >= ' ' && c < 0x7f) || c == '\t');
  }
}
