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
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Tests of the files in {@code models}. */
class ModelExamplesTest {
  private static Shop shop;

  @BeforeAll
  static void start() throws IOException, SQLException {
    shop = Shop.start(ShopScale.DEMO.dividedBy(100), line -> {});
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
        .hasSize(6)
        .noneMatch(variable -> text.contains(variable.getValue()));
    assertThat(shop.model(model)).doesNotContain("${env:");
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
