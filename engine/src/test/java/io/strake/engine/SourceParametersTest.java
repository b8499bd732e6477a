/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import io.strake.embedded.EmbeddedS3;
import io.strake.planner.StrakeException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Parameters that decide what is read: partitions and row groups of objects, paths of requests. */
class SourceParametersTest {
  private static final List<String> REQUESTS = new CopyOnWriteArrayList<>();

  private static EmbeddedS3 s3;
  private static HttpServer api;
  private static FederationEngine engine;

  @TempDir static Path directory;

  @BeforeAll
  static void start() throws Exception {
    s3 = EmbeddedS3.start();
    s3.createBucket("lake");
    for (int day = 1; day <= 2; day++) {
      s3.put("lake", "events/day=" + day + "/e.parquet", parquet("e" + day, day * 10));
    }
    api = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    api.createContext(
        "/owners/",
        exchange -> {
          String path = exchange.getRequestURI().getRawPath();
          REQUESTS.add(path);
          String owner = path.split("/")[2];
          byte[] body =
              ("[{\"owner\": \"" + owner + "\", \"name\": \"" + owner + "-repo\"}]")
                  .getBytes(StandardCharsets.UTF_8);
          exchange.getResponseHeaders().add("Content-Type", "application/json");
          exchange.sendResponseHeaders(200, body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
    api.start();
    engine = FederationEngine.open(EngineOptions.of("inline:" + model()));
  }

  @AfterAll
  static void closeWithoutLeaks() {
    assertThat(engine.allocatedBytes()).isZero();
    engine.close();
    api.stop(0);
    s3.close();
  }

  private static Path parquet(String name, int first) throws Exception {
    Path file = directory.resolve(name + "-" + first + ".parquet");
    try (Connection duck = DriverManager.getConnection("jdbc:duckdb:");
        Statement sql = duck.createStatement()) {
      sql.execute(
          "COPY (SELECT CAST(r + "
              + first
              + " AS INTEGER) AS id FROM range(10) AS x(r)) TO '"
              + file
              + "' (FORMAT parquet)");
    }
    return file;
  }

  private static String model() {
    return """
        {version: '1.0', schemas: [
          {name: 'lake', type: 'custom', factory: 'io.strake.s3.S3SchemaFactory',
           operand: {endpoint: '%s', bucket: 'lake', accessKey: '%s', secretKey: '%s'}},
          {name: 'git', type: 'custom', factory: 'io.strake.rest.RestSchemaFactory',
           operand: {baseUrl: 'http://127.0.0.1:%d', allowPrivateAddresses: true, endpoints: [
             {name: 'repos', path: '/owners/{owner}/repos',
              columns: [{name: 'owner', type: 'VARCHAR'}, {name: 'name', type: 'VARCHAR'}],
              parameters: [{column: 'owner', in: 'path'}]}]}}]}"""
        .formatted(s3.endpoint(), s3.accessKey(), s3.secretKey(), api.getAddress().getPort());
  }

  /** An object that changes after it was listed fails every scan that reads it. */
  @Test
  void pruneObjectsWhenTheScanStarts() throws Exception {
    PreparedQuery byDay = prepare("select count(*), min(id) from lake.events where \"day\" = ?");
    PreparedQuery byId = prepare("select count(*) from lake.events where id between ? and ?");
    assertThat(byDay.pushed().get(0).request()).contains("objects=2/2", "pruneLate=", "$1");
    assertThat(run(byDay, 1)).isEqualTo("[[10, 10]]");
    assertThat(run(byDay, 2)).isEqualTo("[[10, 20]]");
    assertThat(run(byDay, (Object) null)).isEqualTo("[[0, null]]");
    assertThat(run(byId, 15, 24)).isEqualTo("[[10]]");

    s3.put("lake", "events/day=2/e.parquet", parquet("changed", 90));

    assertThat(run(byDay, 1)).isEqualTo("[[10, 10]]");
    assertThat(run(byId, 15, 16)).isEqualTo("[[2]]");
    assertThatThrownBy(() -> run(byDay, 2)).isInstanceOf(StrakeException.class);
    assertThat(run(byId, 90, 99)).as("after the failure it is listed anew").isEqualTo("[[10]]");
  }

  @Test
  void bindRequiredParametersOfRequests() {
    PreparedQuery query = prepare("select name from git.repos where owner = ?");
    assertThat(query.pushed().get(0).request()).isEqualTo("GET /owners/$1/repos");
    assertThat(REQUESTS).isEmpty();

    assertThat(run(query, "ann")).isEqualTo("[[ann-repo]]");
    assertThat(run(query, "bob")).isEqualTo("[[bob-repo]]");
    assertThat(run(query, (Object) null)).isEqualTo("[]");
    assertThatThrownBy(() -> run(query, ".."))
        .isInstanceOf(StrakeException.class)
        .hasMessageContaining("parameter 1 cannot be sent as 'owner'");
    assertThat(REQUESTS).containsExactly("/owners/ann/repos", "/owners/bob/repos");
  }

  private static PreparedQuery prepare(String sql) {
    return engine.queries().prepare(sql, Session.ANONYMOUS);
  }

  private static String run(PreparedQuery query, Object... values) {
    return TestRows.of(engine.queries().execute(query, Arrays.asList(values), Session.ANONYMOUS))
        .toString();
  }
}
