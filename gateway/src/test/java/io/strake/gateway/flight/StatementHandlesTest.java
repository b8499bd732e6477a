/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.gateway.flight;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import io.strake.engine.Session;
import io.strake.gateway.auth.SigningKey;
import io.strake.gateway.flight.StatementHandles.Kind;
import io.strake.gateway.flight.StatementHandles.Statement;
import io.strake.planner.ErrorCode;
import io.strake.planner.StrakeException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import org.apache.arrow.flight.FlightRuntimeException;
import org.apache.arrow.flight.FlightStatusCode;
import org.junit.jupiter.api.Test;

class StatementHandlesTest {
  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
  private static final Statement STATEMENT =
      new Statement("SELECT 'ä'", new Session("alice").withDefaultSchema("crm"));

  private final SigningKey key = SigningKey.of("a signing key of some length");
  private final StatementHandles handles = handles(key, Duration.ZERO);

  @Test
  void givesBackWhatWasSignedAtEveryReplica() {
    ByteString ticket = handles.issue(Kind.TICKET, STATEMENT);

    StatementHandles replica =
        handles(SigningKey.of("a signing key of some length"), Duration.ZERO);
    assertThat(replica.open(Kind.TICKET, ticket, "alice")).isEqualTo(STATEMENT);
  }

  @Test
  void refusesForgedHandles() {
    ByteString ticket = handles.issue(Kind.TICKET, STATEMENT);
    byte[] changed = ticket.toByteArray();
    changed[changed.length / 2] ^= 1;

    assertRefused(
        handles, ByteString.copyFrom(changed), Kind.TICKET, "alice", ErrorCode.UNAUTHENTICATED);
    assertRefused(handles, ByteString.EMPTY, Kind.TICKET, "alice", ErrorCode.UNAUTHENTICATED);
    assertRefused(handles, ticket, Kind.PREPARED, "alice", ErrorCode.UNAUTHENTICATED);
    assertRefused(
        handles(SigningKey.random(), Duration.ZERO),
        ticket,
        Kind.TICKET,
        "alice",
        ErrorCode.UNAUTHENTICATED);
  }

  @Test
  void refusesTheHandleOfSomebodyElse() {
    ByteString ticket = handles.issue(Kind.TICKET, STATEMENT);

    assertRefused(handles, ticket, Kind.TICKET, "bob", ErrorCode.PERMISSION_DENIED);
  }

  @Test
  void refusesExpiredHandles() {
    ByteString ticket = handles.issue(Kind.TICKET, STATEMENT);
    StatementHandles later = handles(key, Duration.ofHours(1));

    assertThatThrownBy(() -> later.open(Kind.TICKET, ticket, "alice"))
        .isInstanceOfSatisfying(
            FlightRuntimeException.class,
            e -> assertThat(e.status().code()).isEqualTo(FlightStatusCode.NOT_FOUND))
        .hasMessage("STRAKE-4001 (28000): ticket: expired; prepare the statement again");
  }

  private static void assertRefused(
      StatementHandles handles, ByteString handle, Kind kind, String principal, ErrorCode code) {
    assertThatThrownBy(() -> handles.open(kind, handle, principal))
        .isInstanceOfSatisfying(StrakeException.class, e -> assertThat(e.code()).isEqualTo(code));
  }

  private static StatementHandles handles(SigningKey key, Duration later) {
    return new StatementHandles(key, Clock.fixed(NOW.plus(later), ZoneOffset.UTC));
  }
}
