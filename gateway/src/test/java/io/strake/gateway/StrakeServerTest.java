/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.strake.gateway.auth.Authenticator;
import io.strake.gateway.config.GatewayOptions;
import io.strake.planner.ErrorCode;
import io.strake.planner.StrakeException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.apache.arrow.flight.CallOption;
import org.apache.arrow.flight.FlightClient;
import org.apache.arrow.flight.FlightInfo;
import org.apache.arrow.flight.FlightRuntimeException;
import org.apache.arrow.flight.FlightStatusCode;
import org.apache.arrow.flight.FlightStream;
import org.apache.arrow.flight.Location;
import org.apache.arrow.flight.auth2.BearerCredentialWriter;
import org.apache.arrow.flight.grpc.CredentialCallOption;
import org.apache.arrow.flight.sql.FlightSqlClient;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.junit.jupiter.api.Test;

@SuppressWarnings("try") // Flight declares close() with any exception
class StrakeServerTest {
  private static final CallOption KEY =
      new CredentialCallOption(new BearerCredentialWriter(ServerFixture.KEY));
  private static final String LARGE = "SELECT n, label, label AS again FROM sample.numbers";

  @Test
  void letsRunningStreamsFinishAndRefusesNewWorkWhileItDrains() throws Exception {
    StrakeServer server =
        StrakeServer.start(
            ServerFixture.options(SampleSchemaFactory.MODEL).withDrainTime(Duration.ofSeconds(30)));
    try (BufferAllocator allocator = new RootAllocator();
        FlightSqlClient client = connect(server, allocator)) {
      FlightInfo info = client.execute(LARGE, KEY);
      long rows = 0;
      CompletableFuture<Void> closing;
      try (FlightStream stream = client.getStream(info.getEndpoints().get(0).getTicket(), KEY)) {
        assertThat(stream.next()).isTrue();
        rows += stream.getRoot().getRowCount();
        closing = CompletableFuture.runAsync(server::close);
        awaitRefusal(client);
        assertThat(closing).isNotDone();
        while (stream.next()) {
          rows += stream.getRoot().getRowCount();
        }
      }
      closing.join();
      assertThat(rows).isEqualTo(SampleSchemaFactory.ROWS);
    }
  }

  @Test
  void cancelsStatementsThatDoNotEndInTime() throws Exception {
    StrakeServer server =
        StrakeServer.start(
            ServerFixture.options(SampleSchemaFactory.MODEL).withDrainTime(Duration.ofMillis(200)));
    try (BufferAllocator allocator = new RootAllocator();
        FlightSqlClient client = connect(server, allocator)) {
      FlightInfo info = client.execute(LARGE, KEY);
      try (FlightStream stream = client.getStream(info.getEndpoints().get(0).getTicket(), KEY);
          Connection avatica = avatica(server);
          Statement statement = avatica.createStatement()) {
        assertThat(stream.next()).isTrue();
        ResultSet open = statement.executeQuery(LARGE);
        assertThat(open.next()).isTrue();

        server.close(); // would throw if a batch were left

        assertThatThrownBy(
                () -> {
                  while (stream.next()) {
                    stream.getRoot().getRowCount();
                  }
                })
            .isInstanceOf(FlightRuntimeException.class);
      } catch (SQLException | RuntimeException e) {
        // closing the statement of a server that is gone
        assertThat(e).hasStackTraceContaining("refused");
      }
    }
  }

  @Test
  void closesTwiceWithoutHarm() {
    StrakeServer server = ServerFixture.start();

    server.close();
    server.close();

    assertThat(server.runningStatements()).isZero();
  }

  @Test
  void refusesToStartWithoutAKeyOrOnAUsedPort() {
    assertThatThrownBy(() -> GatewayOptions.fromEnvironment("model.json", Map.of()))
        .hasMessage("gateway: no API key; set STRAKE_API_KEY or start with --anonymous");
    try (StrakeServer server = ServerFixture.start()) {
      GatewayOptions taken =
          ServerFixture.options(SampleSchemaFactory.MODEL)
              .withAddress("127.0.0.1", 0, server.avaticaPort());
      assertThatThrownBy(() -> StrakeServer.start(taken))
          .isInstanceOfSatisfying(
              StrakeException.class,
              e -> assertThat(e.code()).isEqualTo(ErrorCode.INVALID_CONFIGURATION))
          .hasMessageContaining("cannot listen on 127.0.0.1:" + server.avaticaPort());
    }
  }

  @Test
  void servesEverybodyIfToldTo() throws Exception {
    GatewayOptions options =
        GatewayOptions.of(SampleSchemaFactory.MODEL, Authenticator.anonymous())
            .withAddress("127.0.0.1", 0, 0);
    try (StrakeServer server = StrakeServer.start(options);
        BufferAllocator allocator = new RootAllocator();
        FlightSqlClient client = connect(server, allocator)) {
      assertThat(client.execute("SELECT 1").getEndpoints()).hasSize(1);
    }
  }

  private static void awaitRefusal(FlightSqlClient client) throws InterruptedException {
    for (int attempt = 0; attempt < 500; attempt++) {
      try {
        client.execute("SELECT 1", KEY);
        Thread.sleep(10);
      } catch (FlightRuntimeException e) {
        assertThat(e.status().code()).isEqualTo(FlightStatusCode.UNAVAILABLE);
        assertThat(e).hasMessageContaining("STRAKE-5002 (57P01): gateway: shutting down");
        return;
      }
    }
    throw new AssertionError("the server takes new work while it drains");
  }

  private static FlightSqlClient connect(StrakeServer server, BufferAllocator allocator) {
    return new FlightSqlClient(
        FlightClient.builder(allocator, Location.forGrpcInsecure("127.0.0.1", server.flightPort()))
            .build());
  }

  private static Connection avatica(StrakeServer server) throws SQLException {
    return DriverManager.getConnection(
        "jdbc:avatica:remote:url=%s;serialization=PROTOBUF;authentication=BASIC;avatica_user=x;avatica_password=%s"
            .formatted(server.avaticaUrl(), ServerFixture.KEY));
  }
}
