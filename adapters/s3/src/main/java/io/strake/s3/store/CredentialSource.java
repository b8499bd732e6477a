/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.s3.store;

import io.minio.credentials.Credentials;
import io.minio.credentials.Provider;
import java.io.IOException;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The credentials of a source at the moment, fetched again when they end. Thread-safe. */
public final class CredentialSource {
  private final Optional<Supplier<Provider>> providers;
  private @Nullable Provider current;
  private @Nullable Credentials last;

  /**
   * Creates a source; asks for nothing yet.
   *
   * @param providers makes a provider that remembers nothing; empty for requests without signature
   */
  CredentialSource(Optional<Supplier<Provider>> providers) {
    this.providers = providers;
  }

  /** Returns whether requests are not signed. */
  boolean isAnonymous() {
    return providers.isEmpty();
  }

  /** Returns the credentials for one request. */
  synchronized Credentials fetch() throws IOException {
    try {
      if (current == null) {
        current = providers.orElseThrow().get();
      }
      last = current.fetch();
      return last;
    } catch (RuntimeException e) { // providers have no other way to fail
      current = null;
      throw new CredentialsMissingException(reason(e), e);
    }
  }

  /** Forgets credentials that the store refused, unless others have replaced them already. */
  synchronized void renew(Credentials refused) {
    if (last != null
        && last.accessKey().equals(refused.accessKey())
        && Objects.equals(last.sessionToken(), refused.sessionToken())) {
      current = null;
    }
  }

  private static String reason(RuntimeException failure) {
    String message = String.valueOf(failure.getMessage());
    Throwable cause = failure.getCause();
    return cause instanceof IOException ? message + ", " + cause.getMessage() : message;
  }
}
