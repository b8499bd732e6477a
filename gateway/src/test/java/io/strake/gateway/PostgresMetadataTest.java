/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.strake.embedded.EmbeddedPostgres;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.apache.arrow.flight.CallOption;
import org.apache.arrow.flight.FlightClient;
import org.apache.arrow.flight.FlightInfo;
import org.apache.arrow.flight.FlightStream;
import org.apache.arrow.flight.Location;
import org.apache.arrow.flight.auth2.BearerCredentialWriter;
import org.apache.arrow.flight.grpc.CredentialCallOption;
import org.apache.arrow.flight.sql.FlightSqlClient;
import org.apache.arrow.flight.sql.FlightSqlColumnMetadata;
import org.apache.arrow.flight.sql.util.TableRef;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.types.pojo.Schema;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Comments, keys and types of PostgreSQL as every door shows them. */
@SuppressWarnings("try") // Flight declares close() with any exception
class PostgresMetadataTest {
  private static final CallOption KEY =
      new CredentialCallOption(new BearerCredentialWriter(ServerFixture.KEY));

  private static EmbeddedPostgres postgres;
  private static StrakeServer server;

  @BeforeAll
  static void start() throws SQLException {
    postgres = EmbeddedPostgres.start();
    try (Connection connection = postgres.connect();
        Statement statement = connection.createStatement()) {
      statement.execute(
          "CREATE TABLE parent (b int, a int, tag uuid, words text[], PRIMARY KEY (b, a),"
              + " UNIQUE (tag));"
              + "CREATE TABLE child (id int PRIMARY KEY, pb int, pa int,"
              + " CONSTRAINT up FOREIGN KEY (pb, pa) REFERENCES parent ON DELETE CASCADE);"
              + "COMMENT ON TABLE parent IS 'The parents'; COMMENT ON COLUMN parent.tag IS 'A tag';"
              + "INSERT INTO parent VALUES (1, 2, '00000000-0000-0000-0000-00000000abcd',"
              + " '{x,NULL,\"y z\"}')");
    }
    server = StrakeServer.start(ServerFixture.options(model()));
  }

  @AfterAll
  static void stop() throws InterruptedException {
    assertThat(ServerFixture.becomesIdle(server)).isTrue();
    server.close();
    postgres.close();
  }

  @Test
  void avaticaTellsComments() throws SQLException {
    String url =
        "jdbc:avatica:remote:url=%s;serialization=PROTOBUF;authentication=BASIC;avatica_user=x;avatica_password=%s";
    try (Connection connection =
        DriverManager.getConnection(url.formatted(server.avaticaUrl(), ServerFixture.KEY))) {
      DatabaseMetaData metadata = connection.getMetaData();
      assertThat(column(metadata.getTables(null, "crm", "parent", null), "REMARKS"))
          .containsExactly("The parents");
      assertThat(column(metadata.getColumns(null, "crm", "parent", "t%"), "REMARKS"))
          .containsExactly("A tag");
      try (Statement statement = connection.createStatement();
          ResultSet rows = statement.executeQuery("SELECT words FROM crm.parent")) {
        assertThat(rows.next()).isTrue();
        assertThat((Object[]) rows.getArray(1).getArray()).containsExactly("x", null, "y z");
      }
    }
  }

