/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.engine;

import java.time.Duration;
import java.time.ZoneId;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Who asks, and with which settings; given with every request, so that no door needs to keep state.
 *
 * @param principal name of the authenticated client, {@code anonymous} if nobody asked for it
 * @param defaultSchema schema of unqualified table names; empty for the model's default
 * @param timeZone zone in which instants are shown; UTC by default
 * @param timeout how long a statement may run, planning included; empty for the engine's own limit
 * @param maxRows rows that a statement may return; what is beyond them is left out with a warning.
 *     Empty for all
 */
public record Session(
    String principal,
    Optional<String> defaultSchema,
    ZoneId timeZone,
    Optional<Duration> timeout,
    OptionalLong maxRows) {
  /** Session of a client that is not told apart from others. */
  public static final Session ANONYMOUS = new Session("anonymous");

  /** Checks the number of rows. */
  public Session {
    if (maxRows.isPresent() && maxRows.getAsLong() < 0) {
      throw new IllegalArgumentException("max rows: " + maxRows.getAsLong());
    }
  }

  /** Creates a session with default settings. */
  public Session(String principal) {
    this(principal, Optional.empty(), ZoneId.of("UTC"), Optional.empty());
  }

  /** Creates a session without a limit of rows. */
  public Session(
      String principal,
      Optional<String> defaultSchema,
      ZoneId timeZone,
      Optional<Duration> timeout) {
    this(principal, defaultSchema, timeZone, timeout, OptionalLong.empty());
  }

  /** Returns this session with another default schema. */
  public Session withDefaultSchema(String schema) {
    return new Session(principal, Optional.of(schema), timeZone, timeout, maxRows);
  }

  /** Returns this session with another time zone. */
  public Session withTimeZone(ZoneId zone) {
    return new Session(principal, defaultSchema, zone, timeout, maxRows);
  }

  /** Returns this session with another timeout. */
  public Session withTimeout(Duration limit) {
    return new Session(principal, defaultSchema, timeZone, Optional.of(limit), maxRows);
  }

  /** Returns this session with a limit of rows, at least 0. */
  public Session withMaxRows(long rows) {
    return new Session(principal, defaultSchema, timeZone, timeout, OptionalLong.of(rows));
  }
}
