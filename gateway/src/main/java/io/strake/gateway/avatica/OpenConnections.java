/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.gateway.avatica;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.RemovalCause;
import com.github.benmanes.caffeine.cache.Scheduler;
import io.strake.engine.QueryService;
import io.strake.gateway.common.DrainGate;
import io.strake.planner.ErrorCode;
import io.strake.planner.StrakeException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.calcite.avatica.Meta.ConnectionHandle;
import org.apache.calcite.avatica.Meta.StatementHandle;
import org.apache.calcite.avatica.NoSuchConnectionException;
import org.apache.calcite.avatica.NoSuchStatementException;
import org.eclipse.jetty.io.Connection;
import org.jspecify.annotations.Nullable;

/**
 * The connections and statements that clients have open, each bound to its principal.
 *
 * <p>Those that nobody uses for a while are closed. Thread-safe.
 */
final class OpenConnections {
  /** Connections at the same time. */
  private static final int MAX_CONNECTIONS = 1000;

  /** Statements of a connection at the same time. */
  static final int MAX_STATEMENTS = 100;

  private record Key(String connection, int statement) {}

  private final QueryService queries;
  private final DrainGate gate;
  private final Cache<String, OpenConnection> connections;
  private final Cache<Key, OpenStatement> statements;

  /**
   * Creates an empty registry.
   *
   * @param idleTime how long a statement may be left alone; a connection twice as long
   */
  OpenConnections(QueryService queries, DrainGate gate, Duration idleTime) {
    this.queries = queries;
    this.gate = gate;
    this.statements =
        Caffeine.newBuilder()
            .expireAfterAccess(idleTime)
            .scheduler(Scheduler.systemScheduler())
            .removalListener(this::removed)
            .build();
    this.connections =
        Caffeine.newBuilder()
            .expireAfterAccess(idleTime.multipliedBy(2))
            .scheduler(Scheduler.systemScheduler())
            .build();
  }

  /** Opens a connection under the identifier that the client chose. */
  void open(String id, String principal, Map<String, String> info) {
    if (connections.estimatedSize() >= MAX_CONNECTIONS) {
      throw StrakeException.of(
          ErrorCode.RESOURCE_EXHAUSTED,
          "avatica: %d connections are open; close some or try later",
          MAX_CONNECTIONS);
    }
    OpenConnection connection = new OpenConnection(principal, info);
    if (connections.asMap().putIfAbsent(id, connection) != null) {
      throw StrakeException.of(
          ErrorCode.INVALID_QUERY, "avatica: the connection exists already; choose another id");
    }
  }

  /**
   * Returns a connection of a principal.
   *
   * @throws NoSuchConnectionException if there is none, or it belongs to somebody else
   */
  OpenConnection find(@Nullable String id, String principal) {
    OpenConnection connection = id == null ? null : connections.getIfPresent(id);
    if (connection == null || !connection.isOf(principal)) {
      throw new UnknownConnection();
    }
    return connection;
  }

  /** Closes a connection and its statements, if it is open. */
  void close(ConnectionHandle handle, String principal) {
    OpenConnection connection = handle.id == null ? null : connections.getIfPresent(handle.id);
    if (connection != null && connection.isOf(principal)) {
      List.copyOf(connection.statements()).forEach(id -> closeStatement(new Key(handle.id, id)));
      connections.invalidate(handle.id);
    }
  }

  /** Opens a statement. */
  StatementHandle create(ConnectionHandle handle, String principal) {
    OpenConnection connection = find(handle.id, principal);
    if (connection.statements().size() >= MAX_STATEMENTS) {
      throw StrakeException.of(
          ErrorCode.RESOURCE_EXHAUSTED,
          "avatica: %d statements of the connection are open; close some",
          MAX_STATEMENTS);
    }
    StatementHandle created = new StatementHandle(handle.id, connection.newStatementId(), null);
    statements.put(new Key(handle.id, created.id), new OpenStatement(queries, gate, created));
    connection.statements().add(created.id);
    return created;
  }

  /**
   * Returns a statement of a principal.
   *
   * @throws NoSuchStatementException if there is none
   */
  OpenStatement find(StatementHandle handle, String principal) throws NoSuchStatementException {
    find(handle.connectionId, principal);
    OpenStatement statement = statements.getIfPresent(new Key(handle.connectionId, handle.id));
    if (statement == null) {
      throw new NoSuchStatementException(handle);
    }
    return statement;
  }

  /** Closes a statement, if it is open. */
  void close(StatementHandle handle, String principal) {
    find(handle.connectionId, principal);
    closeStatement(new Key(handle.connectionId, handle.id));
  }

  /** Returns whether the client at the other end of a connection has statements that run. */
  boolean hasRunning(Connection client) {
    return statements.asMap().values().stream().anyMatch(open -> open.runsFor(client));
  }

  /** Closes the running statements of the client at the other end of a connection. */
  void closeRunning(Connection client) {
    statements
        .asMap()
        .forEach(
            (key, open) -> {
              if (open.runsFor(client)) {
                closeStatement(key);
              }
            });
  }

  /** Closes everything. */
  void closeAll() {
    List.copyOf(statements.asMap().keySet()).forEach(this::closeStatement);
    connections.invalidateAll();
  }

  /** Closes a statement on the thread that asks for it, so that it is closed afterwards. */
  private void closeStatement(Key key) {
    OpenStatement statement = statements.asMap().remove(key);
    if (statement != null) {
      statement.close();
      forget(key);
    }
  }

  private void removed(@Nullable Key key, @Nullable OpenStatement statement, RemovalCause cause) {
    if (cause.wasEvicted() && key != null && statement != null) {
      statement.close();
      forget(key);
    }
  }

  /** An unknown connection, with a line that says why. */
  private static final class UnknownConnection extends NoSuchConnectionException {
    private UnknownConnection() {
      super("");
    }

    @Override
    public String getMessage() {
      return "avatica: no such connection; it expired or was opened at another replica";
    }
  }

  private void forget(Key key) {
    OpenConnection connection = connections.policy().getIfPresentQuietly(key.connection());
    if (connection != null) {
      connection.statements().remove(key.statement());
    }
  }
}
