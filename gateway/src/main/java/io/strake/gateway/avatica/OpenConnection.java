/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.gateway.avatica;

import io.strake.engine.Session;
import io.strake.planner.ErrorCode;
import io.strake.planner.StrakeException;
import java.sql.Connection;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.calcite.avatica.ConnectionPropertiesImpl;
import org.apache.calcite.avatica.Meta;

/**
 * A connection that a client has open: who it is, and its settings.
 *
 * <p>Of the properties that a client sends, only {@code schema} and {@code timeZone} are looked at:
 * the others would reach into the server. Thread-safe.
 */
final class OpenConnection {
  private static final String SCHEMA = "schema";
  private static final String TIME_ZONE = "timeZone";

  private final String principal;
  private final AtomicInteger nextStatement = new AtomicInteger();
  private final Set<Integer> statements = ConcurrentHashMap.newKeySet();
  private final ConnectionPropertiesImpl properties = new ConnectionPropertiesImpl();

  private Session session;

  OpenConnection(String principal, Map<String, String> info) {
    this.principal = principal;
    Session plain = new Session(principal);
    this.session =
        new Session(
            principal,
            Optional.ofNullable(info.get(SCHEMA)).filter(schema -> !schema.isEmpty()),
            info.containsKey(TIME_ZONE) ? zone(info.get(TIME_ZONE)) : plain.timeZone(),
            plain.timeout());
    properties.setAutoCommit(true);
    properties.setReadOnly(true);
    properties.setTransactionIsolation(Connection.TRANSACTION_NONE);
    properties.setCatalog(io.strake.engine.Catalog.NAME);
    session.defaultSchema().ifPresent(properties::setSchema);
    properties.setDirty(false);
  }

  /** Returns whether the connection belongs to a principal. */
  boolean isOf(String name) {
    return principal.equals(name);
  }

  /** Returns the settings for the next statement. */
  synchronized Session session() {
    return session;
  }

  /** Takes over the schema that the client has set, and returns the state of the connection. */
  synchronized Meta.ConnectionProperties sync(Meta.ConnectionProperties changes) {
    if (changes.getSchema() != null && !changes.getSchema().isEmpty()) {
      session = session.withDefaultSchema(changes.getSchema());
    }
    ConnectionPropertiesImpl state = new ConnectionPropertiesImpl();
    state.merge(properties);
    session.defaultSchema().ifPresent(state::setSchema);
    state.setDirty(false);
    return state;
  }

  /** Returns a new number of a statement, without keeping it. */
  int newStatementId() {
    return nextStatement.getAndIncrement();
  }

  /** Returns the numbers of the open statements; to be changed by the registry. */
  Set<Integer> statements() {
    return statements;
  }

  private static ZoneId zone(String name) {
    try {
      return ZoneId.of(name);
    } catch (DateTimeException e) {
      throw StrakeException.causedBy(
          e,
          ErrorCode.INVALID_QUERY,
          "avatica: unknown time zone '%s'; use a name such as Europe/Berlin",
          name);
    }
  }
}