  @Test
  void flightTellsCommentsKeysAndTypes() throws Exception {
    try (BufferAllocator allocator = new RootAllocator();
        FlightSqlClient client =
            new FlightSqlClient(
                FlightClient.builder(
                        allocator, Location.forGrpcInsecure("127.0.0.1", server.flightPort()))
                    .build())) {
      FlightInfo info = client.execute("SELECT b, tag AS t, words FROM crm.parent", KEY);
      Schema schema = info.getSchemaOptional().orElseThrow();
      assertThat(typeName(schema, 0)).isNull();
      assertThat(typeName(schema, 1)).isEqualTo("uuid");
      assertThat(typeName(schema, 2)).isEqualTo("text[]");
      assertThat(rows(client, info))
          .containsExactly("1|00000000-0000-0000-0000-00000000abcd|[\"x\",null,\"y z\"]");
      FlightInfo local =
          client.execute(
              "SELECT p.tag, q.words FROM crm.parent p, crm.parent q"
                  + " WHERE p.b = q.b AND CARDINALITY(q.words) = 3 AND q.words[1] = 'x'",
              KEY);
      assertThat(rows(client, local))
          .containsExactly("00000000-0000-0000-0000-00000000abcd|[\"x\",null,\"y z\"]");
      TableRef parent = TableRef.of(null, "crm", "parent");
      assertThat(rows(client, client.getPrimaryKeys(parent, KEY)))
          .containsExactly(
              "strake|crm|parent|a|2|parent_pkey", "strake|crm|parent|b|1|parent_pkey");
      assertThat(rows(client, client.getExportedKeys(parent, KEY)))
          .containsExactly(
              "strake|crm|parent|b|strake|crm|child|pb|1|up|parent_pkey|3|0",
              "strake|crm|parent|a|strake|crm|child|pa|2|up|parent_pkey|3|0");
      assertThat(rows(client, client.getImportedKeys(TableRef.of(null, "crm", "child"), KEY)))
          .hasSize(2);
      assertThat(
              rows(
                  client, client.getCrossReference(parent, TableRef.of(null, "crm", "child"), KEY)))
          .hasSize(2);
    }
  }

  @Test
  void jdbcReadsArraysAndTheQueryFunction() throws SQLException {
    try (Connection connection = DriverManager.getConnection("jdbc:strake:model=" + model());
        Statement statement = connection.createStatement()) {
      try (ResultSet rows =
          statement.executeQuery(
              "SELECT words, u.w FROM crm.parent p, UNNEST(p.words) AS u(w)"
                  + " WHERE u.w IS NOT NULL")) {
        assertThat(rows.next()).isTrue();
        assertThat((Object[]) rows.getArray(1).getArray()).containsExactly("x", null, "y z");
      }
      assertThat(
              rows(
                  statement.executeQuery(
                      "SELECT * FROM TABLE(crm.query('SELECT b, tag FROM parent'))")))
          .containsExactly("1|00000000-0000-0000-0000-00000000abcd");
      String explain = "EXPLAIN PLAN FOR SELECT * FROM TABLE(crm.query('SELECT 42 AS answer'))";
      assertThat(rows(statement.executeQuery(explain)).toString()).contains("SELECT 42 AS answer");
    }
  }

  private static String typeName(Schema schema, int column) {
    return new FlightSqlColumnMetadata(schema.getFields().get(column).getMetadata()).getTypeName();
  }

  private static List<String> rows(FlightSqlClient client, FlightInfo info) throws Exception {
    List<String> rows = new ArrayList<>();
    try (FlightStream stream = client.getStream(info.getEndpoints().get(0).getTicket(), KEY)) {
      assertThat(stream.getSchema()).isEqualTo(info.getSchemaOptional().orElseThrow());
      while (stream.next()) {
        for (int row = 0; row < stream.getRoot().getRowCount(); row++) {
          int index = row;
          rows.add(
              String.join(
                  "|",
                  stream.getRoot().getFieldVectors().stream()
                      .map(vector -> String.valueOf(vector.getObject(index)))
                      .toList()));
        }
      }
    }
    return rows;
  }

  private static List<String> column(ResultSet result, String name) throws SQLException {
    List<String> values = new ArrayList<>();
    try (result) {
      while (result.next()) {
        values.add(String.valueOf(result.getString(name)));
      }
    }
    return values;
  }

  private static List<String> rows(ResultSet result) throws SQLException {
    List<String> rows = new ArrayList<>();
    try (result) {
      while (result.next()) {
        List<String> cells = new ArrayList<>();
        for (int i = 1; i <= result.getMetaData().getColumnCount(); i++) {
          cells.add(String.valueOf(result.getObject(i)));
        }
        rows.add(String.join("|", cells));
      }
    }
    return rows;
  }

  private static String model() {
    return """
        inline:{"version": "1.0", "schemas": [
          {"name": "crm", "type": "custom", "factory": "io.strake.postgres.PostgresSchemaFactory",
           "operand": {"url": "%s", "user": "%s"}}]}
        """
        .formatted(postgres.jdbcUrl(), postgres.user());
  }
}
