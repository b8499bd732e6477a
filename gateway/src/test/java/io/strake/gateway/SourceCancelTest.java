/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.strake.embedded.EmbeddedPostgres;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.arrow.flight.CallOption;
import org.apache.arrow.flight.CallOptions;
import org.apache.arrow.flight.FlightClient;
import org.apache.arrow.flight.FlightRuntimeException;
import org.apache.arrow.flight.FlightStatusCode;
import org.apache.arrow.flight.FlightStream;
import org.apache.arrow.flight.Location;
import org.apache.arrow.flight.auth2.BearerCredentialWriter;
import org.apache.arrow.flight.grpc.CredentialCallOption;
import org.apache.arrow.flight.sql.FlightSqlClient;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** However a client ends a statement, PostgreSQL has stopped working for it a second later. */
@SuppressWarnings("try") // Flight declares close() with any exception
class SourceCancelTest {
  private static final Duration SOON = Duration.ofSeconds(1);

  private static final CallOption KEY =
      new CredentialCallOption(new BearerCredentialWriter(ServerFixture.KEY));

  /** What runs when it is ended. */
  enum Work {
    /** One row that PostgreSQL never makes. */
    PUSHED("SELECT x FROM crm.slow"),

    /** The same below the local engine. */
    LOCAL("SELECT x FROM crm.slow UNION SELECT label FROM sample.numbers"),

    /** Without end and without a row, so that only interrupts are looked for. */
    CROSS_JOIN("SELECT n FROM crm.busy");

    private final String sql;

    Work(String sql) {
      this.sql = sql;
    }
  }

  private static EmbeddedPostgres postgres;
  private static StrakeServer server;

  private BufferAllocator allocator;

  @BeforeAll
  static void start() throws Exception {
    postgres = EmbeddedPostgres.start();
    try (Connection connection = postgres.connect();
        Statement statement = connection.createStatement()) {
      statement.execute("CREATE VIEW slow AS SELECT pg_sleep(60)::text AS x");
      statement.execute(
          "CREATE VIEW busy AS SELECT count(*) AS n FROM generate_series(1, 10000000) a,"
              + " generate_series(1, 10000000) b WHERE a + b < 0");
      statement.execute(
          "CREATE VIEW trickle AS SELECT i, pg_sleep(0.02)::text || repeat('x', 9000) AS x"
              + " FROM generate_series(1, 100000) i");
    }
    server = StrakeServer.start(ServerFixture.options(model()));
  }

  @AfterAll
  static void stop() throws Exception {
    assertThat(ServerFixture.becomesIdle(server)).isTrue();
    server.close();
    postgres.close();
  }

  @BeforeEach
  void open() {
    allocator = new RootAllocator();
  }

  @AfterEach
  void close() throws Exception {
    try {
      assertThat(ServerFixture.becomesIdle(server)).isTrue();
      allocator.close();
    } finally {
      terminateLeftovers();
    }
  }

  /** Ends what a failed test has left behind, which would fail the others too. */
  private static void terminateLeftovers() throws SQLException {
    try (Connection connection = postgres.connect();
        Statement statement = connection.createStatement()) {
      statement.execute(
          "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
              + " WHERE application_name = 'strake' AND state = 'active'");
    }
  }

  @ParameterizedTest
  @EnumSource
  void flightCallCancelled(Work work) throws Exception {
    try (FlightSqlClient client = flight(server.flightPort());
        FlightStream stream = stream(client, work)) {
      CompletableFuture<Void> run = CompletableFuture.runAsync(stream::next);
      awaitActive();
      endsSoon(() -> stream.cancel("the user changed her mind", null));
      assertFailed(run);
    }
  }

