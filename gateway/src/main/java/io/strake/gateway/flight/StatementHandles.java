/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.gateway.flight;

import com.google.protobuf.ByteString;
import io.strake.engine.Session;
import io.strake.gateway.auth.SigningKey;
import io.strake.planner.ErrorCode;
import io.strake.planner.StrakeException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;

/**
 * The handles and tickets that clients hand back: a statement with its principal, schema and time
 * of expiry, signed.
 *
 * <p>The server keeps nothing of them, so a client that never closes a handle costs nothing, and
 * every replica with the same key can serve it. Thread-safe.
 */
final class StatementHandles {
  /** What a handle is good for. */
  enum Kind {
    /** One result; short-lived. */
    TICKET(1, Duration.ofHours(1)),
    /** A prepared statement, which pools of connections keep for long. */
    PREPARED(2, Duration.ofDays(1));

    private final int number;
    private final Duration validity;

    Kind(int number, Duration validity) {
      this.number = number;
      this.validity = validity;
    }
  }

  /**
   * What a handle says.
   *
   * @param sql statement
   * @param session who asked, and for which default schema
   */
  record Statement(String sql, Session session) {}

  private static final int VERSION = 1;

  private final SigningKey key;
  private final Clock clock;

  StatementHandles(SigningKey key, Clock clock) {
    this.key = key;
    this.clock = clock;
  }

  /** Returns when a handle made now expires. */
  Instant expiry(Kind kind) {
    return clock.instant().plus(kind.validity);
  }

  /** Returns a signed handle of a statement. */
  ByteString issue(Kind kind, Statement statement) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (DataOutputStream out = new DataOutputStream(bytes)) {
      out.writeByte(VERSION);
      out.writeByte(kind.number);
      out.writeLong(expiry(kind).getEpochSecond());
      writeText(out, statement.session().principal());
      writeText(out, statement.session().defaultSchema().orElse(""));
      writeText(out, statement.sql());
      out.write(key.sign(bytes.toByteArray(), bytes.size()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return ByteString.copyFrom(bytes.toByteArray());
  }

  /**
   * Returns the statement of a handle.
   *
   * @throws StrakeException with {@code UNAUTHENTICATED} if we did not make it, {@code
   *     PERMISSION_DENIED} if we made it for somebody else
   * @throws org.apache.arrow.flight.FlightRuntimeException with {@code NOT_FOUND} if it has expired
   */
  Statement open(Kind kind, ByteString handle, String principal) {
    byte[] bytes = handle.toByteArray();
    int length = bytes.length - SigningKey.SIGNATURE_BYTES;
    if (length <= 0
        || !key.isSignedBy(bytes, length, Arrays.copyOfRange(bytes, length, bytes.length))) {
      throw forged(kind);
    }
    try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes, 0, length))) {
      return read(kind, in, principal);
    } catch (IOException e) {
      throw new AssertionError("a handle signed by us", e);
    }
  }

  private Statement read(Kind kind, DataInputStream in, String principal) throws IOException {
    if (in.readByte() != VERSION || in.readByte() != kind.number) {
      throw forged(kind);
    }
    if (clock.instant().getEpochSecond() >= in.readLong()) {
      throw FlightErrors.expired(name(kind));
    }
    if (!readText(in).equals(principal)) {
      throw StrakeException.of(
          ErrorCode.PERMISSION_DENIED,
          "%s: made for another principal; prepare the statement again",
          name(kind));
    }
    String schema = readText(in);
    Session session = new Session(principal);
    return new Statement(
        readText(in), schema.isEmpty() ? session : session.withDefaultSchema(schema));
  }

  private static StrakeException forged(Kind kind) {
    return StrakeException.of(
        ErrorCode.UNAUTHENTICATED,
        "%s: not made by this server; prepare the statement again",
        name(kind));
  }

  private static String name(Kind kind) {
    return kind == Kind.TICKET ? "ticket" : "prepared statement";
  }

  private static void writeText(DataOutputStream out, String text) throws IOException {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    out.writeInt(bytes.length);
    out.write(bytes);
  }

  private static String readText(DataInputStream in) throws IOException {
    return new String(in.readNBytes(in.readInt()), StandardCharsets.UTF_8);
  }
}
