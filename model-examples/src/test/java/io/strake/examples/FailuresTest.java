/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.sun.net.httpserver.HttpServer;
import io.strake.embedded.EmbeddedPostgres;
import io.strake.embedded.EmbeddedS3;
import io.strake.gateway.StrakeServer;
import io.strake.gateway.auth.Authenticator;
import io.strake.gateway.config.GatewayOptions;
import io.strake.planner.ErrorCode;
import io.strake.planner.StrakeException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.Map;
import org.apache.arrow.flight.FlightRuntimeException;
import org.apache.arrow.flight.FlightStatusCode;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Tests that what is wrong is said in one line that names source, object and remedy, with the right
 * status at every door and without a secret, and that the server goes on.
 */
class FailuresTest {
  private static final String SECRET = "hunter2-is-the-secret";
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  private static final Deque<AutoCloseable> OPENED = new ArrayDeque<>();
  private static EmbeddedPostgres postgres;
  private static StrakeServer server;
  private static FlightQueryClient flight;
  private static Connection avatica;
  private static Connection embedded;

  @BeforeAll
  static void start(@TempDir Path directory) throws Exception {
    postgres = keep(EmbeddedPostgres.start());
    try (Connection connection = postgres.connect();
        Statement sql = connection.createStatement()) {
      sql.execute("CREATE ROLE guarded LOGIN PASSWORD 'another'");
      sql.execute("CREATE TABLE numbers AS SELECT i FROM generate_series(1, 3000000) AS s(i)");
      sql.execute(
          "CREATE TABLE divisors AS SELECT i - 2999 AS i FROM generate_series(1, 3000) s(i)");
    }
    EmbeddedS3 s3 = keep(EmbeddedS3.start());
    store(s3, directory);
    String model = model(s3, api());
    server =
        keep(
            StrakeServer.start(
                GatewayOptions.of(model, Authenticator.anonymous())
                    .withAddress("127.0.0.1", 0, 0)));
    flight = keep(new FlightQueryClient(URI.create(server.flightUrl())));
    avatica =
        keep(
            DriverManager.getConnection(
                "jdbc:avatica:remote:serialization=protobuf;url=" + server.avaticaUrl()));
    embedded = keep(DriverManager.getConnection("jdbc:strake:model=" + model));
  }

