/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.gateway.flight;

import io.strake.gateway.auth.Authenticator;
import java.util.Locale;
import java.util.Optional;
import org.apache.arrow.flight.CallHeaders;
import org.apache.arrow.flight.auth2.CallHeaderAuthenticator;
import org.jspecify.annotations.Nullable;

/**
 * The check of the credential of every Flight call, the handshake included.
 *
 * <p>Keeps no sessions: a client that comes with Basic gets the key that it sent back as Bearer
 * token, because drivers expect one after the handshake. Thread-safe.
 */
final class FlightAuthentication implements CallHeaderAuthenticator {
  private static final String AUTHORIZATION = "authorization";

  private final Authenticator authenticator;

  FlightAuthentication(Authenticator authenticator) {
    this.authenticator = authenticator;
  }

  @Override
  public AuthResult authenticate(CallHeaders headers) {
    String principal;
    try {
      principal = authenticator.authenticate(headers::get);
    } catch (RuntimeException e) {
      throw FlightErrors.toFlight(e);
    }
    return new Accepted(principal, bearerAfterBasic(headers).orElse(null));
  }

  private static Optional<String> bearerAfterBasic(CallHeaders headers) {
    String authorization = headers.get(AUTHORIZATION);
    return authorization != null && authorization.toLowerCase(Locale.ROOT).startsWith("basic ")
        ? Authenticator.key(headers::get).map(key -> "Bearer " + key)
        : Optional.empty();
  }

  /** An accepted call; a class rather than a record, so that nothing prints its token. */
  private static final class Accepted implements AuthResult {
    private final String principal;
    private final @Nullable String bearer;

    private Accepted(String principal, @Nullable String bearer) {
      this.principal = principal;
      this.bearer = bearer;
    }

    @Override
    public String getPeerIdentity() {
      return principal;
    }

    @Override
    public void appendToOutgoingHeaders(CallHeaders headers) {
      if (bearer != null && !headers.containsKey(AUTHORIZATION)) {
        headers.insert(AUTHORIZATION, bearer);
      }
    }
  }
}
