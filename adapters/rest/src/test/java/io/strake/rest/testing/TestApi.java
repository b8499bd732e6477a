/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.rest.testing;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** HTTP server on a free port of this machine that logs its requests. Thread-safe. */
public final class TestApi implements AutoCloseable {
  /** Request that arrived. */
  public record Seen(String method, String path, Map<String, String> query, Headers headers) {}

  /** What answers a request. */
  @FunctionalInterface
  public interface Handler {
    /** Answers. */
    void answer(Seen request, HttpExchange exchange) throws IOException;
  }

  private final HttpServer server;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final List<Seen> requests = new CopyOnWriteArrayList<>();

  /** Starts a server without paths. */
  public TestApi() {
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
    server.setExecutor(threads);
    server.start();
  }

  /** Answers requests below a path. */
  public TestApi on(String path, Handler handler) {
    server.createContext(
        path,
        exchange -> {
          Seen seen =
              new Seen(
                  exchange.getRequestMethod(),
                  exchange.getRequestURI().getRawPath(),
                  query(exchange.getRequestURI().getRawQuery()),
                  exchange.getRequestHeaders());
          requests.add(seen);
          try (exchange) {
            handler.answer(seen, exchange);
          }
        });
    return this;
  }

  /** Answers requests below a path with the same JSON text. */
  public TestApi json(String path, String body) {
    return on(path, (request, exchange) -> send(exchange, 200, body));
  }

  /** Returns the URL of the root, without a slash at its end. */
  public String url() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  /** Returns the requests so far. */
  public List<Seen> requests() {
    return requests;
  }

  /** Forgets the requests so far. */
  public void forget() {
    requests.clear();
  }

  /** Sends a JSON answer. */
  public static void send(HttpExchange exchange, int status, String body) throws IOException {
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().set("Content-Type", "application/json");
    exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
    if (bytes.length > 0) {
      try (OutputStream out = exchange.getResponseBody()) {
        out.write(bytes);
      }
    }
  }

  /** Returns the parameters of a query string. */
  private static Map<String, String> query(String raw) {
    Map<String, String> query = new LinkedHashMap<>();
    if (raw != null) {
      for (String pair : raw.split("&", -1)) {
        String[] parts = pair.split("=", 2);
        query.put(
            URLDecoder.decode(parts[0], StandardCharsets.UTF_8),
            parts.length < 2 ? "" : URLDecoder.decode(parts[1], StandardCharsets.UTF_8));
      }
    }
    return query;
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
