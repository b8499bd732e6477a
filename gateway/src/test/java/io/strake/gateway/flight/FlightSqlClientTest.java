/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.gateway.flight;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.Any;
import com.google.protobuf.ByteString;
import io.strake.gateway.SampleSchemaFactory;
import io.strake.gateway.ServerFixture;
import io.strake.gateway.StrakeServer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.arrow.flight.CallOption;
import org.apache.arrow.flight.FlightCallHeaders;
import org.apache.arrow.flight.FlightClient;
import org.apache.arrow.flight.FlightInfo;
import org.apache.arrow.flight.FlightRuntimeException;
import org.apache.arrow.flight.FlightStatusCode;
import org.apache.arrow.flight.FlightStream;
import org.apache.arrow.flight.HeaderCallOption;
import org.apache.arrow.flight.Location;
import org.apache.arrow.flight.SessionOptionValueFactory;
import org.apache.arrow.flight.SetSessionOptionsRequest;
import org.apache.arrow.flight.SetSessionOptionsResult;
import org.apache.arrow.flight.Ticket;
import org.apache.arrow.flight.auth2.BearerCredentialWriter;
import org.apache.arrow.flight.grpc.CredentialCallOption;
import org.apache.arrow.flight.sql.FlightSqlClient;
import org.apache.arrow.flight.sql.FlightSqlClient.PreparedStatement;
import org.apache.arrow.flight.sql.impl.FlightSql;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.types.pojo.Schema;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@SuppressWarnings("try") // Flight declares close() with any exception
class FlightSqlClientTest {
  private static final CallOption KEY = bearer(ServerFixture.KEY);

  private static StrakeServer server;
  private static BufferAllocator allocator;

  private FlightSqlClient client;

  @BeforeAll
  static void start() {
    server = ServerFixture.start();
    allocator = new RootAllocator();
  }

  @AfterAll
  static void stop() throws InterruptedException {
    assertThat(ServerFixture.becomesIdle(server)).isTrue();
    server.close();
    allocator.close();
  }

  @BeforeEach
  void connect() {
    client = connect(server);
  }

  @AfterEach
  void disconnect() throws Exception {
    client.close();
  }

  @Test
  void sendsEveryRowOfALargeResult() throws Exception {
    FlightInfo info = client.execute("SELECT n, label FROM sample.numbers", KEY);

    assertThat(info.getEndpoints()).hasSize(1);
    assertThat(info.getEndpoints().get(0).getLocations()).isEmpty();
    long rows = 0;
    long nulls = 0;
    try (FlightStream stream = client.getStream(info.getEndpoints().get(0).getTicket(), KEY)) {
      while (stream.next()) {
        assertThat(bytes(stream.getRoot())).isLessThan(2L * 1024 * 1024);
        rows += stream.getRoot().getRowCount();
        nulls += stream.getRoot().getVector("label").getNullCount();
      }
    }
    assertThat(rows).isEqualTo(SampleSchemaFactory.ROWS);
    assertThat(nulls).isEqualTo(SampleSchemaFactory.ROWS / 10);
    assertThat(ServerFixture.becomesIdle(server)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SELECT * FROM sample.types",
        "SELECT n, label FROM sample.numbers WHERE n < 0",
        "SELECT label, COUNT(*) AS c, MAX(n) AS m FROM sample.numbers"
            + " WHERE n < 20 GROUP BY label",
        "SELECT 1 AS first_one, 'x' AS x, CAST(NULL AS INTEGER) AS nothing_there",
        "EXPLAIN PLAN FOR SELECT n FROM sample.numbers"
      })
  void showsTheSameSchemaEverywhere(String sql) throws Exception {
    FlightInfo info = client.execute(sql, KEY);
    Schema expected = schema(info);

    assertThat(expected.getFields()).isNotEmpty();
    assertThat(client.getExecuteSchema(sql, KEY).getSchema()).isEqualTo(expected);
    assertThat(streamed(info)).isEqualTo(expected);
    PreparedStatement prepared = client.prepare(sql, KEY);
    try {
      assertThat(prepared.getResultSetSchema()).isEqualTo(expected);
      assertThat(prepared.getParameterSchema().getFields()).isEmpty();
      assertThat(prepared.fetchSchema(KEY).getSchema()).isEqualTo(expected);
      FlightInfo preparedInfo = prepared.execute(KEY);
      assertThat(schema(preparedInfo)).isEqualTo(expected);
      assertThat(streamed(preparedInfo)).isEqualTo(expected);
    } finally {
      prepared.close(KEY);
    }
  }

