/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.examples;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.strake.engine.Catalog.TableInfo;
import io.strake.engine.EngineOptions;
import io.strake.engine.FederationEngine;
import io.strake.engine.SourceRegistry.SourceStatus;
import java.io.IOException;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Tests of the files in {@code models}. */
class ModelExamplesTest {
  private static final ShopScale SCALE = ShopScale.DEMO.dividedBy(100);
  private static Shop shop;

  @BeforeAll
  static void start() throws IOException, SQLException {
    shop = Shop.start(SCALE, line -> {});
  }

  @AfterAll
  static void stop() {
    shop.close();
  }

  @ParameterizedTest
  @CsvSource({
    "postgres, crm, customers orders",
    "s3, lake, line_items products web_events",
    "rest, market, rates ratings"
  })
  void loadsAndShowsItsTables(String model, String schema, String tables) {
    try (FederationEngine engine = open(model)) {
      assertThat(engine.sources().statuses())
          .singleElement()
          .returns(schema, SourceStatus::name)
          .returns(model, SourceStatus::kind)
          .returns(true, SourceStatus::available);
      assertThat(engine.catalog().tables(schema))
          .extracting(TableInfo::name)
          .containsExactly(tables.split(" "));
    }
  }

  @Test
  void loadsAllSourcesTogether() {
    try (FederationEngine engine = open("shop")) {
      assertThat(engine.sources().statuses())
          .extracting(SourceStatus::name)
          .containsExactly("crm", "lake", "market");
      assertThat(engine.sources().statuses()).allMatch(SourceStatus::available);
    }
  }

  @Test
  void repeatsTheSingleSourcesInTheWholeShop() throws IOException {
    List<JsonNode> whole = schemas("shop");

    assertThat(whole)
        .containsExactly(schemas("postgres").get(0), schemas("s3").get(0), schemas("rest").get(0));
  }

  @ParameterizedTest
  @CsvSource({"postgres", "s3", "rest", "shop"})
  void holdsNoSecretAndNoAddress(String model) {
    String text = Resources.text("/models/" + model + ".json");

    assertThat(text).doesNotContain("127.0.0.1", "localhost");
    assertThat(shop.variables().entrySet())
        .filteredOn(variable -> variable.getKey().matches(".*_(PASSWORD|KEY|TOKEN|URL|ENDPOINT)"))
        .hasSize(7)
        .noneMatch(variable -> text.contains(variable.getValue()));
    assertThat(shop.model(model)).doesNotContain("${env:");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "postgres; SELECT COUNT(*), SUM(customer_id) FROM crm.orders WHERE status = 'new'",
        "s3; SELECT COUNT(*), SUM(quantity) FROM lake.line_items WHERE ship_year = 2025",
        "s3; SELECT COUNT(*), SUM(list_price) FROM lake.products WHERE category = 'Office'",
        "rest; SELECT COUNT(*), SUM(stars) FROM market.ratings WHERE category = 'Office'"
      })
  void servesStockCalcite(String model, String sql) throws SQLException {
    Properties properties = new Properties();
    properties.setProperty("model", "inline:" + shop.model(model));
    properties.setProperty("lex", "JAVA");
    try (Connection connection = DriverManager.getConnection("jdbc:calcite:", properties);
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      List<BigDecimal> expected = expectedNumbers(sql);
      assertThat(expected.get(0)).isPositive();
      assertThat(rows.next()).isTrue();
      assertThat(rows.getBigDecimal(1)).isEqualByComparingTo(expected.get(0));
      assertThat(rows.getBigDecimal(2)).isEqualByComparingTo(expected.get(1));
      assertThat(rows.next()).isFalse();
    }
  }

  /** Computes two numbers from the data themselves, where tables have no schema. */
  private static List<BigDecimal> expectedNumbers(String sql) throws SQLException {
    try (ShopData data = ShopData.generate(SCALE)) {
      return data.rows(sql.replaceFirst("FROM \\w+\\.", "FROM ")).get(0).values().stream()
          .map(value -> new BigDecimal(String.valueOf(value)))
          .toList();
    }
  }

  private static FederationEngine open(String model) {
    return FederationEngine.open(EngineOptions.of("inline:" + shop.model(model)));
  }

  private static List<JsonNode> schemas(String model) throws IOException {
    List<JsonNode> schemas = new ArrayList<>();
    new ObjectMapper()
        .readTree(Resources.text("/models/" + model + ".json"))
        .get("schemas")
        .forEach(schemas::add);
    return schemas;
  }
}
