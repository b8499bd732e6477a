/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.gateway.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.strake.planner.ErrorCode;
import io.strake.planner.StrakeException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AuthenticatorTest {
  private static final String KEY = "secret-of-alice:with-colon";

  private final Authenticator authenticator =
      Authenticator.ofKeys(Map.of("alice", KEY, "bob", "secret-of-bob"));

  @Test
  void knowsAKeyInEveryPlace() {
    assertThat(principal(Map.of("authorization", "Bearer " + KEY))).isEqualTo("alice");
    assertThat(principal(Map.of("authorization", "bearer  " + KEY))).isEqualTo("alice");
    assertThat(principal(Map.of("authorization", basic("anybody", KEY)))).isEqualTo("alice");
    assertThat(principal(Map.of("x-api-key", "secret-of-bob"))).isEqualTo("bob");
  }

  @Test
  void refusesWrongAndMissingKeysWithoutRepeatingThem() {
    assertThatThrownBy(() -> principal(Map.of("authorization", "Bearer guess-123456")))
        .isInstanceOfSatisfying(
            StrakeException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.UNAUTHENTICATED))
        .hasMessageNotContaining("guess");
    assertThatThrownBy(() -> principal(Map.of()))
        .hasMessage(
            "gateway: no API key in the request; send it as Bearer token, as password or in"
                + " 'x-api-key'");
  }

  @ParameterizedTest
  @ValueSource(strings = {"Basic", "Basic %%%", "Basic YWxpY2U=", "Bearer", "Digest x", ""})
  void refusesMalformedCredentials(String authorization) {
    assertThatThrownBy(() -> principal(Map.of("authorization", authorization)))
        .isInstanceOf(StrakeException.class);
  }

  @Test
  void letsEverybodyInOnlyIfToldTo() {
    assertThat(Authenticator.anonymous().authenticate(header -> null)).isEqualTo("anonymous");
    assertThatThrownBy(() -> Authenticator.fromEnvironment(Map.of()))
        .hasMessage("gateway: no API key; set STRAKE_API_KEY or start with --anonymous");
    assertThatThrownBy(() -> Authenticator.fromEnvironment(Map.of("STRAKE_API_KEY", "short")))
        .hasMessage("gateway: an API key of 5 characters is too short; use at least 8");
  }

  private String principal(Map<String, String> headers) {
    return authenticator.authenticate(headers::get);
  }

  private static String basic(String user, String password) {
    return "Basic "
        + Base64.getEncoder()
            .encodeToString((user + ":" + password).getBytes(StandardCharsets.UTF_8));
  }
}
