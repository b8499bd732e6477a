/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.examples;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.sql.SQLException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;

/**
 * The REST service of the shop: {@code /rates} and {@code /ratings}, as JSON in pages.
 *
 * <p>Listens on a free port of the loopback interface and wants a bearer token, drawn anew for
 * every server. A response is {@code {"data": [...], "next": URL or null}}. Thread-safe.
 */
final class ShopApi implements AutoCloseable {
  private static final JsonMapper JSON =
      JsonMapper.builder().enable(JsonGenerator.Feature.WRITE_BIGDECIMAL_AS_PLAIN).build();
  private static final int PAGE_ROWS = 500;
  private static final int THREADS = 4;
  private static final String OFFSET = "offset";

  private final HttpServer server;
  private final ExecutorService executor = Executors.newFixedThreadPool(THREADS);
  private final String token;

  private ShopApi(HttpServer server, String token) {
    this.server = server;
    this.token = token;
  }

  /** Starts a server over the rows of the shop, which it copies. */
  static ShopApi start(ShopData data) throws IOException, SQLException {
    byte[] secret = new byte[16];
    new SecureRandom().nextBytes(secret);
    InetSocketAddress anyPort = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    ShopApi api =
        new ShopApi(HttpServer.create(anyPort, 0), "shop-" + HexFormat.of().formatHex(secret));
    api.serve(
        new Endpoint(
            "/rates",
            Set.of("currency", "rate_date"),
            data.rows(
                "SELECT currency, CAST(rate_date AS VARCHAR) AS rate_date, per_euro"
                    + " FROM rates ORDER BY ALL")));
    api.serve(
        new Endpoint(
            "/ratings",
            Set.of("product_id", "category"),
            data.rows("SELECT * FROM ratings ORDER BY product_id")));
    api.server.setExecutor(api.executor);
    api.server.start();
    return api;
  }

  /** Returns the address without a slash at its end. */
  String baseUrl() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  /** Returns the bearer token that the server accepts. */
  String token() {
    return token;
  }

  @Override
  public void close() {
    server.stop(0);
    executor.shutdownNow();
  }

  private void serve(Endpoint endpoint) {
    server.createContext(
        endpoint.path(),
        exchange -> {
          try (exchange) {
            respond(exchange, endpoint);
          }
        });
  }

  private void respond(HttpExchange exchange, Endpoint endpoint) throws IOException {
    Map<String, String> parameters = parameters(exchange.getRequestURI());
    if (!isAuthorized(exchange)) {
      exchange.getResponseHeaders().set("WWW-Authenticate", "Bearer");
      send(exchange, 401, Map.of("error", "a bearer token is needed"));
    } else if (!exchange.getRequestMethod().equals("GET")) {
      send(exchange, 405, Map.of("error", "only GET is possible"));
    } else if (!exchange.getRequestURI().getPath().equals(endpoint.path())) {
      send(exchange, 404, Map.of("error", "no such resource"));
    } else {
      Optional<String> mistake = endpoint.findMistake(parameters);
      send(
          exchange,
          mistake.isPresent() ? 400 : 200,
          mistake.isPresent()
              ? Map.of("error", mistake.get())
              : endpoint.page(baseUrl(), parameters));
    }
  }

  private boolean isAuthorized(HttpExchange exchange) {
    String given = exchange.getRequestHeaders().getFirst("Authorization");
    return given != null
        && MessageDigest.isEqual(
            given.getBytes(StandardCharsets.UTF_8),
            ("Bearer " + token).getBytes(StandardCharsets.UTF_8));
  }

  private static void send(HttpExchange exchange, int status, Map<String, ?> body)
      throws IOException {
    byte[] bytes = JSON.writeValueAsBytes(body);
    exchange.getResponseHeaders().set("Content-Type", "application/json");
    exchange.sendResponseHeaders(status, bytes.length);
    exchange.getResponseBody().write(bytes);
  }

  private static Map<String, String> parameters(URI uri) {
    Map<String, String> parameters = new LinkedHashMap<>();
    String query = uri.getRawQuery();
    if (query != null) {
      for (String pair : query.split("&", -1)) {
        int equals = pair.indexOf('=');
        String name = equals < 0 ? pair : pair.substring(0, equals);
        String value = equals < 0 ? "" : pair.substring(equals + 1);
        parameters.put(
            URLDecoder.decode(name, StandardCharsets.UTF_8),
            URLDecoder.decode(value, StandardCharsets.UTF_8));
      }
    }
    return parameters;
  }

  /**
   * A resource: rows that can be narrowed by equality.
   *
   * @param path path in the URL
   * @param filters columns that may be given as parameters
   * @param rows all rows in the order of the pages
   */
  private record Endpoint(
      String path, Set<String> filters, List<Map<String, @Nullable Object>> rows) {

    Optional<String> findMistake(Map<String, String> parameters) {
      for (Map.Entry<String, String> parameter : parameters.entrySet()) {
        if (parameter.getKey().equals(OFFSET)) {
          if (!parameter.getValue().matches("\\d{1,9}")) {
            return Optional.of("offset must be a whole number");
          }
        } else if (!filters.contains(parameter.getKey())) {
          return Optional.of("no parameter " + parameter.getKey());
        }
      }
      return Optional.empty();
    }

    Map<String, @Nullable Object> page(String baseUrl, Map<String, String> parameters) {
      List<Map<String, @Nullable Object>> selected =
          rows.stream().filter(row -> matches(row, parameters)).toList();
      int start = Math.min(selected.size(), Integer.parseInt(parameters.getOrDefault(OFFSET, "0")));
      int end = Math.min(selected.size(), start + PAGE_ROWS);
      Map<String, @Nullable Object> page = new LinkedHashMap<>();
      page.put("data", selected.subList(start, end));
      page.put("next", end < selected.size() ? nextUrl(baseUrl, parameters, end) : null);
      return page;
    }

    private boolean matches(Map<String, @Nullable Object> row, Map<String, String> parameters) {
      return parameters.entrySet().stream()
          .filter(parameter -> !parameter.getKey().equals(OFFSET))
          .allMatch(
              parameter ->
                  parameter.getValue().equals(String.valueOf(row.get(parameter.getKey()))));
    }

    private String nextUrl(String baseUrl, Map<String, String> parameters, int offset) {
      StringBuilder url = new StringBuilder(baseUrl).append(path).append('?');
      parameters.forEach(
          (name, value) -> {
            if (!name.equals(OFFSET)) {
              url.append(name)
                  .append('=')
                  .append(URLEncoder.encode(value, StandardCharsets.UTF_8))
                  .append('&');
            }
          });
      return url.append(OFFSET).append('=').append(offset).toString();
    }
  }
}
