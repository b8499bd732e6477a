/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.strake.planner.ErrorCode;
import io.strake.planner.StrakeException;
import io.strake.rest.testing.TestApi;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The adapter under stock Calcite: what reaches the server, and that the rows are right. */
final class RestCalciteTest {
  private static final String COLUMNS =
      """
      "columns": [
        {"name": "id", "type": "BIGINT", "nullable": false},
        {"name": "status", "type": "VARCHAR"},
        {"name": "amount", "type": "DECIMAL(12,2)"},
        {"name": "paid", "type": "BOOLEAN"},
        {"name": "day", "type": "DATE"},
        {"name": "city", "type": "VARCHAR", "pointer": "/address/city"}]
      """;

  private static final String PARAMETERS =
      """
      "parameters": [
        {"column": "id"}, {"column": "status", "mode": "%1$s"}, {"column": "amount"},
        {"column": "paid", "mode": "%1$s"}, {"column": "day"}]
      """;

  private final List<Map<String, Object>> data = data();
  private final TestApi api = new TestApi();

  @BeforeEach
  void serve() {
    api.on("/filtering", (request, exchange) -> TestApi.send(exchange, 200, json(request.query())));
    api.on("/ignoring", (request, exchange) -> TestApi.send(exchange, 200, json(Map.of())));
    api.on(
        "/owners",
        (request, exchange) ->
            TestApi.send(
                exchange,
                200,
                request.path().endsWith("/a%2Fb/repos")
                    ? "[{\"name\": \"one\"}]"
                    : "[{\"name\": \"two\"}, {\"name\": \"three\"}]"));
  }

  @AfterEach
  void stop() {
    api.close();
  }

  @Test
  void showsTheRequestWithItsPushedParameter() throws SQLException {
    String plan =
        rows("explain plan for select id from exact_orders where status = 'a b'").get(0).toString();

    assertThat(plan)
        .contains("request=[GET /filtering?fixed=*&status=a+b], columns=[[id]]")
        .contains("ArrowToEnumerableConverter")
        .doesNotContain("Filter")
        .doesNotContain("Calc");
    assertThat(api.requests()).isEmpty();
  }

  @Test
  void sendsAnExactFilterAndReturnsItsRows() throws SQLException {
    assertThat(rows("select id, city from exact_orders where status = 'a b'"))
        .isEqualTo(expected("status", "a b", "id", "city"));
    assertThat(api.requests()).hasSize(1);
    assertThat(api.requests().get(0).query())
        .isEqualTo(Map.of("fixed", "secret-value", "status", "a b"));
  }

  @Test
  void checksAgainWhatAnApiMayIgnore() throws SQLException {
    assertThat(rows("select id, city from ignoring_orders where status = 'a b'"))
        .isEqualTo(expected("status", "a b", "id", "city"))
        .isNotEmpty();
    assertThat(api.requests()).hasSize(1);
    assertThat(api.requests().get(0).query()).containsEntry("status", "a b");
  }

  @Test
  void asksOncePerValueOfAListOfAnExactParameter() throws SQLException {
    assertThat(
            rows("select id from exact_orders where status in ('a b', 'c', 'c') order by id")
                .size())
        .isEqualTo(expected("status", "a b", "id").size() + expected("status", "c", "id").size());
    assertThat(api.requests().stream().map(r -> r.query().get("status")))
        .containsExactlyInAnyOrder("a b", "c");
  }

  @Test
  void doesNotSplitAListOverAParameterThatAnApiMayIgnore() throws SQLException {
    assertThat(rows("select id from ignoring_orders where status in ('a b', 'c')").size())
        .isEqualTo(expected("status", "a b", "id").size() + expected("status", "c", "id").size());
    assertThat(api.requests()).hasSize(1);
  }

