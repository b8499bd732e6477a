/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.strake.planner.ErrorCode;
import io.strake.planner.StrakeException;
import io.strake.rest.testing.Reading;
import io.strake.rest.testing.TestApi;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Every way along the pages of an endpoint, against a server that has 25 items. */
final class PaginationTest {
  private static final int ITEMS = 25;

  private final TestApi api = new TestApi();

  @AfterEach
  void stop() {
    api.close();
  }

  @Test
  void readsNumberedPagesUntilAnEmptyOne() {
    serveNumbered("page", "size");

    assertThat(ids("{'type':'page','sizeParameter':'size','pageSize':10}")).isEqualTo(all());
    assertThat(queries("page")).containsExactly("1", "2", "3", "4");
    assertThat(queries("size")).containsOnly("10");
  }

  @Test
  void endsAtAShortPageIfTheModelSaysSo() {
    serveNumbered("page", "size");

    assertThat(ids("{'type':'page','sizeParameter':'size','pageSize':10,'lastPage':'short'}"))
        .isEqualTo(all());
    assertThat(queries("page")).containsExactly("1", "2", "3");
  }

  @Test
  void readsOnIfTheServerHasASmallerPageSizeThanAskedFor() {
    api.on(
        "/items",
        (request, exchange) -> {
          int offset = Integer.parseInt(request.query().get("offset"));
          TestApi.send(exchange, 200, page(offset, 4, ""));
        });

    assertThat(ids("{'type':'offset','pageSize':10}")).isEqualTo(all());
    assertThat(queries("offset")).containsExactly("0", "4", "8", "12", "16", "20", "24", "25");
    assertThat(queries("limit")).containsOnly("10");
  }

  @Test
  void followsCursors() {
    api.on(
        "/items",
        (request, exchange) -> {
          int from = Integer.parseInt(request.query().getOrDefault("after", "0"));
          String next = from + 10 < ITEMS ? "\"" + (from + 10) + "\"" : "null";
          TestApi.send(exchange, 200, page(from, 10, ", \"meta\": {\"next\": " + next + "}"));
        });

    assertThat(ids("{'type':'cursor','parameter':'after','pointer':'/meta/next'}"))
        .isEqualTo(all());
    assertThat(queries("after")).containsExactly("none", "10", "20");
  }

  @Test
  void findsTheCursorBeforeTheRows() {
    api.on(
        "/items",
        (request, exchange) ->
            TestApi.send(
                exchange,
                200,
                request.query().containsKey("cursor")
                    ? "{\"data\": [{\"id\": 2}]}"
                    : "{\"next\": 7, \"ignored\": {\"data\": [1]}, \"data\": [{\"id\": 1}]}"));

    assertThat(ids("{'type':'cursor','pointer':'/next'}")).containsExactly(1L, 2L);
    assertThat(queries("cursor")).containsExactly("none", "7");
  }

  @Test
  void followsNextUrlsAndKeepsTheirQuery() {
    api.on(
        "/items",
        (request, exchange) -> {
          int from = Integer.parseInt(request.query().getOrDefault("from", "0"));
          String next = from + 10 < ITEMS ? "\"/items?state=x&from=" + (from + 10) + "\"" : "null";
          TestApi.send(exchange, 200, page(from, 10, ", \"next\": " + next));
        });

    assertThat(ids("{'type':'next','pointer':'/next'}")).isEqualTo(all());
    assertThat(queries("state")).containsExactly("none", "x", "x");
  }

  @Test
  void followsLinkHeaders() {
    api.on(
        "/items",
        (request, exchange) -> {
          int from = Integer.parseInt(request.query().getOrDefault("from", "0"));
          if (from + 10 < ITEMS) {
            exchange
                .getResponseHeaders()
                .add(
                    "Link",
                    "<%s/items?from=0>; rel=first, <%s/items?from=%d>; title=\"a, b\"; rel=\"next\""
                        .formatted(api.url(), api.url(), from + 10));
          }
          TestApi.send(exchange, 200, page(from, 10, ""));
        });

    assertThat(ids("{'type':'link'}")).isEqualTo(all());
    assertThat(queries("from")).containsExactly("none", "10", "20");
  }

