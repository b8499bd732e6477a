/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.rest.model;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import okhttp3.Credentials;

/**
 * Credentials of a source; asked once per request, so that later kinds can renew them. Immutable.
 *
 * <p>No {@code toString} of a kind shows a secret.
 */
public sealed interface Authentication {
  /** Returns the headers to set. */
  default Map<String, String> headers() {
    return Map.of();
  }

  /** Returns the query parameters to set. */
  default Map<String, String> query() {
    return Map.of();
  }

  /** Returns the query parameter that carries the credential, if one does. */
  default Optional<String> queryParameter() {
    return query().keySet().stream().findFirst();
  }

  /** No credentials. */
  record None() implements Authentication {}

  /** A token in the {@code Authorization} header. */
  record Bearer(String token) implements Authentication {
    @Override
    public Map<String, String> headers() {
      return Map.of("Authorization", "Bearer " + token);
    }

    @Override
    public String toString() {
      return "bearer";
    }
  }

  /** A user name and a password in the {@code Authorization} header. */
  record Basic(String user, String password) implements Authentication {
    @Override
    public Map<String, String> headers() {
      return Map.of("Authorization", Credentials.basic(user, password, StandardCharsets.UTF_8));
    }

    @Override
    public String toString() {
      return "basic";
    }
  }

  /** A key in a header of the API's own. */
  record HeaderKey(String name, String value) implements Authentication {
    @Override
    public Map<String, String> headers() {
      return Map.of(name, value);
    }

    @Override
    public String toString() {
      return "apiKey in header " + name;
    }
  }

  /** A key in the query string. */
  record QueryKey(String name, String value) implements Authentication {
    @Override
    public Map<String, String> query() {
      return Map.of(name, value);
    }

    @Override
    public String toString() {
      return "apiKey in query " + name;
    }
  }
}
