/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.s3;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A server that hands out the keys of an S3 server: a security token service, and the services of
 * containers and instances. The n-th session token is {@code token-n}.
 */
final class CredentialServer implements AutoCloseable {
  static final String CONTAINER_TOKEN = "container-token";

  /** A request for credentials, as far as tests look at it. */
  record Request(String path, String parameters, String authorization, String token) {}

  private final HttpServer server;
  private final String accessKey;
  private final String secretKey;
  private final AtomicInteger issued = new AtomicInteger();
  private final List<Request> requests = new CopyOnWriteArrayList<>();
  private volatile int status = 200;

  CredentialServer(String accessKey, String secretKey) throws IOException {
    this.accessKey = accessKey;
    this.secretKey = secretKey;
    this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 50);
    server.createContext("/", this::sts);
    server.createContext("/container", exchange -> container(exchange));
    server.createContext("/latest/api/token", exchange -> answer(exchange, "imds-token"));
    server.createContext(
        "/latest/meta-data/iam/security-credentials/", exchange -> instance(exchange));
    server.start();
  }

  String endpoint() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  /** Returns how many session tokens were handed out. */
  int issued() {
    return issued.get();
  }

  List<Request> requests() {
    return requests;
  }

  /** Makes the token service refuse with this status from now on. */
  void refuse(int newStatus) {
    status = newStatus;
  }

  private void sts(HttpExchange exchange) throws IOException {
    String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
    String query = exchange.getRequestURI().getRawQuery();
    String parameters = query == null ? body : query;
    remember(exchange, parameters);
    String action = parameters.replaceAll(".*Action=(\\w+).*", "$1");
    answer(
        exchange,
        ("<%1$sResponse xmlns=\"https://sts.amazonaws.com/doc/2011-06-15/\"><%1$sResult><Credentials>"
                + "<AccessKeyId>%2$s</AccessKeyId><SecretAccessKey>%3$s</SecretAccessKey>"
                + "<SessionToken>%4$s</SessionToken><Expiration>%5$s</Expiration>"
                + "</Credentials></%1$sResult></%1$sResponse>")
            .formatted(action, accessKey, secretKey, nextToken(), inAnHour()));
  }

  private void container(HttpExchange exchange) throws IOException {
    remember(exchange, "");
    boolean isKnown =
        CONTAINER_TOKEN.equals(exchange.getRequestHeaders().getFirst("Authorization"));
    if (isKnown) {
      answer(exchange, json());
    } else {
      refuse(exchange, 401);
    }
  }

  private void instance(HttpExchange exchange) throws IOException {
    remember(exchange, "");
    if (!"imds-token".equals(exchange.getRequestHeaders().getFirst("X-aws-ec2-metadata-token"))) {
      refuse(exchange, 401);
    } else {
      answer(exchange, exchange.getRequestURI().getPath().endsWith("/role") ? json() : "role");
    }
  }

  private String json() {
    return "{\"Code\":\"Success\",\"AccessKeyId\":\"%s\",\"SecretAccessKey\":\"%s\",\"Token\":\"%s\",\"Expiration\":\"%s\"}"
        .formatted(accessKey, secretKey, nextToken(), inAnHour());
  }

  private void remember(HttpExchange exchange, String parameters) {
    requests.add(
        new Request(
            exchange.getRequestURI().getPath(),
            parameters,
            String.valueOf(exchange.getRequestHeaders().getFirst("Authorization")),
            String.valueOf(exchange.getRequestHeaders().getFirst("x-amz-security-token"))));
  }

  private String nextToken() {
    return status == 200 ? "token-" + issued.incrementAndGet() : "none";
  }

  private static String inAnHour() {
    return Instant.now().plus(1, ChronoUnit.HOURS).truncatedTo(ChronoUnit.SECONDS).toString();
  }

  private void answer(HttpExchange exchange, String body) throws IOException {
    if (status != 200) {
      refuse(exchange, status);
      return;
    }
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(200, bytes.length);
    exchange.getResponseBody().write(bytes);
    exchange.close();
  }

  private static void refuse(HttpExchange exchange, int code) throws IOException {
    exchange.sendResponseHeaders(code, -1);
    exchange.close();
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
