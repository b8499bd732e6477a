/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RestSourceTest {
  private static final String FLIGHT = "jdbc:arrow-flight-sql://%s/?useEncryption=false&token=%s";
  private static final String AVATICA =
      "jdbc:avatica:remote:url=%s;serialization=PROTOBUF;authentication=BASIC;avatica_user=x;avatica_password=%s";

  private HttpServer api;
  private StrakeServer server;

  @BeforeEach
  void start() throws IOException {
    api = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    api.createContext(
        "/orders",
        exchange -> {
          byte[] body =
              "[{\"id\":1,\"status\":\"paid\"},{\"id\":2,\"status\":\"open\"},{\"id\":3,\"status\":null}]"
                  .getBytes(StandardCharsets.UTF_8);
          exchange.getResponseHeaders().add("Content-Type", "application/json");
          exchange.sendResponseHeaders(200, body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
    api.start();
    server = StrakeServer.start(ServerFixture.options(model()));
  }

  @AfterEach
  void stop() throws InterruptedException {
    assertThat(ServerFixture.becomesIdle(server)).isTrue();
    server.close();
    api.stop(0);
  }

  @ParameterizedTest
  @ValueSource(strings = {FLIGHT, AVATICA})
  void joinsASourceWithCalcitesTables(String url) throws SQLException {
    List<String> rows = new ArrayList<>();
    try (Connection connection = connect(url);
        Statement statement = connection.createStatement();
        ResultSet result =
            statement.executeQuery(
                "SELECT o.id, o.status, n.label FROM shop.orders o"
                    + " JOIN sample.numbers n ON n.n = o.id ORDER BY o.id")) {
      while (result.next()) {
        rows.add(result.getLong(1) + " " + result.getString(2) + " " + result.getString(3));
      }
    }
    assertThat(rows)
        .containsExactly(
            "1 paid label of number 1", "2 open label of number 2", "3 null label of number 3");
  }

  @ParameterizedTest
  @ValueSource(strings = {FLIGHT, AVATICA})
  void saysWhichSourceIsDownAndServesTheOthers(String url) throws SQLException {
    api.stop(0);

    try (Connection connection = connect(url);
        Statement statement = connection.createStatement()) {
      assertThatThrownBy(() -> count(statement, "SELECT id FROM shop.orders"))
          .hasStackTraceContaining("STRAKE-1001 (08001): rest source 'shop'");
      assertThat(count(statement, "SELECT flag FROM sample.types")).isEqualTo(2);
    }
  }

  @Test
  void listsTheTablesOfTheSource() throws SQLException {
    try (Connection connection = connect(FLIGHT);
        ResultSet tables = connection.getMetaData().getTables(null, "shop", "%", null)) {
      assertThat(tables.next()).isTrue();
      assertThat(tables.getString("TABLE_NAME")).isEqualTo("orders");
    }
    assertThat(server.sourceStatuses()).hasSize(2);
  }

  private static int count(Statement statement, String sql) throws SQLException {
    int rows = 0;
    try (ResultSet result = statement.executeQuery(sql)) {
      while (result.next()) {
        rows++;
      }
    }
    return rows;
  }

  private Connection connect(String url) throws SQLException {
    String address = url.equals(FLIGHT) ? "127.0.0.1:" + server.flightPort() : server.avaticaUrl();
    return DriverManager.getConnection(url.formatted(address, ServerFixture.KEY));
  }

  private String model() {
    return """
        inline:{"version": "1.0", "schemas": [
          {"name": "sample", "type": "custom", "factory": "%s", "operand": {}},
          {"name": "shop", "type": "custom", "factory": "io.strake.rest.RestSchemaFactory",
           "operand": {"baseUrl": "http://127.0.0.1:%d", "allowPrivateAddresses": true,
             "endpoints": [{"name": "orders", "path": "/orders",
               "columns": [{"name": "id", "type": "BIGINT"},
                           {"name": "status", "type": "VARCHAR"}]}]}}]}
        """
        .formatted(SampleSchemaFactory.class.getName(), api.getAddress().getPort());
  }
}
