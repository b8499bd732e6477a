/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.postgres;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.strake.planner.ErrorCode;
import io.strake.planner.StrakeException;
import io.strake.planner.arrow.ExecutionContext;
import io.strake.planner.arrow.InterruptibleWait;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Collections;
import java.util.Map;
import java.util.Set;
import java.util.WeakHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.calcite.rel.RelNode;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import org.postgresql.PGProperty;

/**
 * A database and role: its connections, made when they are needed, and the convention of its
 * tables. Shared by the schemas of one model that name the same database. Thread-safe.
 */
final class PostgresDatabase {
  /** The pool is asked in slices of this length, so that it tells why it has no connection. */
  private static final Duration POOL_SLICE = Duration.ofMillis(500);

  private static final Duration IDLE_TIMEOUT = Duration.ofMinutes(1);
  private static final int CHECK_SECONDS = 5;

  /**
   * What every transaction is set to, so that texts that the server makes out of values do not
   * depend on its settings. Nothing is set for a session, which a pool of connections in front of
   * the server may give to somebody else after each transaction.
   */
  static final String SETTINGS =
      "SET LOCAL TIME ZONE 'UTC'; SET LOCAL datestyle = 'ISO, YMD';"
          + " SET LOCAL intervalstyle = 'postgres'; SET LOCAL bytea_output = 'hex';"
          + " SET LOCAL standard_conforming_strings = on;"
          + " SET LOCAL backslash_quote = 'safe_encoding'";

  private final PostgresOptions options;
  private final PostgresErrors errors;
  private final PostgresConvention convention;
  private final ConnectionPermits permits;
  private final AtomicLong generation = new AtomicLong();
  private final Map<PGConnection, Boolean> sessions =
      Collections.synchronizedMap(new WeakHashMap<>());
  private final Set<Object> released = Collections.newSetFromMap(new WeakHashMap<>());
  private int users = 1;
  private @Nullable HikariDataSource pool;

  /** Creates a database with one user, without any connection. */
  PostgresDatabase(String name, PostgresOptions options) {
    this.options = options;
    this.errors = new PostgresErrors("postgres source '" + name + "'", options);
    this.convention = new PostgresConvention(name, this);
    this.permits = new ConnectionPermits(options.poolSize(), options.poolTimeout());
  }

  PostgresConvention convention() {
    return convention;
  }

  PostgresErrors errors() {
    return errors;
  }

  /** Returns how many connections the scan of a large table uses if they are free. */
  int scanConnections() {
    return Math.min(options.scanConnections(), options.poolSize());
  }

  /** Returns whether a statement may be run in parts at the same time. */
  boolean divides(RelNode statement) {
    return scanConnections() > 1 && PlainScan.of(statement).isPresent();
  }

  /** Returns whether a statement that was prepared on a connection can be found there later. */
  boolean keepsStatements(ScanConnection connection) throws SQLException {
    if (!options.preparedStatements()) {
      return false;
    }
    Boolean known = sessions.get(connection.server());
    if (known == null) {
      known = connection.isSession();
      sessions.put(connection.server(), known);
    }
    return known;
  }

  /** Returns the permits that scans take before they {@link #connect}. */
  ConnectionPermits permits() {
    return permits;
  }

  /** Returns a number that changes when a statement failed because the catalog had changed. */
  long catalogGeneration() {
    return generation.get();
  }

  void catalogChanged() {
    generation.incrementAndGet();
  }

  /** Returns the error of a statement, and notices that the catalog has changed. */
  StrakeException failure(SQLException e, ExecutionContext context) {
    StrakeException failure = errors.statement(e, context);
    switch (failure.code()) {
      case UNKNOWN_TABLE, UNKNOWN_COLUMN -> catalogChanged();
      default -> {}
    }
    return failure;
  }

  /** Adds a user; returns false if the connections were already closed for good. */
  synchronized boolean retain() {
    if (users == 0) {
      return false;
    }
    users++;
    return true;
  }

  /** Removes a user, once for each; the last one closes the connections. */
  void release(Object user) {
    HikariDataSource closing = null;
    synchronized (this) {
      if (released.add(user) && --users == 0) {
        closing = pool;
        pool = null;
      }
    }
    if (closing != null) {
      closing.close();
    }
  }

  /**
   * Returns a connection with auto-commit off; close it to give it back.
   *
   * @param context query that waits for it; null for none
   * @throws StrakeException if the database refuses or every connection stays in use
   */
  Connection connect(@Nullable ExecutionContext context) {
    HikariDataSource connections = pool();
    long start = System.nanoTime();
    while (true) {
      try {
        return context == null ? connections.getConnection() : await(connections, context);
      } catch (SQLTransientConnectionException e) {
        SQLException failure = driverFailure(e);
        if (failure != null) {
          throw errors.connection(failure);
        }
        if (System.nanoTime() - start >= options.poolTimeout().toNanos()) {
          throw errors.busy(e);
        }
      } catch (SQLException e) {
        throw errors.connection(e);
      }
    }
  }