  @Test
  void showsTheSchemaOfMetadataThatItSends() throws Exception {
    Map<String, FlightInfo> infos = new HashMap<>();
    infos.put("catalogs", client.getCatalogs(KEY));
    infos.put("schemas", client.getSchemas(null, null, KEY));
    infos.put("tables", client.getTables(null, null, null, null, false, KEY));
    infos.put("tables with schema", client.getTables(null, null, null, null, true, KEY));
    infos.put("table types", client.getTableTypes(KEY));
    infos.put("sql info", client.getSqlInfo(new int[0], KEY));
    infos.put("types", client.getXdbcTypeInfo(KEY));
    org.apache.arrow.flight.sql.util.TableRef table =
        org.apache.arrow.flight.sql.util.TableRef.of(null, "sample", "types");
    infos.put("primary keys", client.getPrimaryKeys(table, KEY));
    infos.put("exported keys", client.getExportedKeys(table, KEY));
    infos.put("imported keys", client.getImportedKeys(table, KEY));
    infos.put("cross reference", client.getCrossReference(table, table, KEY));

    for (Map.Entry<String, FlightInfo> entry : infos.entrySet()) {
      assertThat(entry.getValue().getEndpoints()).as(entry.getKey()).hasSize(1);
      assertThat(streamed(entry.getValue())).as(entry.getKey()).isEqualTo(schema(entry.getValue()));
    }
  }

  @Test
  void listsTablesWithTheTypesOfTheirColumns() throws Exception {
    FlightInfo info = client.getTables("strake", "sam%", "ty_es", List.of("TABLE"), true, KEY);

    try (FlightStream stream = client.getStream(info.getEndpoints().get(0).getTicket(), KEY)) {
      assertThat(stream.next()).isTrue();
      VectorSchemaRoot root = stream.getRoot();
      assertThat(root.getRowCount()).isEqualTo(1);
      assertThat(root.getVector("table_name").getObject(0)).hasToString("types");
      Schema schema = IpcSchemasReader.read((byte[]) root.getVector("table_schema").getObject(0));
      assertThat(schema.findField("amount").getMetadata())
          .containsEntry("ARROW:FLIGHT:SQL:TYPE_NAME", "DECIMAL")
          .containsEntry("ARROW:FLIGHT:SQL:PRECISION", "20")
          .containsEntry("ARROW:FLIGHT:SQL:SCALE", "4")
          .containsEntry("ARROW:FLIGHT:SQL:TABLE_NAME", "types");
    }
    assertThat(rows(client.getTables("other", null, null, null, false, KEY))).isZero();
    assertThat(rows(client.getTables(null, null, null, List.of("VIEW"), false, KEY))).isZero();
  }

  @Test
  void describesAllNineteenColumnsOfEveryType() throws Exception {
    FlightInfo info = client.getXdbcTypeInfo(KEY);

    assertThat(schema(info).getFields()).hasSize(19);
    assertThat(rows(info)).isEqualTo(16);
    assertThat(rows(client.getXdbcTypeInfo(4, KEY))).isEqualTo(1);
  }

  @Test
  void hasAValueForEverySqlInfo() throws Exception {
    assertThat(rows(client.getSqlInfo(new int[0], KEY))).isGreaterThan(85);
    assertThat(rows(client.getSqlInfo(new int[] {0, 1, 508, 100_000}, KEY))).isEqualTo(3);
  }

