/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Tests of {@link ShopData}. */
class ShopDataTest {
  private static final ShopScale SMALL = ShopScale.DEMO.dividedBy(100);

  @TempDir Path directory;

  @ParameterizedTest
  @EnumSource(ShopTable.class)
  void givesTheSameBytesOnEveryRun(ShopTable table) throws SQLException, IOException {
    for (String run : List.of("first", "second")) {
      try (ShopData data = ShopData.generate(SMALL)) {
        String query = "SELECT * FROM " + table.tableName() + " ORDER BY ALL";
        data.writeCsv(query, directory.resolve(run + ".csv"));
        data.writeParquet(query, directory.resolve(run + ".parquet"));
      }
    }

    assertThat(directory.resolve("second.csv"))
        .isNotEmptyFile()
        .hasSameBinaryContentAs(directory.resolve("first.csv"));
    assertThat(directory.resolve("second.parquet"))
        .isNotEmptyFile()
        .hasSameBinaryContentAs(directory.resolve("first.parquet"));
  }

  @Test
  void keepsItsValuesFromVersionToVersion() throws SQLException {
    try (ShopData data = ShopData.generate(SMALL)) {
      assertThat(data.rows("SELECT sum(credit) AS s, count(email) AS e FROM customers").get(0))
          .containsEntry("s", new BigDecimal("974894.41"))
          .containsEntry("e", 168L);
      assertThat(
              data.rows(
                      "SELECT count(*) AS n, sum(quantity * price * (1 - discount)) AS revenue"
                          + " FROM line_items")
                  .get(0))
          .containsEntry("n", 11_073L)
          .containsEntry("revenue", new BigDecimal("17343363.2850"));
      assertThat(data.rows("SELECT sum(per_euro) AS rates FROM rates").get(0))
          .containsEntry("rates", new BigDecimal("136327.783558"));
    }
  }

  @Test
  void hasAMillionLineItemsInTheDemonstration() throws SQLException {
    try (ShopData data = ShopData.generate(ShopScale.DEMO)) {
      assertThat(data.rowCount(ShopTable.CUSTOMERS)).isEqualTo(20_000);
      assertThat(data.rowCount(ShopTable.ORDERS)).isEqualTo(250_000);
      assertThat(data.rowCount(ShopTable.PRODUCTS)).isEqualTo(2_000);
      assertThat(data.rowCount(ShopTable.WEB_EVENTS)).isEqualTo(500_000);
      assertThat(data.rowCount(ShopTable.LINE_ITEMS)).isEqualTo(1_125_139);
    }
  }

  @Test
  void refersOnlyToRowsThatExist() throws SQLException {
    try (ShopData data = ShopData.generate(SMALL)) {
      assertThat(data.rows("FROM orders ANTI JOIN customers USING (customer_id)")).isEmpty();
      assertThat(data.rows("FROM line_items ANTI JOIN orders USING (order_id)")).isEmpty();
      assertThat(data.rows("FROM line_items ANTI JOIN products USING (product_id)")).isEmpty();
      assertThat(
              data.rows("FROM line_items AS l ANTI JOIN rates AS r ON r.rate_date = l.ship_date"))
          .isEmpty();
    }
  }
}
