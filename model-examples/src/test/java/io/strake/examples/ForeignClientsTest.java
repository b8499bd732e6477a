/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.examples;

import static org.assertj.core.api.Assertions.assertThat;

import io.strake.gateway.StrakeServer;
import io.strake.gateway.auth.Authenticator;
import io.strake.gateway.config.GatewayOptions;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.arrow.adbc.core.AdbcConnection;
import org.apache.arrow.adbc.core.AdbcDatabase;
import org.apache.arrow.adbc.core.AdbcDriver;
import org.apache.arrow.adbc.core.AdbcStatement;
import org.apache.arrow.adbc.driver.flightsql.FlightSqlDriver;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.ipc.ArrowReader;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Tests of clients that are not ours: each joins PostgreSQL, S3 and the REST service through a
 * server that asks for a key, and gets the rows that {@code jdbc:strake:} gets; and what that
 * driver says of the tables.
 */
class ForeignClientsTest {
  private static final String KEY = "a-key-for-these-tests";
  private static final String SQL =
      """
      SELECT c.country, COUNT(*) AS line_count, SUM(l.quantity * l.price) AS revenue,
        MAX(r.reviews) AS reviews
      FROM crm.customers AS c
      JOIN crm.orders AS o ON o.customer_id = c.customer_id
      JOIN lake.line_items AS l ON l.order_id = o.order_id
      JOIN market.ratings AS r ON r.product_id = l.product_id
      WHERE l.ship_year = 2025
      GROUP BY c.country
      ORDER BY c.country
      """;

  private static final Deque<AutoCloseable> OPENED = new ArrayDeque<>();
  private static String model;
  private static StrakeServer server;
  private static List<List<@Nullable Object>> expected;

  @BeforeAll
  static void start() throws Exception {
    Shop shop = keep(Shop.start(new ShopScale(1_000, 12_000, 100, 20_000), line -> {}));
    model = keep(DemoFiles.write(shop)).model().toString();
    server =
        keep(
            StrakeServer.start(
                GatewayOptions.of(model, Authenticator.ofKeys(Map.of("tester", KEY)))
                    .withAddress("127.0.0.1", 0, 0)));
    expected = rows("jdbc:strake:model=" + model);
    assertThat(expected).hasSizeGreaterThan(3);
  }

  @AfterAll
  static void stop() throws Exception {
    while (!OPENED.isEmpty()) {
      OPENED.pop().close();
    }
  }

  @Test
  void flightSqlJdbcDriverJoinsAllSources() throws Exception {
    assertThat(
            rows(
                "jdbc:arrow-flight-sql://127.0.0.1:%d/?useEncryption=false&token=%s"
                    .formatted(server.flightPort(), KEY)))
        .isEqualTo(expected);
  }

  @Test
  void avaticaDriverJoinsAllSources() throws Exception {
    for (String serialization : List.of("protobuf", "json")) {
      String url =
          "jdbc:avatica:remote:url=%s;serialization=%s;authentication=BASIC;"
              .formatted(server.avaticaUrl(), serialization);

      assertThat(rows(url + "avatica_user=tester;avatica_password=" + KEY))
          .as(serialization)
          .isEqualTo(expected);
    }
  }

  @Test
  void adbcDriverJoinsAllSources() throws Exception {
    Map<String, Object> parameters = new HashMap<>();
    AdbcDriver.PARAM_URI.set(parameters, server.flightUrl().replace("grpc://", "grpc+tcp://"));
    AdbcDriver.PARAM_USERNAME.set(parameters, "tester");
    AdbcDriver.PARAM_PASSWORD.set(parameters, KEY);
    // Left open, because the driver closes its client after its allocator, on another thread
    BufferAllocator allocator = new RootAllocator();
    AdbcDatabase database = new FlightSqlDriver(allocator).open(parameters);
    AdbcConnection connection = database.connect();
    try (AdbcStatement statement = connection.createStatement()) {
      statement.setSqlQuery(SQL);
      try (AdbcStatement.QueryResult result = statement.executeQuery()) {
        assertThat(rows(result.getReader())).isEqualTo(expected);
      }
    }
    assertThat(allocator.getAllocatedMemory()).isZero();
  }

  @Test
  void metadataOfTheEmbeddedDriverListsTablesAndColumns() throws Exception {
    try (Connection connection = DriverManager.getConnection("jdbc:strake:model=" + model)) {
      DatabaseMetaData metadata = connection.getMetaData();
      assertThat(column(metadata.getSchemas(), "TABLE_SCHEM")).contains("crm", "lake", "market");
      assertThat(column(metadata.getTables(null, "crm", "%", null), "TABLE_NAME"))
          .containsExactlyInAnyOrder("customers", "orders");
      assertThat(column(metadata.getColumns(null, "lake", "products", "%"), "COLUMN_NAME"))
          .containsExactly("product_id", "name", "category", "list_price");
      assertThat(column(metadata.getColumns(null, "lake", "products", "list%"), "DECIMAL_DIGITS"))
          .containsExactly("2");
    }
  }

  private static List<String> column(ResultSet rows, String label) throws SQLException {
    List<String> values = new ArrayList<>();
    try (rows) {
      while (rows.next()) {
        values.add(rows.getString(label));
      }
    }
    return values;
  }

  private static List<List<@Nullable Object>> rows(String url) throws Exception {
    try (QueryClient client = new JdbcQueryClient(url, DriverManager.getConnection(url))) {
      return client.run(SQL).rows();
    }
  }

  private static List<List<@Nullable Object>> rows(ArrowReader reader) throws Exception {
    List<List<@Nullable Object>> rows = new ArrayList<>();
    while (reader.loadNextBatch()) {
      for (int row = 0; row < reader.getVectorSchemaRoot().getRowCount(); row++) {
        List<@Nullable Object> values = new ArrayList<>();
        for (FieldVector column : reader.getVectorSchemaRoot().getFieldVectors()) {
          values.add(ClientValues.of(column, row));
        }
        rows.add(values);
      }
    }
    return rows;
  }

  private static <T extends AutoCloseable> T keep(T resource) {
    OPENED.push(resource);
    return resource;
  }
}