  @Test
  void refusesCallsWithoutAKnownKey() {
    assertFails(() -> client.execute("SELECT 1"), FlightStatusCode.UNAUTHENTICATED, "no API key");
    assertFails(
        () -> client.execute("SELECT 1", bearer("wrong-key-0123456")),
        FlightStatusCode.UNAUTHENTICATED,
        "the API key is wrong");
    assertFails(
        () -> client.getCatalogs(bearer("wrong-key-0123456")),
        FlightStatusCode.UNAUTHENTICATED,
        "STRAKE-4001 (28000)");
  }

  @Test
  void takesTheKeyInAnyHeader() {
    FlightCallHeaders headers = new FlightCallHeaders();
    headers.insert("x-api-key", ServerFixture.KEY);

    assertThat(client.execute("SELECT 1", new HeaderCallOption(headers)).getEndpoints()).hasSize(1);
  }

  @ParameterizedTest
  @CsvSource({
    "SELEC 1, INVALID_ARGUMENT, STRAKE-2001 (42601)",
    "SELECT * FROM sample.nowhere, NOT_FOUND, STRAKE-2003 (42P01)",
    "SELECT nothing FROM sample.numbers, INVALID_ARGUMENT, STRAKE-2004 (42703)",
    "INSERT INTO sample.numbers VALUES (1), INVALID_ARGUMENT, STRAKE-2006 (25006)",
    "DROP TABLE sample.numbers, INVALID_ARGUMENT, STRAKE-20",
  })
  void showsTheCauseOfAFailure(String sql, FlightStatusCode status, String line) {
    assertFails(() -> client.execute(sql, KEY), status, line);
    assertFails(() -> client.prepare(sql, KEY), status, line);
    assertFails(() -> client.getExecuteSchema(sql, KEY), status, line);
  }

  @Test
  void refusesParametersClearly() {
    assertFails(
        () -> client.prepare("SELECT n FROM sample.numbers WHERE n = ?", KEY),
        FlightStatusCode.UNIMPLEMENTED,
        "parameter");
  }

  @Test
  void failsInTheStreamWhenARowFails() {
    FlightInfo info = client.execute("SELECT 1 / (n - 7) FROM sample.numbers", KEY);

    assertFails(() -> rows(info), FlightStatusCode.INVALID_ARGUMENT, "STRAKE-2011 (22012)");
  }

  @Test
  void refusesUpdates() {
    assertFails(
        () -> client.executeUpdate("DELETE FROM sample.numbers", KEY),
        FlightStatusCode.INVALID_ARGUMENT,
        "STRAKE-2006 (25006): query: Strake reads only");
  }