  @Test
  void stopsEarlyOnlyIfNoFilterIsLeft() throws SQLException {
    assertThat(plan("select id from exact_orders where status = 'c' limit 3"))
        .contains("limit=[3]");
    assertThat(plan("select id from ignoring_orders where status = 'c' limit 3"))
        .doesNotContain("limit=[");
    assertThat(rows("select id from exact_orders limit 3 offset 1")).hasSize(3);
    assertThat(rows("select id from ignoring_orders where status = 'c' limit 3")).hasSize(3);
  }

  @Test
  void countsRowsWithoutColumns() throws SQLException {
    assertThat(rows("select count(*) from exact_orders"))
        .containsExactly(List.of((long) data.size()));
  }

  @Test
  void putsARequiredParameterIntoThePathAndIntoItsColumn() throws SQLException {
    assertThat(rows("select owner, name from repos where owner = 'a/b'"))
        .containsExactly(List.of("a/b", "one"));
    assertThat(api.requests()).hasSize(1);
    assertThat(api.requests().get(0).path()).isEqualTo("/owners/a%2Fb/repos");

    assertThat(rows("select owner, name from repos where owner in ('a/b', 'c') order by name"))
        .containsExactly(List.of("a/b", "one"), List.of("c", "three"), List.of("c", "two"));
  }

  @Test
  void namesTheMissingParameterBeforeAnyRequest() {
    assertThatThrownBy(() -> rows("select * from repos"))
        .satisfies(
            e -> {
              StrakeException found = StrakeException.findIn(e).orElseThrow();
              assertThat(found.code()).isEqualTo(ErrorCode.CANNOT_PLAN);
              assertThat(found)
                  .hasMessage(
                      "rest source 'api': table 'repos' cannot be read without a value of column"
                          + " 'owner'; add \"owner\" = <value> to the WHERE of the query");
            });
    assertThatThrownBy(() -> rows("select * from repos where owner = '..'"))
        .satisfies(
            e ->
                assertThat(StrakeException.findIn(e).orElseThrow().code())
                    .isEqualTo(ErrorCode.CANNOT_PLAN));
    assertThat(api.requests()).isEmpty();
  }

  @Test
  void answersTheSameWhetherPushedOrLocal() throws SQLException {
    Random random = new Random(20261123);
    for (int i = 0; i < 60; i++) {
      String where =
          IntStream.rangeClosed(0, random.nextInt(3))
              .mapToObj(n -> predicate(random))
              .collect(Collectors.joining(random.nextInt(4) == 0 ? " or " : " and "));
      String sql = "select id, amount, city from %s where " + where + " order by id";

      List<List<Object>> local = rows(sql.formatted("plain_orders"));

      assertThat(rows(sql.formatted("exact_orders"))).as(where).isEqualTo(local);
      assertThat(rows(sql.formatted("ignoring_orders"))).as(where).isEqualTo(local);
    }
    assertThat(api.requests()).anyMatch(r -> r.query().containsKey("amount"));
    assertThat(api.requests()).anyMatch(r -> r.query().containsKey("day"));
    assertThat(api.requests()).anyMatch(r -> "false".equals(r.query().get("paid")));
  }

  private static String predicate(Random random) {
    return switch (random.nextInt(7)) {
      case 0 -> "id = " + random.nextInt(60);
      case 1 -> "status = '" + List.of("a b", "c", "d&e=f", "ü").get(random.nextInt(4)) + "'";
      case 2 -> "amount = " + random.nextInt(5) + List.of("", ".5", ".50").get(random.nextInt(3));
      case 3 -> random.nextBoolean() ? "paid" : "not paid";
      case 4 -> "`day` = date '2026-01-0" + (1 + random.nextInt(9)) + "'";
      case 5 -> "status in ('c', 'a b')";
      default -> "city = 'x" + random.nextInt(3) + "'";
    };
  }

