/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.examples;

import io.strake.embedded.EmbeddedS3;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Loader of the files of the shop into a bucket: line items and web events as Parquet, partitioned
 * as Hive does it, and products as CSV.
 */
final class ShopLake {
  /** Name of the bucket. */
  static final String BUCKET = "shop";

  private final ShopData data;
  private final EmbeddedS3 s3;

  ShopLake(ShopData data, EmbeddedS3 s3) {
    this.data = data;
    this.s3 = s3;
  }

  /**
   * Stores the line items by year and month of shipping.
   *
   * @return number of objects
   */
  int loadLineItems() throws SQLException, IOException {
    int objects = 0;
    for (Map<String, @Nullable Object> partition :
        data.rows("SELECT DISTINCT ship_year, ship_month FROM line_items ORDER BY ALL")) {
      String query =
          "SELECT * EXCLUDE (ship_year, ship_month) FROM line_items"
              + " WHERE ship_year = %s AND ship_month = %s ORDER BY order_id, line_no";
      putParquet(
          query.formatted(partition.get("ship_year"), partition.get("ship_month")),
          "line_items/ship_year=%s/ship_month=%s/part-0.parquet"
              .formatted(partition.get("ship_year"), partition.get("ship_month")));
      objects++;
    }
    return objects;
  }

  /**
   * Stores the web events by month.
   *
   * @return number of objects
   */
  int loadWebEvents() throws SQLException, IOException {
    int objects = 0;
    for (Map<String, @Nullable Object> partition :
        data.rows("SELECT DISTINCT event_month FROM web_events ORDER BY ALL")) {
      String query =
          "SELECT * EXCLUDE (event_month) FROM web_events"
              + " WHERE event_month = '%s' ORDER BY event_id";
      putParquet(
          query.formatted(partition.get("event_month")),
          "web_events/event_month=%s/part-0.parquet".formatted(partition.get("event_month")));
      objects++;
    }
    return objects;
  }

  /** Stores the products as one file. */
  void loadProducts() throws SQLException, IOException {
    Path file = Files.createTempFile("strake-shop-", ".csv");
    try {
      data.writeCsv("SELECT * FROM products ORDER BY product_id", file);
      s3.put(BUCKET, "products/products.csv", file);
    } finally {
      Files.delete(file);
    }
  }

  private void putParquet(String query, String key) throws SQLException, IOException {
    Path file = Files.createTempFile("strake-shop-", ".parquet");
    try {
      data.writeParquet(query, file);
      s3.put(BUCKET, key, file);
    } finally {
      Files.delete(file);
    }
  }
}
