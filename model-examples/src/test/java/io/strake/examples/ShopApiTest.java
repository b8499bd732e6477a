/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.examples;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.sql.SQLException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Tests of {@link ShopApi}. */
class ShopApiTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static ShopApi api;

  @BeforeAll
  static void start() throws IOException, SQLException {
    try (ShopData data = ShopData.generate(ShopScale.DEMO.dividedBy(10))) {
      api = ShopApi.start(data);
    }
  }

  @AfterAll
  static void stop() {
    api.close();
  }

  @Test
  void leadsThroughAllPages() throws Exception {
    int rows = 0;
    int pages = 0;
    JsonNode page = get(api.baseUrl() + "/rates");
    while (true) {
      rows += page.get("data").size();
      pages++;
      if (page.get("next").isNull()) {
        break;
      }
      page = get(page.get("next").asText());
    }

    assertThat(rows).isEqualTo(7 * 750);
    assertThat(pages).isEqualTo(11);
  }

  @Test
  void narrowsByEveryParameter() throws Exception {
    JsonNode page = get(api.baseUrl() + "/rates?currency=EUR&rate_date=2025-03-01");

    assertThat(page.get("data")).hasSize(1);
    assertThat(page.get("data").get(0).get("per_euro").decimalValue()).isEqualByComparingTo("1");
    assertThat(page.get("next").isNull()).isTrue();
  }

  @Test
  void keepsParametersOnTheFollowingPages() throws Exception {
    JsonNode first = get(api.baseUrl() + "/rates?currency=CHF");
    JsonNode second = get(first.get("next").asText());

    assertThat(first.get("data")).hasSize(500);
    assertThat(second.get("data"))
        .hasSize(250)
        .allMatch(row -> row.get("currency").asText().equals("CHF"));
    assertThat(second.get("next").isNull()).isTrue();
  }

  @Test
  void refusesWrongToken() throws Exception {
    assertThat(response(api.baseUrl() + "/rates", "wrong").statusCode()).isEqualTo(401);
  }

  @Test
  void refusesUnknownParameter() throws Exception {
    HttpResponse<String> response = response(api.baseUrl() + "/ratings?stars=5", api.token());

    assertThat(response.statusCode()).isEqualTo(400);
    assertThat(response.body()).contains("no parameter stars");
  }

  private static JsonNode get(String url) throws IOException, InterruptedException {
    HttpResponse<String> response = response(url, api.token());
    assertThat(response.statusCode()).isEqualTo(200);
    return JSON.readTree(response.body());
  }

  private static HttpResponse<String> response(String url, String token)
      throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(url)).header("Authorization", "Bearer " + token).build();
    return HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
  }
}
