/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.strake.planner.ErrorCode;
import io.strake.planner.StrakeException;
import io.strake.s3.FaultyProxy.Fault;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.arrow.vector.ipc.ArrowReader;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An object store that is busy, breaks off or refuses credentials while it is read. */
class S3RetryTest {
  private static final int ROWS = 400_000;

  @TempDir Path directory;
  private S3Fixture fixture;
  private FaultyProxy proxy;

  @BeforeEach
  void start() throws Exception {
    fixture = new S3Fixture(directory);
    proxy = new FaultyProxy(fixture.s3.endpoint());
    fixture.copy(
        "x.parquet",
        "SELECT i, hash(i) AS h FROM range(" + ROWS + ") r(i)",
        "FORMAT parquet, ROW_GROUP_SIZE 50000");
    fixture.text("x.csv", "i\n" + "1234567\n".repeat(ROWS));
  }

  @AfterEach
  void stop() throws Exception {
    proxy.close();
    fixture.close(); // fails if a buffer is left
  }

  @Test
  void triesAgainWhereTheStoreIsBusy() throws Exception {
    Map<String, Integer> tries = new ConcurrentHashMap<>();
    proxy.faults(
        head -> {
          String request = head.replaceAll("(?m)^(?!GET|Range).*$", ""); // all else is signed anew
          return tries.merge(request, 1, Integer::sum) < 3
              ? Fault.status("503 Slow Down", "SlowDown")
              : Fault.NONE;
        });
    assertThat(rows("x.parquet", Map.of())).isEqualTo(ROWS);
    assertThat(tries.size()).isGreaterThan(5);
    assertThat(tries.values()).allMatch(count -> count == 3);
  }