  @AfterAll
  static void stopWithoutLeaks() throws Exception {
    becomesIdle();
    while (!OPENED.isEmpty()) {
      OPENED.pop().close(); // engines and servers fail here if a buffer is left
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "selec 1                            | SYNTAX_ERROR       | INVALID_ARGUMENT | syntax error",
        "select * from good.nope            | UNKNOWN_TABLE      | NOT_FOUND        | 'nope'",
        "select * from nope.numbers         | UNKNOWN_TABLE      | NOT_FOUND        | 'nope'",
        "select nope from good.divisors     | UNKNOWN_COLUMN     | INVALID_ARGUMENT | 'nope'",
        "delete from good.divisors          | READ_ONLY          | INVALID_ARGUMENT | reads only",
        "select * from dead.numbers         | SOURCE_UNAVAILABLE | UNAVAILABLE      | postgres source 'dead'",
        "select * from denied.numbers       | SOURCE_DENIED      | INTERNAL         | postgres source 'denied'",
        "select * from lost.items           | UNKNOWN_TABLE      | NOT_FOUND        | s3 source 'lost'",
        "select * from locked.items         | SOURCE_DENIED      | INTERNAL         | s3 source 'locked'",
        "select * from lake.broken          | SOURCE_DATA_INVALID | INTERNAL        | broken.parquet",
        "select * from api.e500             | SOURCE_FAILED      | UNAVAILABLE      | 500",
        "select * from api.e404             | UNKNOWN_TABLE      | NOT_FOUND        | /e404",
        "select * from api.e401             | SOURCE_DENIED      | INTERNAL         | /e401",
        "select * from api.garbage          | SOURCE_DATA_INVALID | INTERNAL        | garbage",
        "select 10 / i from good.divisors   | DIVISION_BY_ZERO   | INVALID_ARGUMENT | division by zero",
        "select 10 / i from lake.items      | DIVISION_BY_ZERO   | INVALID_ARGUMENT | division by zero",
        "select (i + 2147483647) * 2 from good.divisors | VALUE_OUT_OF_RANGE | INVALID_ARGUMENT | out of range",
        "select (i + 2147483647) * 2 from lake.items | VALUE_OUT_OF_RANGE | INVALID_ARGUMENT | out of range"
      })
  void saysWhatIsWrongAtEveryDoorAndGoesOn(
      String sql, ErrorCode code, FlightStatusCode status, String words) throws Exception {
    FlightRuntimeException overFlight =
        catchThrowableOfType(FlightRuntimeException.class, () -> flight.run(sql));
    assertThat(overFlight.status().code()).as(overFlight.getMessage()).isEqualTo(status);
    assertSaid(String.valueOf(overFlight.status().description()), code, words);
    for (Connection door : new Connection[] {avatica, embedded}) {
      SQLException failure = catchThrowableOfType(SQLException.class, () -> count(door, sql));
      assertThat(failure.getSQLState()).as(failure.getMessage()).isEqualTo(code.sqlState());
      assertThat(failure.getErrorCode()).isEqualTo(code.number());
      if (door == embedded) {
        assertSaid(failure.getMessage(), code, words);
      }
    }

    assertThat(flight.run("select count(*) as n from good.divisors").rows()).hasSize(1);
    assertThat(count(avatica, "select i from lake.items")).isEqualTo(3);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/no/such/model.json",
        "inline:{version: '1.0', schemas: [",
        "inline:[]",
        "inline:{version: '1.0', schemas: [{type: 'custom', name: 'x', factory: 'io.strake.Nope'}]}",
        "inline:{version: '1.0', schemas: [{type: 'custom', name: 'x', factory: 'evil.Factory'}]}",
        "inline:{version: '1.0', schemas: [{type: 'custom', name: 'x', factory:"
            + " 'io.strake.postgres.PostgresSchemaFactory', operand: {url: 'jdbc:postgresql://h/d',"
            + " pasword: '"
            + SECRET
            + "'}}]}"
      })
  void refusesABadModel(String model) {
    StrakeException atStart =
        catchThrowableOfType(
            StrakeException.class,
            () -> StrakeServer.start(GatewayOptions.of(model, Authenticator.anonymous())).close());
    assertThat(atStart.code()).isEqualTo(ErrorCode.INVALID_CONFIGURATION);
    assertThat(atStart.getMessage()).doesNotContain("\n").doesNotContain(SECRET);
    SQLException embeddedFailure =
        catchThrowableOfType(
            SQLException.class, () -> DriverManager.getConnection("jdbc:strake:model=" + model));
    assertThat(embeddedFailure.getSQLState()).isEqualTo("F0000");
  }

  @Test
  void cancelsAndLeavesNothingBehind() throws Exception {
    try (Statement statement = embedded.createStatement();
        ResultSet rows = statement.executeQuery("select i from good.numbers")) {
      assertThat(rows.next()).isTrue();
      statement.cancel();
      assertThat(catchThrowable(() -> drain(rows)))
          .isInstanceOfSatisfying(
              SQLException.class, e -> assertThat(e.getMessage()).containsIgnoringCase("cancel"));
    }
    assertThat(activeStatements()).isZero();
  }

  @Test
  void releasesEverythingWhenAClientVanishes() throws Exception {
    try (Statement statement = avatica.createStatement();
        ResultSet rows = statement.executeQuery("select i from good.numbers")) {
      assertThat(rows.next()).isTrue();
    }
    try (FlightQueryClient leaving = new FlightQueryClient(URI.create(server.flightUrl()))) {
      leaving.readOneBatch("select n.i, l.i from good.numbers as n, lake.items as l");
    }

    becomesIdle();
    assertThat(server.allocatedBytes()).isZero();
    assertThat(activeStatements()).isZero();
  }

  private static void assertSaid(String message, ErrorCode code, String words) {
    assertThat(message)
        .contains(code.id())
        .containsIgnoringCase(words)
        .doesNotContain("\n")
        .doesNotContain(SECRET)
        .doesNotContain("\tat ");
  }

  private static void becomesIdle() throws InterruptedException {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (server.allocatedBytes() > 0 && System.nanoTime() < end) {
      Thread.sleep(20);
    }
  }

  private static int activeStatements() throws Exception {
    long end = System.nanoTime() + PATIENCE.toNanos();
    int active;
    do {
      Thread.sleep(50);
      try (Connection connection = postgres.connect()) {
        active =
            count(
                connection,
                "select 1 from pg_stat_activity where state = 'active' and query like 'COPY%'");
      }
    } while (active > 0 && System.nanoTime() < end);
    return active;
  }

  private static int count(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      return drain(rows);
    }
  }

  private static int drain(ResultSet rows) throws SQLException {
    int count = 0;
    while (rows.next()) {
      count++;
    }
    return count;
  }

  private static void store(EmbeddedS3 s3, Path directory) throws Exception {
    Path items = directory.resolve("items.parquet");
    try (Connection duck = DriverManager.getConnection("jdbc:duckdb:");
        Statement sql = duck.createStatement()) {
      sql.execute(
          "COPY (SELECT CAST(i AS INTEGER) AS i FROM range(3) t(i)) TO '"
              + items
              + "' (FORMAT parquet)");
    }
    byte[] damaged = Files.readAllBytes(items);
    damaged = Arrays.copyOf(damaged, damaged.length - 5); // without the end of the footer
    s3.createBucket("rows");
    s3.put("rows", "items/items.parquet", items);
    s3.put("rows", "broken/broken.parquet", Files.write(directory.resolve("broken"), damaged));
  }

  private static int api() throws Exception {
    HttpServer http =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    http.createContext(
        "/",
        exchange -> {
          String path = exchange.getRequestURI().getPath();
          byte[] body = "[{\"id\": ".getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(
              Map.of("/e500", 500, "/e404", 404, "/e401", 401).getOrDefault(path, 200),
              body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
    http.start();
    keep(() -> http.stop(0));
    return http.getAddress().getPort();
  }

  private static String model(EmbeddedS3 s3, int api) {
    String pg =
        "{name: '%s', type: 'custom', factory: 'io.strake.postgres.PostgresSchemaFactory',"
            + " operand: {url: '%s', user: '%s', password: '%s', connectTimeout: 'PT2S'}},";
    String s3Schema =
        "{name: '%s', type: 'custom', factory: 'io.strake.s3.S3SchemaFactory', operand: {endpoint:"
            + " '%s', bucket: '%s', accessKey: '%s', secretKey: '%s', definitions: [{name: 'items',"
            + " location: 'items/', format: 'parquet'}, {name: 'broken', location: 'broken/', format:"
            + " 'parquet'}]}},";
    StringBuilder endpoints = new StringBuilder();
    for (String name : new String[] {"e500", "e404", "e401", "garbage"}) {
      endpoints.append(
          "{name: '%1$s', path: '/%1$s', columns: [{name: 'id', type: 'BIGINT'}]},"
              .formatted(name));
    }
    return "inline:{version: '1.0', schemas: ["
        + pg.formatted("good", postgres.jdbcUrl(), postgres.user(), "")
        + pg.formatted("dead", "jdbc:postgresql://127.0.0.1:1/x", "someone", SECRET)
        + pg.formatted("denied", postgres.jdbcUrl(), "guarded", SECRET)
        + s3Schema.formatted("lake", s3.endpoint(), "rows", s3.accessKey(), s3.secretKey())
        + s3Schema.formatted("lost", s3.endpoint(), "no-bucket", s3.accessKey(), s3.secretKey())
        + s3Schema.formatted("locked", s3.endpoint(), "rows", s3.accessKey(), SECRET)
        + "{name: 'api', type: 'custom', factory: 'io.strake.rest.RestSchemaFactory', operand:"
        + " {baseUrl: 'http://127.0.0.1:"
        + api
        + "', allowPrivateAddresses: true, maxRetries: 1, maxRetryWait: 'PT1S', endpoints: ["
        + endpoints.substring(0, endpoints.length() - 1)
        + "]}}]}";
  }

  private static <T extends AutoCloseable> T keep(T resource) {
    OPENED.push(resource);
    return resource;
  }
}
