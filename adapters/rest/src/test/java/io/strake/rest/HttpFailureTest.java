/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import io.strake.planner.ErrorCode;
import io.strake.planner.StrakeException;
import io.strake.planner.arrow.ExecutionContext;
import io.strake.rest.http.RestClient;
import io.strake.rest.scan.RequestSpec;
import io.strake.rest.testing.Reading;
import io.strake.rest.testing.TestApi;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.zip.GZIPOutputStream;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.ipc.ArrowReader;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Credentials, failures, retries, limits and cancelling, against a real server. */
final class HttpFailureTest {
  private static final String ENDPOINTS =
      """
      "endpoints": [{"name": "items", "path": "/items", "rows": "/data",
        "columns": [{"name": "id", "type": "BIGINT"}]}]
      """;
  private static final String ONE = "{\"data\": [{\"id\": 1}]}";

  private final TestApi api = new TestApi();

  @AfterEach
  void stop() {
    api.close();
  }

  @ParameterizedTest
  @CsvSource({
    "401, SOURCE_DENIED, 1",
    "403, SOURCE_DENIED, 1",
    "404, UNKNOWN_TABLE, 1",
    "400, SOURCE_FAILED, 1",
    "501, SOURCE_FAILED, 1",
    "429, SOURCE_FAILED, 3",
    "500, SOURCE_FAILED, 3",
    "503, SOURCE_FAILED, 3",
  })
  void mapsTheStatusAndRepeatsOnlyWhatMayPass(int status, ErrorCode code, int requests) {
    api.on("/items", (request, exchange) -> TestApi.send(exchange, status, "secret body"));

    assertThatThrownBy(() -> read("'maxRetries': 2, 'auth': " + queryKey()))
        .isInstanceOf(StrakeException.class)
        .hasMessageStartingWith("rest source 'test': endpoint 'items', GET /items ")
        .hasMessageContaining("status")
        .hasMessageContaining(Integer.toString(status))
        .hasMessageNotContaining("s3cret")
        .extracting(e -> ((StrakeException) e).code())
        .isEqualTo(code);
    assertThat(api.requests()).hasSize(requests);
  }

  @Test
  void waitsAsTheServerAsksInSecondsAndUntilADate() {
    AtomicInteger attempts = new AtomicInteger();
    api.on(
        "/items",
        (request, exchange) -> {
          int attempt = attempts.incrementAndGet();
          if (attempt == 1) {
            exchange.getResponseHeaders().add("Retry-After", "1");
          } else if (attempt == 2) {
            exchange
                .getResponseHeaders()
                .add(
                    "Retry-After",
                    DateTimeFormatter.RFC_1123_DATE_TIME.format(
                        Instant.now().plusSeconds(2).atOffset(ZoneOffset.UTC)));
          }
          TestApi.send(exchange, attempt < 3 ? 429 : 200, ONE);
        });
    Instant start = Instant.now();

    assertThat(read("'timeout': 'PT20S'")).isEqualTo(1);
    // whole seconds: the date may lie up to one second less ahead
    assertThat(Duration.between(start, Instant.now())).isGreaterThan(Duration.ofMillis(1900));
  }

  @Test
  void doesNotWaitLongerThanAllowedOrThanTheDeadline() {
    api.on(
        "/items",
        (request, exchange) -> {
          exchange.getResponseHeaders().add("Retry-After", "30");
          TestApi.send(exchange, 503, "");
        });

    assertThatThrownBy(() -> read("'maxRetryWait': 'PT5S'")).hasMessageContaining("status 503");
    assertThatThrownBy(() -> read("'timeout': 'PT20S'", Duration.ofSeconds(10)))
        .hasMessageContaining("status 503");
    assertThat(api.requests()).hasSize(2);
  }

  @Test
  void sendsTheCredentialsWhereTheModelSays() {
    api.json("/items", ONE);

    read("'headers': {'X-Team': 'a'}, 'auth': {'type': 'bearer', 'token': 'tok'}");
    read("'auth': {'type': 'basic', 'user': 'u', 'password': 'p'}");
    read("'auth': {'type': 'apiKey', 'name': 'X-Key', 'value': 's3cret'}");
    read("'auth': " + queryKey());

    assertThat(header(0, "Authorization")).isEqualTo("Bearer tok");
    assertThat(header(0, "X-Team")).isEqualTo("a");
    assertThat(header(1, "Authorization")).isEqualTo("Basic dTpw");
    assertThat(header(2, "X-Key")).isEqualTo("s3cret");
    assertThat(api.requests().get(3).query()).containsEntry("key", "s3cret");
  }