  @Test
  void refusesANextUrlOfAnotherOriginBeforeAnyRequestToIt() {
    try (TestApi other = new TestApi()) {
      other.json("/", "{\"data\": []}");
      api.json(
          "/items", "{\"data\": [{\"id\": 1}], \"next\": \"" + other.url() + "/items?key=x\"}");

      assertThatThrownBy(() -> ids("{'type':'next','pointer':'/next'}"))
          .isInstanceOf(StrakeException.class)
          .hasMessageContaining("leads to another origin, " + other.url())
          .hasMessageNotContaining("key=x")
          .extracting(e -> ((StrakeException) e).code())
          .isEqualTo(ErrorCode.SOURCE_FAILED);
      assertThat(other.requests()).isEmpty();
    }
  }

  @Test
  void failsOnARepeatedCursorAndARepeatedUrl() {
    api.json("/items", "{\"data\": [{\"id\": 1}], \"next\": \"/items?again\"}");

    assertThatThrownBy(() -> ids("{'type':'cursor','pointer':'/next'}"))
        .isInstanceOf(StrakeException.class)
        .hasMessageContaining("runs in a loop");
    assertThatThrownBy(() -> ids("{'type':'next','pointer':'/next'}"))
        .isInstanceOf(StrakeException.class)
        .hasMessageContaining("runs in a loop");
  }

  @Test
  void failsRatherThanStopsAtTheLimitOfPages() {
    api.json("/items", "{\"data\": [{\"id\": 1}]}");

    assertThatThrownBy(() -> ids("{'type':'page','maxPages':3}"))
        .isInstanceOf(StrakeException.class)
        .hasMessage(
            "rest source 'test': endpoint 'items' has more than 3 pages; narrow the query or raise"
                + " 'maxPages'")
        .extracting(e -> ((StrakeException) e).code())
        .isEqualTo(ErrorCode.LIMIT_EXCEEDED);
    assertThat(api.requests()).hasSize(3);
  }

  @Test
  void asksForNoPageBeyondTheLimitOfRows() {
    serveNumbered("page", "size");
    RestOptions options =
        Reading.items(api, json("{'type':'page','sizeParameter':'size','pageSize':10}"));

    assertThat(Reading.rows(options, request -> request.withLimit(10))).hasSize(10);
    assertThat(api.requests()).hasSize(1);
    assertThat(Reading.rows(options, request -> request.withLimit(0))).isEmpty();
    assertThat(api.requests()).hasSize(1);
  }

  private void serveNumbered(String pageParameter, String sizeParameter) {
    api.on(
        "/items",
        (request, exchange) -> {
          int size = Integer.parseInt(request.query().get(sizeParameter));
          int number = Integer.parseInt(request.query().get(pageParameter));
          TestApi.send(exchange, 200, page((number - 1) * size, size, ""));
        });
  }

  private static String page(int from, int size, String more) {
    return LongStream.range(from, Math.min(ITEMS, from + size))
        .mapToObj(id -> "{\"id\": " + id + "}")
        .collect(Collectors.joining(", ", "{\"data\": [", "]" + more + "}"));
  }

  private List<Object> ids(String pagination) {
    return Reading.rows(Reading.items(api, json(pagination))).stream()
        .map(row -> row.get(0))
        .toList();
  }

  private List<String> queries(String name) {
    return api.requests().stream()
        .map(request -> request.query().getOrDefault(name, "none"))
        .toList();
  }

  private static List<Object> all() {
    return LongStream.range(0, ITEMS).<Object>mapToObj(id -> id).toList();
  }

  private static String json(String text) {
    return text.replace('\'', '"');
  }
}