  private static List<Map<String, Object>> data() {
    Random random = new Random(7);
    List<Map<String, Object>> rows = new ArrayList<>();
    for (int id = 0; id < 50; id++) {
      Map<String, Object> row = new HashMap<>();
      row.put("id", id);
      row.put("status", random.nextInt(6) == 0 ? null : List.of("a b", "c", "d&e=f").get(id % 3));
      row.put("amount", random.nextInt(5) + (random.nextBoolean() ? ".5" : ""));
      row.put("paid", random.nextInt(4) == 0 ? null : random.nextBoolean());
      row.put("day", "2026-01-0" + (1 + random.nextInt(9)));
      row.put("city", "x" + random.nextInt(3));
      rows.add(row);
    }
    return rows;
  }

  /** The rows that match all parameters, as the API would answer. */
  private String json(Map<String, String> query) {
    return data.stream()
        .filter(
            row ->
                query.entrySet().stream()
                    .allMatch(
                        e ->
                            e.getKey().equals("fixed")
                                || e.getValue().equals(String.valueOf(row.get(e.getKey())))))
        .map(
            row ->
                "{\"id\": %s, \"status\": %s, \"amount\": %s, \"paid\": %s, \"day\": %s, \"address\": {\"zip\": [1], \"city\": %s}}"
                    .formatted(
                        row.get("id"),
                        quoted(row.get("status")),
                        row.get("amount"),
                        row.get("paid"),
                        quoted(row.get("day")),
                        quoted(row.get("city"))))
        .collect(Collectors.joining(",", "{\"data\": [", "]}"));
  }

  private static String quoted(Object value) {
    return value == null ? "null" : '"' + value.toString() + '"';
  }

  private List<List<Object>> expected(String column, String value, String... columns) {
    return data.stream()
        .filter(row -> value.equals(row.get(column)))
        .map(
            row ->
                java.util.Arrays.stream(columns)
                    .map(
                        c ->
                            c.equals("id")
                                ? (Object) ((Integer) row.get(c)).longValue()
                                : row.get(c))
                    .toList())
        .toList();
  }

  private String plan(String sql) throws SQLException {
    return rows("explain plan for " + sql).get(0).toString();
  }

  private List<List<Object>> rows(String sql) throws SQLException {
    try (Connection connection =
            DriverManager.getConnection("jdbc:calcite:lex=JAVA;model=inline:" + model());
        Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery(sql)) {
      List<List<Object>> rows = new ArrayList<>();
      while (result.next()) {
        List<Object> row = new ArrayList<>();
        for (int i = 1; i <= result.getMetaData().getColumnCount(); i++) {
          row.add(result.getObject(i));
        }
        rows.add(row);
      }
      return rows;
    }
  }

  private String model() {
    return """
    {"version": "1.0", "defaultSchema": "api", "schemas": [{"name": "api", "type": "custom",
      "factory": "io.strake.rest.RestSchemaFactory",
      "operand": {"baseUrl": "%s", "allowPrivateAddresses": true, "endpoints": [%s, %s, %s,
        {"name": "repos", "path": "/owners/{owner}/repos",
         "columns": [{"name": "owner", "type": "VARCHAR", "from": "parameter"},
                     {"name": "name", "type": "VARCHAR"}],
         "parameters": [{"column": "owner", "in": "path"}]}]}}]}
    """
        .formatted(
            api.url(),
            orders("plain_orders", "/filtering", ""),
            orders(
                "exact_orders",
                "/filtering",
                ", \"query\": {\"fixed\": \"secret-value\"}, " + exactParameters()),
            orders("ignoring_orders", "/ignoring", ", " + PARAMETERS.formatted("prefilter")));
  }

  /** This API compares texts, which is exact for texts and booleans only. */
  private static String exactParameters() {
    return """
    "parameters": [{"column": "status", "mode": "exact"}, {"column": "paid", "mode": "exact"}]
    """;
  }

  private static String orders(String name, String path, String more) {
    return "{\"name\": \"%s\", \"path\": \"%s\", \"rows\": \"/data\", %s %s}"
        .formatted(name, path, COLUMNS, more);
  }
}
