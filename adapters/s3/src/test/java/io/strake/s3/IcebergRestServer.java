/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.s3;

import com.fasterxml.jackson.annotation.JsonAutoDetect;
import com.fasterxml.jackson.annotation.PropertyAccessor;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import javax.net.ssl.SSLContext;
import org.apache.iceberg.catalog.Catalog;
import org.apache.iceberg.rest.RESTCatalogAdapter;
import org.apache.iceberg.rest.RESTResponse;
import org.apache.iceberg.rest.RESTSerializers;
import org.apache.iceberg.rest.responses.ConfigResponse;
import org.apache.iceberg.rest.responses.ErrorResponse;
import org.apache.iceberg.rest.responses.ErrorResponseParser;
import org.apache.iceberg.rest.responses.LoadTableResponse;
import org.apache.iceberg.rest.responses.OAuthTokenResponse;

/** REST catalog over HTTP whose answers are those of Iceberg's own adapter over a catalog. */
final class IcebergRestServer implements AutoCloseable {
  private static final String TOKENS = "v1/oauth/tokens";

  /** Requests so far, such as {@code GET v1/config?warehouse=w}. */
  final List<String> requests = new CopyOnWriteArrayList<>();

  private final RESTCatalogAdapter adapter;
  private final String token;
  private final HttpServer server;
  private final ObjectMapper mapper = new ObjectMapper();

  /**
   * Starts a server.
   *
   * @param token what the bearer token of every request must begin with
   */
  IcebergRestServer(Catalog catalog, String token) throws IOException {
    this(catalog, token, Optional.empty());
  }

  /** Starts a server that speaks TLS, if there is a context. */
  IcebergRestServer(Catalog catalog, String token, Optional<SSLContext> tls) throws IOException {
    this.adapter = new RESTCatalogAdapter(catalog);
    this.token = token;
    mapper.setVisibility(PropertyAccessor.FIELD, JsonAutoDetect.Visibility.ANY);
    mapper.setPropertyNamingStrategy(new PropertyNamingStrategies.KebabCaseStrategy());
    RESTSerializers.registerAll(mapper);
    InetSocketAddress address = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    if (tls.isPresent()) {
      HttpsServer secure = HttpsServer.create(address, 0);
      secure.setHttpsConfigurator(new HttpsConfigurator(tls.get()));
      this.server = secure;
    } else {
      this.server = HttpServer.create(address, 0);
    }
    server.createContext("/", this::handle);
    server.start();
  }

  String uri() {
    return (server instanceof HttpsServer ? "https" : "http")
        + "://127.0.0.1:"
        + server.getAddress().getPort();
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      requests.add(
          exchange.getRequestMethod() + " " + exchange.getRequestURI().toString().substring(1));
      String path = exchange.getRequestURI().getPath().substring(1);
      String given = String.valueOf(exchange.getRequestHeaders().getFirst("Authorization"));
      if (!path.equals(TOKENS) && !given.startsWith("Bearer " + token)) {
        refuse(
            exchange,
            ErrorResponse.builder()
                .responseCode(401)
                .withType("NotAuthorizedException")
                .withMessage("wrong token")
                .build());
        return;
      }
      String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
      try {
        send(exchange, 200, mapper.writeValueAsString(answer(exchange, path, body)));
      } catch (Refused e) {
        refuse(exchange, e.response);
      }
    }
  }

  private RESTResponse answer(HttpExchange exchange, String path, String body) {
    Consumer<ErrorResponse> failure =
        response -> {
          throw new Refused(response);
        };
    if (path.equals(TOKENS)) {
      return adapter.postForm(path, form(body), OAuthTokenResponse.class, Map.of(), failure);
    }
    String query = exchange.getRequestURI().getRawQuery();
    Map<String, String> parameters = form(query == null ? "" : query);
    return path.equals("v1/config")
        ? adapter.get(path, parameters, ConfigResponse.class, Map.of(), failure)
        : adapter.get(path, parameters, LoadTableResponse.class, Map.of(), failure);
  }

  private static Map<String, String> form(String text) {
    Map<String, String> values = new HashMap<>();
    for (String pair : text.split("&")) {
      int equal = pair.indexOf('=');
      if (equal > 0) {
        values.put(
            URLDecoder.decode(pair.substring(0, equal), StandardCharsets.UTF_8),
            URLDecoder.decode(pair.substring(equal + 1), StandardCharsets.UTF_8));
      }
    }
    return values;
  }

  private static void refuse(HttpExchange exchange, ErrorResponse response) throws IOException {
    send(exchange, response.code(), ErrorResponseParser.toJson(response));
  }

  private static void send(HttpExchange exchange, int status, String body) throws IOException {
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().add("Content-Type", "application/json");
    exchange.sendResponseHeaders(status, bytes.length);
    exchange.getResponseBody().write(bytes);
  }

  private static final class Refused extends RuntimeException {
    private final transient ErrorResponse response;

    Refused(ErrorResponse response) {
      this.response = response;
    }
  }

  @Override
  public void close() throws IOException {
    server.stop(0);
    adapter.close();
  }
}
