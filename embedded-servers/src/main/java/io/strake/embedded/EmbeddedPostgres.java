/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.embedded;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * A real PostgreSQL server with a fresh, empty data directory on a free port of the loopback
 * interface.
 *
 * <p>The encoding is UTF-8, the default collation {@code C.UTF-8} (byte order) where the platform
 * has it and else {@code C}; ICU collations are there. The superuser {@link #user()} needs no
 * password, every other role needs one. Durability is switched off, so the server is fast and its
 * data do not survive it. Thread-safe.
 */
public final class EmbeddedPostgres implements AutoCloseable {
  private static final String SUPERUSER = "postgres";
  private static final String LOCALHOST = "localhost";

  private final PostgresProcess process;
  private final Thread shutdownHook = new Thread(this::stop, "embedded-postgres-stop");
  private final AtomicBoolean closed = new AtomicBoolean();

  private EmbeddedPostgres(PostgresProcess process) {
    this.process = process;
    Runtime.getRuntime().addShutdownHook(shutdownHook);
  }

  /**
   * Starts a server with default settings and waits until it answers.
   *
   * @throws UncheckedIOException if it does not start; the message has the end of its log
   */
  public static EmbeddedPostgres start() {
    return builder().start();
  }

  /** Returns a builder of a server with settings of its own. */
  public static Builder builder() {
    return new Builder();
  }

  /** Returns the port on the loopback interface. */
  public int port() {
    return process.port();
  }

  /** Returns the URL of the database {@code postgres}, without a user. */
  public String jdbcUrl() {
    return jdbcUrl("postgres");
  }

  /** Returns the URL of a database, without a user. */
  public String jdbcUrl(String database) {
    return "jdbc:postgresql://" + LOCALHOST + ":" + port() + "/" + database;
  }

  /** Returns the superuser, who needs no password. */
  public String user() {
    return SUPERUSER;
  }

  /** Returns a new connection of the superuser to the database {@code postgres}. */
  public Connection connect() throws SQLException {
    return connect("postgres");
  }

  /** Returns a new connection of the superuser to a database. */
  public Connection connect(String database) throws SQLException {
    return DriverManager.getConnection(jdbcUrl(database), SUPERUSER, "");
  }

  /** Creates an empty database; the name is taken literally. */
  public void createDatabase(String name) throws SQLException {
    try (Connection connection = connect();
        Statement statement = connection.createStatement()) {
      statement.execute("CREATE DATABASE \"" + name.replace("\"", "\"\"") + "\"");
    }
  }

  /** Stops the server, breaking off its sessions, and deletes its data. Idempotent. */
  @Override
  public void close() {
    stop();
    try {
      Runtime.getRuntime().removeShutdownHook(shutdownHook);
    } catch (IllegalStateException e) {
      // the JVM is shutting down: the hook finds the server closed
    }
  }

  Path directory() {
    return process.directory();
  }

  private void stop() {
    if (!closed.getAndSet(true)) {
      process.stop();
    }
  }

  /** Builder of an {@link EmbeddedPostgres}. Not thread-safe. */
  public static final class Builder {
    /** A port found free may be taken by somebody else before the server binds it. */
    private static final int PORT_ATTEMPTS = 3;

    private final Map<String, String> settings = new LinkedHashMap<>();
    private boolean unprivilegedDetected = true;
    private Unprivileged unprivileged = Unprivileged.AS_IS;

    private Builder() {
      settings.put("fsync", "off");
      settings.put("full_page_writes", "off");
      settings.put("synchronous_commit", "off");
      settings.put("listen_addresses", LOCALHOST);
      settings.put("unix_socket_directories", "");
    }

    /** Adds a setting of {@code postgresql.conf}, such as {@code max_connections}. */
    public Builder setting(String name, String value) {
      settings.put(name, value);
      return this;
    }

    Builder unprivileged(Unprivileged way) {
      this.unprivileged = way;
      this.unprivilegedDetected = false;
      return this;
    }

    /**
     * Starts the server and waits until it answers.
     *
     * @throws UncheckedIOException if it does not start; the message has the end of its log
     */
    public EmbeddedPostgres start() {
      try {
        Unprivileged way = unprivilegedDetected ? Unprivileged.detect() : unprivileged;
        PostgresDirectory.removeStale();
        for (int attempt = 1; ; attempt++) {
          try {
            return new EmbeddedPostgres(PostgresProcess.start(way, freePort(), settings));
          } catch (IOException e) {
            if (attempt == PORT_ATTEMPTS || !String.valueOf(e.getMessage()).contains("in use")) {
              throw e;
            }
          }
        }
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    private static int freePort() throws IOException {
      try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
        return socket.getLocalPort();
      }
    }
  }
}