  @Test
  void followsARedirectWithinTheOriginAndRefusesAnother() {
    try (TestApi other = new TestApi()) {
      other.json("/", ONE);
      api.json("/moved", ONE);
      api.on("/items", (request, exchange) -> redirect(exchange, "/moved?x=1"));
      assertThat(read("'auth': " + queryKey())).isEqualTo(1);
      assertThat(api.requests().get(1).query())
          .containsEntry("x", "1")
          .containsEntry("key", "s3cret");

      api.on("/items/", (request, exchange) -> redirect(exchange, other.url() + "/items"));
      assertThatThrownBy(() -> readPath("/items/", "'auth': " + queryKey()))
          .isInstanceOf(StrakeException.class)
          .hasMessageContaining("leads to another origin, " + other.url())
          .hasMessageNotContaining("s3cret");
      assertThat(other.requests()).isEmpty();
    }
  }

  @Test
  void endsARedirectLoop() {
    api.on("/items", (request, exchange) -> redirect(exchange, "/items"));

    assertThatThrownBy(() -> read("'maxRetries': 0")).hasMessageContaining("too many redirects");
    assertThat(api.requests()).hasSize(6);
  }

  @Test
  void refusesPrivateAddressesUnlessAllowed() {
    api.json("/items", ONE);

    for (String host : new String[] {"127.0.0.1", "localhost"}) {
      assertThatThrownBy(
              () ->
                  count(
                      options(
                          api.url().replace("127.0.0.1", host),
                          "/items",
                          "'allowPrivateAddresses': false"),
                      null))
          .isInstanceOf(StrakeException.class)
          .hasMessageContaining("is not public; set 'allowPrivateAddresses' to true")
          .extracting(e -> ((StrakeException) e).code())
          .isEqualTo(ErrorCode.INVALID_CONFIGURATION);
    }
    assertThat(api.requests()).isEmpty();
  }

  @Test
  void limitsTheBytesOfAnAnswerEvenIfItIsCompressed() {
    String large = "{\"pad\": \"" + "x".repeat(20_000) + "\", \"data\": []}";
    api.json("/items", large);
    api.on("/zipped", (request, exchange) -> zipped(exchange, large));

    for (String path : new String[] {"/items", "/zipped"}) {
      assertThatThrownBy(() -> readPath(path, "'maxResponseBytes': '10KB'"))
          .isInstanceOf(StrakeException.class)
          .hasMessageContaining("answered more than 10240 bytes; raise 'maxResponseBytes'")
          .extracting(e -> ((StrakeException) e).code())
          .isEqualTo(ErrorCode.LIMIT_EXCEEDED);
    }
  }

  @Test
  void acceptsCompressedAnswers() {
    api.on("/items", (request, exchange) -> zipped(exchange, ONE));

    assertThat(read("'maxRetries': 0")).isEqualTo(1);
    assertThat(header(0, "Accept-Encoding")).contains("gzip");
  }

  @Test
  void namesTheSourceIfNobodyListens() {
    String url = api.url();
    api.close();

    assertThatThrownBy(() -> count(options(url, "/items", "'maxRetries': 1"), null))
        .isInstanceOf(StrakeException.class)
        .hasMessageStartingWith(
            "rest source 'test': endpoint 'items', GET /items got no answer after 2")
        .extracting(e -> ((StrakeException) e).code())
        .isEqualTo(ErrorCode.SOURCE_UNAVAILABLE);
  }

  @Test
  void cancelEndsARequestWhoseServerDrips() throws Exception {
    CountDownLatch dripping = new CountDownLatch(1);
    api.on("/items", (request, exchange) -> drip(exchange, dripping));
    try (RootAllocator allocator = new RootAllocator()) {
      ExecutionContext context = ExecutionContext.builder(allocator).build();
      Thread canceller =
          new Thread(
              () -> {
                try {
                  dripping.await(10, TimeUnit.SECONDS);
                  Thread.sleep(200);
                } catch (InterruptedException e) {
                  Thread.currentThread().interrupt();
                }
                context.cancel();
              });
      canceller.start();
      Instant start = Instant.now();

      assertThatThrownBy(
              () -> Reading.rows(options(api.url(), "/items", ""), request -> request, context))
          .isInstanceOf(StrakeException.class)
          .extracting(e -> ((StrakeException) e).code())
          .isEqualTo(ErrorCode.CANCELLED);
      assertThat(Duration.between(start, Instant.now())).isLessThan(Duration.ofSeconds(8));
      canceller.join();
    }
  }

