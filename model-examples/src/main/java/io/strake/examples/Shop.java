/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.examples;

import io.strake.embedded.EmbeddedPostgres;
import io.strake.embedded.EmbeddedS3;
import java.io.IOException;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;

/**
 * The running shop: PostgreSQL, an S3-compatible store and a REST service in this process, loaded
 * with data.
 *
 * <p>Everything listens on the loopback interface only, with credentials of its own. Closing stops
 * the servers and deletes their data. Thread-safe after the start.
 */
public final class Shop implements AutoCloseable {
  private static final String DATABASE = "shop";
  private static final String READER = "shop_reader";

  private final Map<String, String> variables = new LinkedHashMap<>();
  private final Deque<AutoCloseable> started = new ArrayDeque<>();

  private Shop() {}

  /**
   * Starts the servers and loads them.
   *
   * @param progress takes one line per step
   * @throws IOException if a server does not start or a temporary file cannot be written
   * @throws SQLException if the data cannot be loaded
   */
  public static Shop start(ShopScale scale, Consumer<String> progress)
      throws IOException, SQLException {
    return start(scale, progress, data -> {});
  }

  /** Starts the shop and shows its data to {@code visitor} before they are dropped. */
  static Shop start(ShopScale scale, Consumer<String> progress, Visitor visitor)
      throws IOException, SQLException {
    Shop shop = new Shop();
    ShopProgress steps = new ShopProgress(progress);
    try (ShopData data = ShopData.generate(scale)) {
      steps.done("computed the rows", totalRows(data));
      shop.startPostgres(data, steps);
      shop.startS3(data, steps);
      shop.startApi(data, steps);
      visitor.visit(data);
      return shop;
    } catch (IOException | SQLException | RuntimeException e) {
      shop.close();
      throw e;
    }
  }

  /**
   * Returns the variables that the models of this module refer to, with the addresses and
   * credentials of the running servers.
   */
  public Map<String, String> variables() {
    return Map.copyOf(variables);
  }

  /**
   * Returns the text of a model of this module with the variables filled in.
   *
   * @param name name of the file in {@code models} without its ending
   */
  public String model(String name) {
    String text = Resources.text("/models/" + name + ".json");
    for (Map.Entry<String, String> variable : variables.entrySet()) {
      text = text.replace("${env:" + variable.getKey() + "}", variable.getValue());
    }
    return text;
  }

  @Override
  public void close() {
    RuntimeException failure = null;
    while (!started.isEmpty()) {
      try {
        started.pop().close();
      } catch (Exception e) {
        failure = failure == null ? new IllegalStateException("the shop did not stop", e) : failure;
      }
    }
    if (failure != null) {
      throw failure;
    }
  }

  private void startPostgres(ShopData data, ShopProgress steps) throws IOException, SQLException {
    EmbeddedPostgres postgres = EmbeddedPostgres.start();
    started.push(postgres);
    postgres.createDatabase(DATABASE);
    steps.done("started PostgreSQL at 127.0.0.1:" + postgres.port());
    String password = randomSecret();
    try (Connection connection = postgres.connect(DATABASE)) {
      ShopPostgres loader = new ShopPostgres(data, connection);
      steps.done("copied customers into PostgreSQL", loader.load(ShopTable.CUSTOMERS));
      steps.done("copied orders into PostgreSQL", loader.load(ShopTable.ORDERS));
      loader.finish();
      allowReading(connection, password);
    }
    variables.put("SHOP_POSTGRES_URL", postgres.jdbcUrl(DATABASE));
    variables.put("SHOP_POSTGRES_USER", READER);
    variables.put("SHOP_POSTGRES_PASSWORD", password);
  }

  private void startS3(ShopData data, ShopProgress steps) throws IOException, SQLException {
    EmbeddedS3 s3 = EmbeddedS3.start();
    started.push(s3);
    s3.createBucket(ShopLake.BUCKET);
    steps.done("started an S3-compatible store at " + s3.endpoint());
    ShopLake loader = new ShopLake(data, s3);
    int lineItems = loader.loadLineItems();
    steps.done(
        "stored line items, %d Parquet objects".formatted(lineItems),
        data.rowCount(ShopTable.LINE_ITEMS));
    int webEvents = loader.loadWebEvents();
    steps.done(
        "stored web events, %d Parquet objects".formatted(webEvents),
        data.rowCount(ShopTable.WEB_EVENTS));
    loader.loadProducts();
    steps.done("stored products, one CSV object", data.rowCount(ShopTable.PRODUCTS));
    variables.put("SHOP_S3_ENDPOINT", s3.endpoint());
    variables.put("SHOP_S3_BUCKET", ShopLake.BUCKET);
    variables.put("SHOP_S3_ACCESS_KEY", s3.accessKey());
    variables.put("SHOP_S3_SECRET_KEY", s3.secretKey());
  }

  private void startApi(ShopData data, ShopProgress steps) throws IOException, SQLException {
    ShopApi api = ShopApi.start(data);
    started.push(api);
    steps.done(
        "started the REST service at " + api.baseUrl(),
        data.rowCount(ShopTable.RATES) + data.rowCount(ShopTable.RATINGS));
    variables.put("SHOP_API_URL", api.baseUrl());
    variables.put("SHOP_API_TOKEN", api.token());
  }

  private static void allowReading(Connection connection, String password) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute("CREATE ROLE " + READER + " LOGIN PASSWORD '" + password + "'");
      statement.execute("GRANT USAGE ON SCHEMA crm TO " + READER);
      statement.execute("GRANT SELECT ON ALL TABLES IN SCHEMA crm TO " + READER);
    }
  }

  private static long totalRows(ShopData data) throws SQLException {
    long rows = 0;
    for (ShopTable table : ShopTable.values()) {
      rows += data.rowCount(table);
    }
    return rows;
  }

  private static String randomSecret() {
    byte[] secret = new byte[16];
    new SecureRandom().nextBytes(secret);
    return HexFormat.of().formatHex(secret);
  }

  /** Somebody who needs the rows themselves. */
  @FunctionalInterface
  interface Visitor {
    /** Looks at the data, which are closed afterwards. */
    void visit(ShopData data) throws IOException, SQLException;
  }
}