  @Test
  void givesUpWhereItStaysBusy() throws Exception {
    S3Table table = table("x.parquet", Map.of("maxAttempts", 3));
    S3Fixture.rowType(table);
    int before = proxy.requests().size();
    proxy.faults(head -> Fault.status("503 Slow Down", "SlowDown"));
    assertThatThrownBy(() -> rows(table))
        .isInstanceOfSatisfying(
            StrakeException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.SOURCE_BUSY))
        .hasMessageContaining("x.parquet")
        .hasMessageContaining("SlowDown");
    assertThat(proxy.requests().size() - before).isGreaterThanOrEqualTo(3);
  }

  @Test
  void goesOnWhereABodyBrokeOff() throws Exception {
    AtomicInteger count = new AtomicInteger();
    for (String key : List.of("x.parquet", "x.csv")) {
      S3Table table = table(key, Map.of());
      S3Fixture.rowType(table);
      proxy.faults(head -> count.incrementAndGet() % 3 != 0 ? Fault.cut(100_000) : Fault.NONE);
      assertThat(rows(table)).as(key).isEqualTo(ROWS);
      proxy.faults(head -> Fault.NONE);
    }
    assertThat(proxy.requests().stream().filter(head -> head.contains("bytes=")).count())
        .isGreaterThan(10);
  }

  @Test
  void saysWhereABodyAlwaysBreaksOff() throws Exception {
    S3Table table = table("x.csv", Map.of("maxAttempts", 2));
    S3Fixture.rowType(table);
    AtomicInteger count = new AtomicInteger();
    proxy.faults(head -> Fault.cut(count.incrementAndGet() == 1 ? 100_000 : 0));
    assertThatThrownBy(() -> rows(table))
        .isInstanceOfSatisfying(
            StrakeException.class,
            e -> assertThat(e.code()).isEqualTo(ErrorCode.SOURCE_UNAVAILABLE))
        .hasMessageContaining("'x.csv'")
        .hasMessageMatching("(?s).*broke off at byte \\d+ of .*maxAttempts.*");
  }

  @Test
  void neverMixesTwoContentsOfAnObject() throws Exception {
    S3Table table = table("x.parquet", Map.of());
    S3Fixture.rowType(table);
    AtomicInteger count = new AtomicInteger();
    proxy.faults(
        head -> {
          if (count.incrementAndGet() == 3) {
            replace();
          }
          return Fault.NONE;
        });
    assertThatThrownBy(() -> rows(table))
        .isInstanceOf(StrakeException.class)
        .hasMessageContaining("'data/x.parquet' was replaced after it had been listed");
  }

  private void replace() {
    try {
      fixture.copy("x.parquet", "SELECT -1::BIGINT AS i, 0::UBIGINT AS h", "FORMAT parquet");
    } catch (java.sql.SQLException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void renewsCredentialsThatExpireInTheMiddle() throws Exception {
    AtomicInteger session = new AtomicInteger();
    HttpServer instance = instance(session);
    try {
      S3Table table =
          table(
              "x.parquet",
              Map.of(
                  "credentials",
                  "instance",
                  "instanceEndpoint",
                  "http://127.0.0.1:" + instance.getAddress().getPort()));
      AtomicInteger count = new AtomicInteger();
      proxy.faults(
          head ->
              count.incrementAndGet() > 5 && head.contains("session-1")
                  ? Fault.status("400 Bad Request", "ExpiredToken")
                  : Fault.NONE);
      assertThat(rows(table)).isEqualTo(ROWS);
      assertThat(session.get()).isEqualTo(2);

      proxy.faults(head -> Fault.status("400 Bad Request", "ExpiredToken"));
      assertThatThrownBy(() -> rows(table))
          .isInstanceOfSatisfying(
              StrakeException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.SOURCE_DENIED))
          .hasMessageContaining("renew them if they have expired")
          .hasMessageNotContaining("session-")
          .hasMessageNotContaining(fixture.s3.secretKey());
    } finally {
      instance.stop(0);
    }
  }

  /** The service of an instance, whose sessions have numbers. */
  private HttpServer instance(AtomicInteger session) throws IOException {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          String path = exchange.getRequestURI().getPath();
          if (path.endsWith("/token")) {
            answer(exchange, "service-token");
          } else if (path.endsWith("/reader")) {
            answer(exchange, credentials(session.incrementAndGet()));
          } else {
            answer(exchange, "reader");
          }
        });
    server.start();
    return server;
  }

  private String credentials(int session) {
    return """
        {"Code": "Success", "AccessKeyId": "%s", "SecretAccessKey": "%s", "Token": "session-%d",
         "Expiration": "%s"}"""
        .formatted(
            fixture.s3.accessKey(),
            fixture.s3.secretKey(),
            session,
            Instant.now().plus(1, ChronoUnit.HOURS).truncatedTo(ChronoUnit.SECONDS));
  }

  private static void answer(HttpExchange exchange, String text) throws IOException {
    byte[] body = text.getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(200, body.length);
    exchange.getResponseBody().write(body);
    exchange.close();
  }

  @Test
  void saysThatTheSenderPays() throws Exception {
    assertThat(rows("x.parquet", Map.of("requesterPays", true))).isEqualTo(ROWS);
    assertThat(proxy.requests())
        .isNotEmpty()
        .allMatch(
            head ->
                head.toLowerCase(java.util.Locale.ROOT).contains("x-amz-request-payer: requester"));
  }

  private long rows(String key, Map<String, Object> operands) throws Exception {
    return rows(table(key, operands));
  }

  private long rows(S3Table table) throws Exception {
    long rows = 0;
    try (ArrowReader reader = fixture.scan(table, fixture.context())) {
      while (reader.loadNextBatch()) {
        rows += reader.getVectorSchemaRoot().getRowCount();
      }
    }
    return rows;
  }

  private S3Table table(String key, Map<String, Object> operands) {
    Map<String, Object> definition = new HashMap<>(S3Fixture.definition("t", key));
    if (key.endsWith(".csv")) {
      definition.put("columns", List.of(Map.of("name", "i", "type", "bigint")));
    }
    Map<String, Object> all = new HashMap<>(operands);
    all.put("endpoint", proxy.endpoint());
    all.put("bucket", S3Fixture.BUCKET);
    if (!operands.containsKey("credentials")) {
      all.put("accessKey", fixture.s3.accessKey());
      all.put("secretKey", fixture.s3.secretKey());
    }
    all.put("definitions", List.of(definition));
    return S3Fixture.table(fixture.open(all));
  }
}