  @ParameterizedTest
  @EnumSource
  void flightCallDeadline(Work work) throws Exception {
    try (FlightSqlClient client = flight(server.flightPort())) {
      long start = System.nanoTime();
      try (FlightStream stream = stream(client, work, CallOptions.timeout(1, TimeUnit.SECONDS))) {
        awaitActive();
        assertThatThrownBy(stream::next)
            .isInstanceOfSatisfying(
                FlightRuntimeException.class,
                e -> assertThat(e.status().code()).isEqualTo(FlightStatusCode.TIMED_OUT));
        awaitIdle(Duration.ofSeconds(2).minusNanos(System.nanoTime() - start));
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void flightChannelClosed(Work work) throws Exception {
    FlightSqlClient client = flight(server.flightPort());
    FlightStream stream = stream(client, work);
    CompletableFuture<Void> run = CompletableFuture.runAsync(stream::next);
    awaitActive();
    endsSoon(
        () -> {
          stream.close();
          client.close();
        });
    assertFailed(run);
  }

  @ParameterizedTest
  @EnumSource
  void flightClientKilled(Work work) throws Exception {
    try (CutWire wire = new CutWire(server.flightPort());
        FlightSqlClient client = flight(wire.port());
        FlightStream stream = stream(client, work)) {
      CompletableFuture<Void> run = CompletableFuture.runAsync(stream::next);
      awaitActive();
      endsSoon(wire::close);
      assertFailed(run);
    }
  }

  @ParameterizedTest
  @EnumSource
  void avaticaConnectionClosedByAnotherThread(Work work) throws Exception {
    Connection connection = avatica(server.avaticaPort());
    Statement statement = connection.createStatement();
    CompletableFuture<Void> run = run(statement, work.sql);
    endsSoon(connection::close);
    assertFailed(run);
  }

  @Test
  void avaticaResultSetClosedEarly() throws Exception {
    try (Connection connection = avatica(server.avaticaPort());
        Statement statement = connection.createStatement()) {
      statement.setFetchSize(1);
      try (ResultSet rows = statement.executeQuery("SELECT i, x FROM crm.trickle")) {
        assertThat(rows.next()).isTrue();
        endsSoon(statement::close);
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void avaticaClientKilled(Work work) throws Exception {
    try (CutWire wire = new CutWire(server.avaticaPort())) {
      Connection connection = avatica(wire.port());
      Statement statement = connection.createStatement();
      CompletableFuture<Void> run = run(statement, work.sql);
      endsSoon(wire::close);
      assertFailed(run);
    }
  }

  @Test
  void avaticaClientKilledBetweenTwoRequests() throws Exception {
    try (CutWire wire = new CutWire(server.avaticaPort())) {
      Connection connection = avatica(wire.port());
      Statement statement = connection.createStatement();
      statement.setFetchSize(1);
      ResultSet rows = statement.executeQuery("SELECT i, x FROM crm.trickle");
      assertThat(rows.next()).isTrue();
      endsSoon(wire::close);
      assertThatThrownBy(
              () -> {
                while (rows.next()) {
                  // only the end counts
                }
              })
          .isInstanceOf(Exception.class);
    }
  }

  private interface Act {
    void run() throws Exception;
  }

  /** Does what ends the statement, and returns when PostgreSQL has stopped, within a second. */
  private static void endsSoon(Act act) throws Exception {
    awaitActive();
    long start = System.nanoTime();
    act.run();
    awaitIdle(SOON.minusNanos(System.nanoTime() - start));
  }

  private static void awaitActive() throws Exception {
    long end = System.nanoTime() + Duration.ofSeconds(10).toNanos();
    while (activeInPostgres().isEmpty()) {
      assertThat(System.nanoTime()).as("the query has started").isLessThan(end);
      Thread.sleep(10);
    }
  }

  private static void awaitIdle(Duration left) throws Exception {
    long end = System.nanoTime() + left.toNanos();
    List<String> active = activeInPostgres();
    while (!active.isEmpty() && System.nanoTime() < end) {
      Thread.sleep(10);
      active = activeInPostgres();
    }
    assertThat(active).as("what still runs").isEmpty();
  }

  private static CompletableFuture<Void> run(Statement statement, String sql) throws Exception {
    CompletableFuture<Void> run =
        CompletableFuture.runAsync(
            () -> {
              try (ResultSet rows = statement.executeQuery(sql)) {
                while (rows.next()) {
                  // only the end counts
                }
              } catch (SQLException e) {
                throw new CompletionException(e);
              }
            });
    awaitActive();
    return run;
  }

  /** Asserts that the client is told soon, and not that there are no rows. */
  private static void assertFailed(CompletableFuture<Void> run) {
    assertThatThrownBy(() -> run.get(5, TimeUnit.SECONDS)).isNotInstanceOf(TimeoutException.class);
  }

  private static FlightStream stream(FlightSqlClient client, Work work, CallOption... options) {
    CallOption[] all = new CallOption[options.length + 1];
    System.arraycopy(options, 0, all, 0, options.length);
    all[options.length] = KEY;
    return client.getStream(client.execute(work.sql, KEY).getEndpoints().get(0).getTicket(), all);
  }

  private FlightSqlClient flight(int port) {
    return new FlightSqlClient(
        FlightClient.builder(allocator, Location.forGrpcInsecure("127.0.0.1", port)).build());
  }

  private static Connection avatica(int port) throws SQLException {
    return DriverManager.getConnection(
        "jdbc:avatica:remote:url=http://127.0.0.1:"
            + port
            + ";serialization=PROTOBUF;authentication=BASIC;avatica_user=x;avatica_password="
            + ServerFixture.KEY);
  }

  /** Returns the queries of the server that PostgreSQL works on, each with its age. */
  private static List<String> activeInPostgres() throws SQLException {
    try (Connection connection = postgres.connect();
        Statement statement = connection.createStatement();
        ResultSet result =
            statement.executeQuery(
                "SELECT clock_timestamp() - query_start || ' ' || query FROM pg_stat_activity"
                    + " WHERE application_name = 'strake' AND state = 'active'")) {
      List<String> active = new ArrayList<>();
      while (result.next()) {
        active.add(result.getString(1));
      }
      return active;
    }
  }

  private static String model() {
    return """
        inline:{"version": "1.0", "schemas": [
          {"name": "sample", "type": "custom", "factory": "%s", "operand": {}},
          {"name": "crm", "type": "custom", "factory": "io.strake.postgres.PostgresSchemaFactory",
           "operand": {"url": "%s", "user": "%s"}}]}
        """
        .formatted(SampleSchemaFactory.class.getName(), postgres.jdbcUrl(), postgres.user());
  }
}