  @Test
  void theDeadlineEndsARequestWhoseServerDrips() {
    api.on("/items", (request, exchange) -> drip(exchange, new CountDownLatch(1)));

    assertThatThrownBy(() -> read("'timeout': 'PT30S'", Duration.ofMillis(500)))
        .isInstanceOf(StrakeException.class)
        .extracting(e -> ((StrakeException) e).code())
        .isEqualTo(ErrorCode.TIMEOUT);
  }

  @Test
  void closingEarlyAbortsTheRequest() throws IOException {
    CountDownLatch dripping = new CountDownLatch(1);
    api.on("/items", (request, exchange) -> drip(exchange, dripping));
    RestOptions options = options(api.url(), "/items", "");
    try (RootAllocator allocator = new RootAllocator();
        RestClient client = new RestClient("test", options.connection())) {
      ExecutionContext context = ExecutionContext.builder(allocator).batchRows(1).build();
      Instant start = Instant.now();
      try (ArrowReader reader =
          Reading.open(context, client, RequestSpec.all(options.endpoints().get(0)))) {
        assertThat(reader.loadNextBatch()).isTrue();
        assertThat(reader.getVectorSchemaRoot().getRowCount()).isEqualTo(1);
      }
      assertThat(Duration.between(start, Instant.now())).isLessThan(Duration.ofSeconds(8));
    }
  }

  @Test
  void checksTheSourceWithACheapRequest() {
    api.on("/", (request, exchange) -> exchange.sendResponseHeaders(404, -1));
    RestSchema schema = new RestSchema("test", options(api.url(), "/items", ""));
    try (schema) {
      schema.check();
    }

    assertThat(schema.kind()).isEqualTo("rest");
    assertThat(api.requests()).hasSize(1);
    assertThat(api.requests().get(0).method()).isEqualTo("HEAD");
    assertThatThrownBy(schema::check).hasMessageStartingWith("rest source 'test': is closed");
  }

  private static String queryKey() {
    return "{'type': 'apiKey', 'in': 'query', 'name': 'key', 'value': 's3cret'}";
  }

  private static void redirect(HttpExchange exchange, String location) throws IOException {
    exchange.getResponseHeaders().add("Location", location);
    exchange.sendResponseHeaders(302, -1);
  }

  private static void zipped(HttpExchange exchange, String body) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (GZIPOutputStream zip = new GZIPOutputStream(bytes)) {
      zip.write(body.getBytes(StandardCharsets.UTF_8));
    }
    exchange.getResponseHeaders().add("Content-Encoding", "gzip");
    exchange.sendResponseHeaders(200, bytes.size());
    exchange.getResponseBody().write(bytes.toByteArray());
  }

  /** Sends a row, then a blank now and then, for ten seconds. */
  private static void drip(HttpExchange exchange, CountDownLatch dripping) throws IOException {
    exchange.sendResponseHeaders(200, 0);
    try (OutputStream out = exchange.getResponseBody()) {
      out.write(("{\"data\": [{\"id\": 1}" + " ".repeat(10_000)).getBytes(StandardCharsets.UTF_8));
      for (int i = 0; i < 100; i++) {
        out.write(' ');
        out.flush();
        dripping.countDown();
        Thread.sleep(100);
      }
      out.write("]}".getBytes(StandardCharsets.UTF_8));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private String header(int request, String name) {
    return api.requests().get(request).headers().getFirst(name);
  }

  private int read(String operands) {
    return readPath("/items", operands);
  }

  private int read(String operands, Duration deadline) {
    return count(options(api.url(), "/items", operands), deadline);
  }

  private int readPath(String path, String operands) {
    return count(options(api.url(), path, operands), null);
  }

  private static int count(RestOptions options, Duration deadline) {
    try (RootAllocator allocator = new RootAllocator()) {
      ExecutionContext context = ExecutionContext.builder(allocator).timeout(deadline).build();
      return Reading.rows(options, request -> request, context).size();
    }
  }

  private static RestOptions options(String url, String path, String operands) {
    String allow = operands.contains("allowPrivate") ? "" : "\"allowPrivateAddresses\": true,";
    return RestOptions.fromOperand(
        "test",
        Reading.operand(
            "{\"baseUrl\": \"%s\", %s %s %s}"
                .formatted(
                    url,
                    allow,
                    operands.isEmpty() ? "" : operands.replace('\'', '"') + ",",
                    ENDPOINTS.replace("\"/items\"", '"' + path + '"'))));
  }
}