  @Test
  void refusesTransactionsAndOtherActions() {
    assertFails(
        () -> client.beginTransaction(KEY),
        FlightStatusCode.UNIMPLEMENTED,
        "action 'BeginTransaction' is not supported");
    List<String> actions = new ArrayList<>();
    try (FlightClient plain = plain()) {
      plain.listActions(KEY).forEach(action -> actions.add(action.getType()));
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
    assertThat(actions)
        .containsExactlyInAnyOrder(
            "CreatePreparedStatement",
            "ClosePreparedStatement",
            "SetSessionOptions",
            "GetSessionOptions",
            "CloseSession");
  }

  @Test
  void acceptsTheOnlyCatalogAsSessionOption() {
    SetSessionOptionsResult good =
        client.setSessionOptions(
            new SetSessionOptionsRequest(
                Map.of("catalog", SessionOptionValueFactory.makeSessionOptionValue("strake"))),
            KEY);
    SetSessionOptionsResult bad =
        client.setSessionOptions(
            new SetSessionOptionsRequest(
                Map.of(
                    "catalog", SessionOptionValueFactory.makeSessionOptionValue("other"),
                    "color", SessionOptionValueFactory.makeSessionOptionValue("red"))),
            KEY);

    assertThat(good.hasErrors()).isFalse();
    assertThat(bad.getErrors().get("catalog").value)
        .isEqualTo(SetSessionOptionsResult.ErrorValue.INVALID_VALUE);
    assertThat(bad.getErrors().get("color").value)
        .isEqualTo(SetSessionOptionsResult.ErrorValue.INVALID_NAME);
  }

  @Test
  void refusesForgedTicketsAndThoseOfOthers() {
    Ticket real = client.execute("SELECT 1", KEY).getEndpoints().get(0).getTicket();
    Ticket forged =
        new Ticket(
            Any.pack(
                    FlightSql.TicketStatementQuery.newBuilder()
                        .setStatementHandle(ByteString.copyFromUtf8("SELECT 1".repeat(10)))
                        .build())
                .toByteArray());

    assertFails(
        () -> drain(forged, KEY), FlightStatusCode.UNAUTHENTICATED, "not made by this server");
    assertFails(
        () -> drain(real, bearer(ServerFixture.OTHER_KEY)),
        FlightStatusCode.UNAUTHORIZED,
        "made for another principal");
    assertFails(
        () -> drain(new Ticket(new byte[] {1, 2, 3}), KEY),
        FlightStatusCode.INVALID_ARGUMENT,
        "STRAKE-");
  }

  @Test
  void releasesTheResultWhenAClientCancels() throws Exception {
    FlightInfo info = client.execute("SELECT n, label FROM sample.numbers", KEY);
    try (FlightStream stream = client.getStream(info.getEndpoints().get(0).getTicket(), KEY)) {
      assertThat(stream.next()).isTrue();
      assertThat(server.runningStatements()).isEqualTo(1);
      stream.cancel("enough", null);
    }

    assertThat(ServerFixture.becomesIdle(server)).isTrue();
  }

  @Test
  void holdsASlowClientBackAndReleasesTheResultWhenItVanishes() throws Exception {
    FlightClient vanishing = plain();
    FlightInfo info = client.execute("SELECT n, label, label AS again FROM sample.numbers", KEY);
    FlightStream stream = vanishing.getStream(info.getEndpoints().get(0).getTicket(), KEY);
    assertThat(stream.next()).isTrue();
    Thread.sleep(300);

    assertThat(server.runningStatements()).isEqualTo(1); // it waits for the client
    assertThat(server.allocatedBytes()).isLessThan(16L * 1024 * 1024);

    stream.close();
    vanishing.close();
    assertThat(ServerFixture.becomesIdle(server)).isTrue();
  }

  static FlightSqlClient connect(StrakeServer to) {
    return new FlightSqlClient(
        FlightClient.builder(allocator, Location.forGrpcInsecure("127.0.0.1", to.flightPort()))
            .build());
  }

  private static FlightClient plain() {
    return FlightClient.builder(
            allocator, Location.forGrpcInsecure("127.0.0.1", server.flightPort()))
        .build();
  }

  private static CallOption bearer(String key) {
    return new CredentialCallOption(new BearerCredentialWriter(key));
  }

  private Schema streamed(FlightInfo info) throws Exception {
    try (FlightStream stream = client.getStream(info.getEndpoints().get(0).getTicket(), KEY)) {
      Schema schema = stream.getSchema();
      while (stream.next()) {
        assertThat(stream.getRoot().getSchema()).isEqualTo(schema);
      }
      return schema;
    }
  }

  private long rows(FlightInfo info) throws Exception {
    return drain(info.getEndpoints().get(0).getTicket(), KEY);
  }

  private long drain(Ticket ticket, CallOption key) throws Exception {
    long rows = 0;
    try (FlightStream stream = client.getStream(ticket, key)) {
      while (stream.next()) {
        rows += stream.getRoot().getRowCount();
      }
    }
    return rows;
  }

  private static Schema schema(FlightInfo info) {
    return info.getSchemaOptional().orElseThrow();
  }

  private static long bytes(VectorSchemaRoot root) {
    return root.getFieldVectors().stream().mapToLong(v -> v.getBufferSize()).sum();
  }

  private static void assertFails(ThrowingCallable call, FlightStatusCode status, String text) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            FlightRuntimeException.class,
            e -> assertThat(e.status().code()).as(e.toString()).isEqualTo(status))
        .hasMessageContaining(text);
  }
}