  /** Waits for a connection until the query is stopped, which ends a wait of the pool at once. */
  private static Connection await(HikariDataSource connections, ExecutionContext context)
      throws SQLException {
    context.checkActive();
    try (InterruptibleWait wait = new InterruptibleWait(context)) {
      return connections.getConnection();
    } catch (SQLException e) {
      context.checkActive();
      throw e;
    }
  }

  /**
   * Returns a connection in a read-only transaction that has begun; close it to give it back.
   *
   * @param timeout limit of each statement
   * @throws StrakeException if the database refuses or every connection stays in use
   */
  Connection begin(Duration timeout) throws SQLException {
    Connection connection = connect(null);
    try {
      begin(connection, timeout);
      return connection;
    } catch (SQLException e) {
      discard(connection);
      connection.close();
      if (!PostgresErrors.isBroken(e)) {
        throw e;
      }
      forgetIdle();
    }
    Connection fresh = connect(null);
    try {
      begin(fresh, timeout);
      return fresh;
    } catch (SQLException e) {
      discard(fresh);
      fresh.close();
      throw e;
    }
  }

  private static void begin(Connection connection, Duration timeout) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(
          "SET TRANSACTION READ ONLY; " + SETTINGS + "; " + statementTimeout(timeout));
    }
  }

  /** Makes sure that the next connection is a new one, because the old ones may have broken off. */
  void forgetIdle() {
    HikariDataSource connections;
    synchronized (this) {
      connections = pool;
    }
    if (connections != null) {
      connections.getHikariPoolMXBean().softEvictConnections();
    }
  }

  /**
   * Returns the SQL that limits how long each statement of the current transaction may take.
   *
   * @param timeout limit; the server takes zero for none and no more than 32 bits of milliseconds,
   *     so it is kept between one millisecond and 24 days
   */
  static String statementTimeout(Duration timeout) {
    long millis = Math.max(1, Math.min(timeout.toMillis(), Integer.MAX_VALUE));
    return "SET LOCAL statement_timeout = " + millis;
  }

  /** Closes a connection for good instead of giving it back. */
  void discard(Connection connection) {
    HikariDataSource connections;
    synchronized (this) {
      connections = pool;
    }
    if (connections != null) {
      connections.evictConnection(connection);
    }
  }

  void check() {
    try (Connection connection = connect(null)) {
      if (!connection.isValid(CHECK_SECONDS)) {
        throw errors.connection(new SQLException("no answer within 5 seconds", "08006"));
      }
    } catch (SQLException e) {
      throw errors.connection(e);
    }
  }

  /** The pool hides why connections fail behind a timeout of its own. */
  private static @Nullable SQLException driverFailure(SQLTransientConnectionException e) {
    return e.getCause() instanceof SQLException failure ? failure : null;
  }

  private synchronized HikariDataSource pool() {
    if (users == 0) {
      throw StrakeException.of(
          ErrorCode.SHUTTING_DOWN, "%s: is closed; reload the model", errors.owner());
    }
    if (pool == null) {
      pool = new HikariDataSource(config());
    }
    return pool;
  }

  private HikariConfig config() {
    HikariConfig config = new HikariConfig();
    config.setPoolName("strake-" + options.location());
    config.setJdbcUrl(options.url());
    options.user().ifPresent(config::setUsername);
    options.password().ifPresent(config::setPassword);
    config.addDataSourceProperty(
        PGProperty.CONNECT_TIMEOUT.getName(), Long.toString(seconds(options.connectTimeout())));
    config.addDataSourceProperty(
        PGProperty.LOGIN_TIMEOUT.getName(), Long.toString(seconds(options.connectTimeout())));
    config.addDataSourceProperty(PGProperty.TCP_KEEP_ALIVE.getName(), "true");
    config.addDataSourceProperty(PGProperty.APPLICATION_NAME.getName(), options.applicationName());
    // Names of statements belong to a session, which may be another one after each transaction;
    // where it is not, statements ask for a name themselves
    config.addDataSourceProperty(PGProperty.PREPARE_THRESHOLD.getName(), "0");
    config.addDataSourceProperty(
        PGProperty.BINARY_TRANSFER_ENABLE.getName(), PreparedStream.BINARY_TYPES);
    config.setReadOnly(true); // the driver begins every transaction so
    config.setAutoCommit(false);
    config.setMaximumPoolSize(options.poolSize());
    config.setMinimumIdle(0);
    config.setIdleTimeout(IDLE_TIMEOUT.toMillis());
    config.setInitializationFailTimeout(-1);
    config.setConnectionTimeout(
        Math.max(250, Math.min(POOL_SLICE.toMillis(), options.poolTimeout().toMillis())));
    config.setThreadFactory(
        work -> {
          Thread thread = new Thread(work, "strake-postgres-pool");
          thread.setDaemon(true);
          return thread;
        });
    return config;
  }

  /** The driver counts whole seconds, and takes zero for no limit. */
  private static long seconds(Duration duration) {
    return Math.max(1, TimeUnit.MILLISECONDS.toSeconds(duration.toMillis() + 999));
  }
}
