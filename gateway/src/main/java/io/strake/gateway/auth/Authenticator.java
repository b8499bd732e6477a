/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.gateway.auth;

import io.strake.planner.ErrorCode;
import io.strake.planner.StrakeException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A check of the credential that comes with every request: an API key as Bearer token, as password
 * of Basic, or in {@code x-api-key}.
 *
 * <p>Keys are kept and compared as digests, in constant time; none can be read back. Immutable and
 * thread-safe.
 */
public final class Authenticator {
  /** Environment variable that holds the API key of a server. */
  public static final String KEY_VARIABLE = "STRAKE_API_KEY";

  /** Principal of every client of a server without keys. */
  public static final String ANONYMOUS = "anonymous";

  /** Header that may hold a key by itself. */
  static final String KEY_HEADER = "x-api-key";

  private static final int MIN_KEY_LENGTH = 8;

  private final Map<String, byte[]> digestOfPrincipal;

  private Authenticator(Map<String, byte[]> digestOfPrincipal) {
    this.digestOfPrincipal = digestOfPrincipal;
  }

  /** Returns an authenticator that lets everybody in as {@value #ANONYMOUS}. */
  public static Authenticator anonymous() {
    return new Authenticator(Map.of());
  }

  /**
   * Returns an authenticator of the given keys.
   *
   * @param keyOfPrincipal at least one principal with its key
   * @throws StrakeException with {@code INVALID_CONFIGURATION} if there is none or one is too short
   */
  public static Authenticator ofKeys(Map<String, String> keyOfPrincipal) {
    if (keyOfPrincipal.isEmpty()) {
      throw StrakeException.of(
          ErrorCode.INVALID_CONFIGURATION,
          "gateway: no API key; set %s or start with --anonymous",
          KEY_VARIABLE);
    }
    Map<String, byte[]> digests = new LinkedHashMap<>();
    keyOfPrincipal.forEach((principal, key) -> digests.put(principal, digest(checked(key))));
    return new Authenticator(digests);
  }

  /**
   * Returns an authenticator of the key in {@value #KEY_VARIABLE}, whose principal is {@code
   * client}.
   *
   * @throws StrakeException with {@code INVALID_CONFIGURATION} if the variable is not set
   */
  public static Authenticator fromEnvironment(Map<String, String> environment) {
    String key = environment.get(KEY_VARIABLE);
    return ofKeys(key == null || key.isBlank() ? Map.of() : Map.of("client", key.strip()));
  }

  /** Returns whether everybody is let in. */
  public boolean isAnonymous() {
    return digestOfPrincipal.isEmpty();
  }

  /**
   * Returns who sent a request.
   *
   * @param header value of a header by its name in lower case; null if the request does not have it
   * @throws StrakeException with {@code UNAUTHENTICATED} if it has no known key
   */
  public String authenticate(Function<String, @Nullable String> header) {
    if (isAnonymous()) {
      return ANONYMOUS;
    }
    Optional<String> key = key(header);
    if (key.isEmpty()) {
      throw StrakeException.of(
          ErrorCode.UNAUTHENTICATED,
          "gateway: no API key in the request; send it as Bearer token, as password or in '%s'",
          KEY_HEADER);
    }
    return principalOf(key.get())
        .orElseThrow(
            () ->
                StrakeException.of(
                    ErrorCode.UNAUTHENTICATED, "gateway: the API key is wrong; check it"));
  }

  /** Returns the key in the headers of a request, right or wrong. */
  public static Optional<String> key(Function<String, @Nullable String> header) {
    String authorization = header.apply("authorization");
    if (authorization == null) {
      return Optional.ofNullable(header.apply(KEY_HEADER));
    }
    String scheme = authorization.strip().toLowerCase(Locale.ROOT);
    String credential = authorization.strip().replaceFirst("^\\S+\\s*", "");
    if (scheme.startsWith("bearer ")) {
      return Optional.of(credential);
    }
    return scheme.startsWith("basic ") ? password(credential) : Optional.empty();
  }

  private static Optional<String> password(String credential) {
    try {
      String text = new String(Base64.getDecoder().decode(credential), StandardCharsets.UTF_8);
      int colon = text.indexOf(':');
      return colon < 0 ? Optional.empty() : Optional.of(text.substring(colon + 1));
    } catch (IllegalArgumentException e) {
      return Optional.empty(); // not Base64, so no credential
    }
  }

  private Optional<String> principalOf(String key) {
    byte[] digest = digest(key);
    String found = null;
    // Every key is compared, so that the time taken does not tell which one came close.
    for (Map.Entry<String, byte[]> entry : digestOfPrincipal.entrySet()) {
      if (MessageDigest.isEqual(entry.getValue(), digest)) {
        found = entry.getKey();
      }
    }
    return Optional.ofNullable(found);
  }

  private static String checked(String key) {
    if (key.length() < MIN_KEY_LENGTH) {
      throw StrakeException.of(
          ErrorCode.INVALID_CONFIGURATION,
          "gateway: an API key of %d characters is too short; use at least %d",
          key.length(),
          MIN_KEY_LENGTH);
    }
    return key;
  }

  static byte[] digest(String text) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every JDK has SHA-256", e);
    }
  }
}
