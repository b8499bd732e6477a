/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A PgBouncer in transaction mode between us and the server; skipped where none is installed. */
final class PgBouncerTest {
  private static final Path PROGRAM = Path.of("/usr/sbin/pgbouncer");
  private static final int SERVER_CONNECTIONS = 2;

  private static TestDatabase database;
  private static Process bouncer;
  private static String url;

  @BeforeAll
  static void start(@TempDir Path directory) throws Exception {
    assumeTrue(Files.isExecutable(PROGRAM));
    database =
        TestDatabase.create(
            "CREATE TABLE t AS SELECT i AS id, i * interval '1 hour' AS long,"
                + " tstzrange('epoch', 'epoch'::timestamptz + i * interval '1 hour') AS span"
                + " FROM generate_series(1, 500) i");
    int port = freePort();
    Path settings = directory.resolve("pgbouncer.ini");
    Files.writeString(
        settings,
        """
        [databases]
        * = host=127.0.0.1 port=%d user=postgres
        [pgbouncer]
        listen_addr = 127.0.0.1
        listen_port = %d
        unix_socket_dir =
        auth_type = any
        pool_mode = transaction
        default_pool_size = %d
        ignore_startup_parameters = extra_float_digits
        """
            .formatted(TestDatabase.SERVER.port(), port, SERVER_CONNECTIONS));
    Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxr-xr-x"));
    List<String> command = new ArrayList<>(List.of(PROGRAM.toString(), "-q"));
    if (System.getProperty("user.name").equals("root")) {
      command.addAll(List.of("-u", "nobody"));
    }
    command.add(settings.toString());
    bouncer = new ProcessBuilder(command).redirectErrorStream(true).inheritIO().start();
    awaitPort(port);
    url =
        database.url().replaceFirst(":[0-9]+/", ":" + port + "/").replace("localhost", "127.0.0.1");
  }

  @AfterAll
  static void stop() throws InterruptedException {
    if (bouncer != null) {
      bouncer.destroy();
      bouncer.waitFor(10, TimeUnit.SECONDS);
    }
  }

  @Test
  void manyQueriesShareFewServerConnectionsAndTheSettingsOfOthersDoNotReachThem() throws Exception {
    spoilSettings();
    Map<String, Object> operand = new HashMap<>(database.operand());
    operand.put("url", url);
    ExecutorService clients = Executors.newFixedThreadPool(6);
    try (PostgresSchema schema = database.schema(operand)) {
      List<Future<List<String>>> answers = new ArrayList<>();
      for (int i = 0; i < 30; i++) {
        answers.add(clients.submit(() -> TableReader.read(schema, "t")));
      }
      for (Future<List<String>> answer : answers) {
        assertThat(answer.get(30, TimeUnit.SECONDS))
            .hasSize(500)
            .contains("30|30:00:00|[\"1970-01-01 00:00:00+00\",\"1970-01-02 06:00:00+00\")");
      }
      schema.database().catalogChanged();
      assertThat(schema.tables().get("t")).isNotNull();
    } finally {
      clients.shutdownNow();
    }
  }

  /** Sets what texts depend on for the sessions of all server connections. */
  private static void spoilSettings() throws SQLException {
    List<Connection> connections = new ArrayList<>();
    for (int i = 0; i < SERVER_CONNECTIONS; i++) {
      Connection connection = DriverManager.getConnection(url, "postgres", "");
      connections.add(connection);
      try (Statement statement = connection.createStatement()) {
        statement.execute("SET intervalstyle = 'iso_8601'; SET bytea_output = 'escape'");
      }
      connection.setAutoCommit(false);
      try (Statement statement = connection.createStatement()) {
        statement.execute("SELECT 1"); // keeps its server connection, so that the next has another
      }
    }
    for (Connection connection : connections) {
      connection.close();
    }
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  private static void awaitPort(int port) throws Exception {
    for (int i = 0; i < 500; i++) {
      try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
        return;
      } catch (IOException e) {
        Thread.sleep(20);
      }
    }
    throw new IllegalStateException("PgBouncer does not listen");
  }
}
