/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.strake.planner.ErrorCode;
import io.strake.planner.StrakeException;
import java.nio.file.Path;
import java.sql.Connection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.iceberg.Schema;
import org.apache.iceberg.Table;
import org.apache.iceberg.types.Types;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Iceberg tables of a REST catalog. */
@Tag("long")
class IcebergCatalogTest {
  private static final String TOKEN = "secret-of-the-catalog";

  @TempDir static Path directory;
  private static IcebergFixture iceberg;
  private static Table table;

  @BeforeAll
  static void start() throws Exception {
    iceberg = new IcebergFixture(directory);
    table =
        iceberg.create(
            "orders", new Schema(Types.NestedField.optional(1, "id", Types.LongType.get())));
    iceberg.append(table, "SELECT i AS id FROM range(1000) r(i)");
  }

  @AfterAll
  static void stop() throws Exception {
    iceberg.close();
  }

  private static Map<String, Object> operand(String uri, String... more) {
    Map<String, Object> operand =
        new HashMap<>(Map.of("name", "t", "format", "iceberg", "catalog", uri));
    operand.put("table", "ns.orders");
    for (int i = 0; i < more.length; i += 2) {
      operand.put(more[i], more[i + 1]);
    }
    return operand;
  }

  private static long differences(Map<String, Object> operand, String expected) throws Exception {
    return iceberg.store.differences(S3Fixture.table(iceberg.store.schema(operand)), expected);
  }

  private static void assertFails(Map<String, Object> operand, ErrorCode code, String... parts) {
    assertThatThrownBy(() -> differences(operand, "SELECT 1"))
        .isInstanceOfSatisfying(StrakeException.class, e -> assertThat(e.code()).isEqualTo(code))
        .hasMessageContainingAll(parts)
        .hasMessageNotContaining(TOKEN);
  }

  @Test
  void readsATableThatTheCatalogKnows() throws Exception {
    try (IcebergRestServer server = new IcebergRestServer(iceberg.catalog, TOKEN)) {
      assertThat(
              differences(
                  operand(server.uri(), "token", TOKEN, "warehouse", "w"),
                  "SELECT i AS id FROM range(1000) r(i)"))
          .isZero();
      assertThat(server.requests)
          .contains("GET v1/config?warehouse=w")
          .anyMatch(request -> request.startsWith("GET v1/namespaces/ns/tables/orders"));
      String definition =
          "{name:'t',format:'iceberg',catalog:'%s',table:'ns.orders',token:'%s'}"
              .formatted(server.uri(), TOKEN);
      try (Connection connection = iceberg.store.connect(definition)) {
        String sql = "select count(*) from \"t\" where \"id\" < 10";
        assertThat(S3Fixture.query(connection, sql)).containsExactly("10");
        assertThat(S3Fixture.explain(connection, sql)).doesNotContain(TOKEN);
      }
    }
  }

  @Test
  void getsTokensForACredential() throws Exception {
    try (IcebergRestServer server =
        new IcebergRestServer(iceberg.catalog, "client-credentials-token")) {
      assertThat(
              differences(
                  operand(server.uri(), "credential", "me:" + TOKEN),
                  "SELECT i AS id FROM range(1000) r(i)"))
          .isZero();
      assertThat(server.requests).contains("POST v1/oauth/tokens");
    }
  }

  @Test
  void seesNewSnapshotsOfTheCatalog() throws Exception {
    Table growing =
        iceberg.create(
            "growing", new Schema(Types.NestedField.optional(1, "id", Types.LongType.get())));
    iceberg.append(growing, "SELECT i AS id FROM range(5) r(i)");
    long first = growing.currentSnapshot().snapshotId();
    iceberg.append(growing, "SELECT i AS id FROM range(5, 8) r(i)");
    try (IcebergRestServer server = new IcebergRestServer(iceberg.catalog, TOKEN)) {
      Map<String, Object> operand = operand(server.uri(), "token", TOKEN, "table", "ns.growing");
      assertThat(differences(operand, "SELECT i AS id FROM range(8) r(i)")).isZero();
      operand.put("snapshotId", String.valueOf(first));
      assertThat(differences(operand, "SELECT i AS id FROM range(5) r(i)")).isZero();
    }
  }

  @Test
  void trustsThePrivateAuthorityOfTheSource() throws Exception {
    PrivateCa authority = new PrivateCa(directory);
    try (IcebergRestServer server =
        new IcebergRestServer(iceberg.catalog, TOKEN, Optional.of(authority.context()))) {
      Map<String, Object> definition = operand(server.uri(), "token", TOKEN);
      assertFails(definition, ErrorCode.SOURCE_UNAVAILABLE, "'t'");
      Map<String, Object> source =
          Map.of(
              "endpoint", iceberg.store.s3.endpoint(),
              "bucket", S3Fixture.BUCKET,
              "accessKey", iceberg.store.s3.accessKey(),
              "secretKey", iceberg.store.s3.secretKey(),
              "caCertificate", authority.pem(),
              "definitions", List.of(definition));
      assertThat(
              iceberg.store.differences(
                  S3Fixture.table(iceberg.store.open(source)),
                  "SELECT i AS id FROM range(1000) r(i)"))
          .isZero();
    }
  }

  @Test
  void saysWhatTheCatalogRefuses() throws Exception {
    String uri;
    try (IcebergRestServer server = new IcebergRestServer(iceberg.catalog, TOKEN)) {
      uri = server.uri();
      assertFails(
          operand(uri, "token", TOKEN, "table", "ns.none"),
          ErrorCode.UNKNOWN_TABLE,
          "ns.none",
          "does not exist");
      assertFails(
          operand(uri, "token", "wrong"), ErrorCode.SOURCE_DENIED, "'t'", "operands 'token'");
    }
    Map<String, Object> gone = operand(uri, "token", TOKEN);
    assertFails(gone, ErrorCode.SOURCE_UNAVAILABLE, "'t'", "operand 'catalog'");
  }

  @Test
  void checksTheOperands() {
    assertRefused("operand 'catalog' must be an https address", "token", TOKEN);
    assertRefused(
        "operand 'token' must be left out",
        "token",
        TOKEN,
        "credential",
        "x:y",
        "catalog",
        "https://catalog.example.com");
    assertRefused("operand 'table' must be a name with its namespace", "table", "orders");
    assertRefused("operand 'location' must be left out", "location", "orders/");
    assertRefused("operand 'snapshotId' must be the number", "snapshotId", "last");
    assertRefused("operand 'asOf' must be a time with its offset", "asOf", "2026-01-01T00:00:00");
    assertRefused("the only one of snapshotId, asOf and ref", "snapshotId", "1", "ref", "main");
    assertRefused("operand 'catalog' must be an address", "catalog", "ftp://catalog");
    assertRefused("unknown operands [delimiter]", "delimiter", ";");
    Map<String, Object> located =
        Map.of("name", "t", "format", "iceberg", "location", "orders", "warehouse", "w");
    assertThatThrownBy(() -> iceberg.store.schema(located)).hasMessageContaining("'catalog'");
    Map<String, Object> listed = Map.of("name", "t", "location", "orders", "snapshotId", "1");
    assertThatThrownBy(() -> iceberg.store.schema(listed)).hasMessageContaining("[snapshotId]");
  }

  private static void assertRefused(String message, String... operands) {
    assertThatThrownBy(() -> iceberg.store.schema(operand("http://catalog.example.com", operands)))
        .hasMessageContaining(message)
        .hasMessageNotContaining(TOKEN);
  }
}
