/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.gateway.avatica;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.strake.gateway.SampleSchemaFactory;
import io.strake.gateway.ServerFixture;
import io.strake.gateway.StrakeServer;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.math.BigDecimal;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Types;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.TimeZone;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class AvaticaDriverTest {
  private enum Serialization {
    JSON,
    PROTOBUF
  }

  private static StrakeServer server;

  @BeforeAll
  static void start() throws ClassNotFoundException {
    Class.forName("org.apache.calcite.avatica.remote.Driver");
    server = ServerFixture.start();
  }

  @AfterAll
  static void stop() throws InterruptedException {
    assertThat(ServerFixture.becomesIdle(server)).isTrue();
    server.close();
  }

  @ParameterizedTest
  @EnumSource
  void fetchesALargeResultInFrames(Serialization serialization) throws Exception {
    try (Connection connection = connect(serialization);
        Statement statement = connection.createStatement()) {
      statement.setFetchSize(20_000);
      long rows = 0;
      long sum = 0;
      try (ResultSet result = statement.executeQuery("SELECT n, label FROM sample.numbers")) {
        while (result.next()) {
          sum += result.getLong(1);
          assertThat(result.getString(2) == null).isEqualTo(result.getLong(1) % 10 == 0);
          rows++;
        }
      }
      assertThat(rows).isEqualTo(SampleSchemaFactory.ROWS);
      assertThat(sum).isEqualTo(rows * (rows - 1) / 2);
      assertThat(ServerFixture.becomesIdle(server)).isTrue(); // released with the last row
    }
  }

  @ParameterizedTest
  @EnumSource
  void readsEveryType(Serialization serialization) throws SQLException {
    try (Connection connection = connect(serialization);
        Statement statement = connection.createStatement();
        ResultSet rows =
            statement.executeQuery("SELECT * FROM sample.types ORDER BY flag NULLS LAST")) {
      assertThat(rows.next()).isTrue();
      assertThat(rows.getBoolean("flag")).isTrue();
      assertThat(rows.getByte("tiny")).isEqualTo((byte) 7);
      assertThat(rows.getShort("small")).isEqualTo((short) -300);
      assertThat(rows.getInt("whole")).isEqualTo(70_000);
      assertThat(rows.getLong("big")).isEqualTo(5_000_000_000L);
      assertThat(rows.getFloat("single")).isEqualTo(1.5f);
      assertThat(rows.getDouble("twice")).isEqualTo(0.1);
      assertThat(rows.getBigDecimal("amount")).isEqualTo(new BigDecimal("1234567890123456.7891"));
      assertThat(rows.getString("words")).isEqualTo("Straße \uD83D\uDE80");
      assertThat(rows.getBytes("bytes")).containsExactly(0, 1, 255);
      assertThat(rows.getString("born")).isEqualTo("2024-02-29");
      assertThat(rows.getString("noon")).startsWith("12:34:56");
      assertThat(rows.getTimestamp("seen", java.util.Calendar.getInstance(utc())).getTime())
          .isEqualTo(-1);
      assertThat(rows.getArray("items").getArray()).isEqualTo(new Object[] {1, 2, 3});
      assertThat(rows.next()).isTrue();
      for (int column = 1; column <= rows.getMetaData().getColumnCount(); column++) {
        assertThat(rows.getObject(column)).isNull();
      }
      assertThat(rows.next()).isFalse();
    }
  }

  @ParameterizedTest
  @EnumSource
  void runsAPreparedStatementTwice(Serialization serialization) throws SQLException {
    try (Connection connection = connect(serialization);
        PreparedStatement statement =
            connection.prepareStatement("SELECT n FROM sample.numbers WHERE n < 3 ORDER BY n")) {
      assertThat(statement.getMetaData().getColumnType(1)).isEqualTo(Types.BIGINT);
      for (int run = 0; run < 2; run++) {
        List<Long> values = new ArrayList<>();
        try (ResultSet rows = statement.executeQuery()) {
          while (rows.next()) {
            values.add(rows.getLong(1));
          }
        }
        assertThat(values).containsExactly(0L, 1L, 2L);
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void keepsToTheRowLimit(Serialization serialization) throws Exception {
    try (Connection connection = connect(serialization);
        Statement statement = connection.createStatement()) {
      statement.setMaxRows(250);
      int rows = 0;
      try (ResultSet result = statement.executeQuery("SELECT n FROM sample.numbers")) {
        while (result.next()) {
          rows++;
        }
      }
      assertThat(rows).isEqualTo(250);
    }
  }

  @ParameterizedTest
  @EnumSource
  void showsMetadata(Serialization serialization) throws SQLException {
    try (Connection connection = connect(serialization)) {
      DatabaseMetaData metadata = connection.getMetaData();
      assertThat(metadata.getNumericFunctions()).contains("ABS");
      assertThat(column(metadata.getCatalogs(), "TABLE_CAT")).containsExactly("strake");
      assertThat(column(metadata.getSchemas(), "TABLE_SCHEM")).contains("sample");
      assertThat(column(metadata.getTableTypes(), "TABLE_TYPE")).containsExactly("TABLE", "VIEW");
      assertThat(column(metadata.getTables(null, "sample", "%", null), "TABLE_NAME"))
          .containsExactly("numbers", "types");
      assertThat(column(metadata.getTables(null, null, null, new String[] {"VIEW"}), "TABLE_NAME"))
          .isEmpty();
      assertThat(column(metadata.getColumns(null, "sample", "numbers", "%"), "COLUMN_NAME"))
          .containsExactly("n", "label");
      assertThat(column(metadata.getTypeInfo(), "TYPE_NAME")).hasSize(16).contains("DECIMAL");
      try (ResultSet columns = metadata.getColumns(null, "sample", "types", "amount")) {
        assertThat(columns.next()).isTrue();
        assertThat(columns.getInt("DATA_TYPE")).isEqualTo(Types.DECIMAL);
        assertThat(columns.getInt("COLUMN_SIZE")).isEqualTo(20);
        assertThat(columns.getInt("DECIMAL_DIGITS")).isEqualTo(4);
        assertThat(columns.getString("IS_NULLABLE")).isEqualTo("YES");
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void showsFailuresWithStateAndNumber(Serialization serialization) throws SQLException {
    try (Connection connection = connect(serialization);
        Statement statement = connection.createStatement()) {
      assertFails(statement, "SELEC 1", "42601", 2001);
      assertFails(statement, "SELECT * FROM sample.nowhere", "42P01", 2003);
      assertFails(statement, "DELETE FROM sample.numbers", "25006", 2006);
      assertFails(statement, "SELECT 1 / (n - 7) FROM sample.numbers", "22012", 2011);
      assertFails(statement, "SELECT n FROM sample.numbers WHERE n = ?", "0A000", 2007);
    }
  }

  @ParameterizedTest
  @EnumSource
  void refusesAWrongKey(Serialization serialization) {
    assertThatThrownBy(
            () -> connect(serialization, "authentication=BASIC;avatica_user=x;avatica_password=no"))
        .hasStackTraceContaining("401");
  }

  @ParameterizedTest
  @EnumSource
  void takesABearerToken(Serialization serialization) throws SQLException {
    try (Connection connection =
            connect(serialization, "authentication=BEARER;bearer_token=" + ServerFixture.KEY);
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery("SELECT 1")) {
      assertThat(rows.next()).isTrue();
    }
  }

  @ParameterizedTest
  @EnumSource
  void releasesTheResultOfAClosedConnection(Serialization serialization) throws Exception {
    try (Connection connection = connect(serialization);
        Statement statement = connection.createStatement()) {
      assertThat(statement.executeQuery("SELECT n, label FROM sample.numbers").next()).isTrue();
      assertThat(server.runningStatements()).isEqualTo(1);
    }
    assertThat(server.runningStatements()).isZero();
    assertThat(server.allocatedBytes()).isZero();
  }

  @Test
  void ignoresPropertiesThatWouldReachIntoTheServer() throws SQLException {
    String model = "model=inline:{};schemaFactory=java.lang.Object;parserFactory=x#y";
    try (Connection connection =
            connect(Serialization.PROTOBUF, basic(ServerFixture.KEY) + ";" + model);
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery("SELECT COUNT(*) FROM sample.types")) {
      assertThat(rows.next()).isTrue();
      assertThat(rows.getInt(1)).isEqualTo(2);
    }
  }

  @Test
  void takesTheSchemaOfTheConnection() throws SQLException {
    try (Connection connection =
            connect(Serialization.PROTOBUF, basic(ServerFixture.KEY) + ";schema=sample");
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery("SELECT COUNT(*) FROM types")) {
      assertThat(rows.next()).isTrue();
    }
  }

  @Test
  void keepsConnectionsOfPrincipalsApart() throws Exception {
    String open = "{\"request\":\"openConnection\",\"connectionId\":\"c-of-alice\",\"info\":{}}";
    String create = "{\"request\":\"createStatement\",\"connectionId\":\"c-of-alice\"}";

    assertThat(post(open, ServerFixture.KEY).statusCode()).isEqualTo(200);
    HttpResponse<String> stolen = post(create, ServerFixture.OTHER_KEY);
    assertThat(stolen.statusCode()).isEqualTo(500);
    assertThat(stolen.body()).contains("no such connection").doesNotContain("\tat ");
    assertThat(post(create, ServerFixture.KEY).statusCode()).isEqualTo(200);
    post("{\"request\":\"closeConnection\",\"connectionId\":\"c-of-alice\"}", ServerFixture.KEY);
  }

  @Test
  void anotherConnectionMayFetchTheNextRows() throws Exception {
    for (String header : List.of("Via", "Forwarded", "X-Forwarded-For")) {
      assertThat(fetchAfterTheConnectionWasClosed(header)).as(header).contains("\"rows\":[[");
    }
    assertThat(fetchAfterTheConnectionWasClosed("X-Harmless"))
        .contains("\"missingStatement\":true");
  }

  /** Runs a statement over a connection that is closed, and fetches over another one. */
  private static String fetchAfterTheConnectionWasClosed(String header) throws Exception {
    String first = postOnce("openConnection", "\"info\":{}", header);
    assertThat(first).contains("openConnection");
    postOnce("createStatement", "", header);
    String rows =
        postOnce(
            "prepareAndExecute",
            "\"statementId\":0,\"sql\":\"SELECT n FROM sample.numbers\",\"maxRowCount\":-1,"
                + "\"maxRowsInFirstFrame\":1",
            header);
    assertThat(rows).contains("\"rows\":[[").contains("\"done\":false");
    Thread.sleep(1000); // longer than a client may take to come back
    String next =
        postOnce("fetch", "\"statementId\":0,\"offset\":1,\"fetchMaxRowCount\":1", header);
    postOnce("closeConnection", "", header);
    return next;
  }

  /** Sends one request over a connection of its own that the client closes afterwards. */
  private static String postOnce(String request, String fields, String header) throws IOException {
    String body =
        "{\"request\":\"%s\",\"connectionId\":\"fleeting\"%s}"
            .formatted(request, fields.isEmpty() ? "" : "," + fields);
    URI url = URI.create(server.avaticaUrl());
    try (Socket socket = new Socket(url.getHost(), url.getPort())) {
      String head =
          "POST / HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer %s\r\n%s: proxy\r\nContent-Length: %d"
              + "\r\n\r\n";
      socket
          .getOutputStream()
          .write((head.formatted(ServerFixture.KEY, header, body.length()) + body).getBytes(UTF_8));
      socket.setSoTimeout(10_000);
      BufferedReader in =
          new BufferedReader(new InputStreamReader(socket.getInputStream(), ISO_8859_1));
      int length = 0;
      for (String line = in.readLine(); !line.isEmpty(); line = in.readLine()) {
        if (line.toLowerCase(Locale.ROOT).startsWith("content-length:")) {
          length = Integer.parseInt(line.substring(line.indexOf(':') + 1).strip());
        }
      }
      char[] answer = new char[length];
      for (int read = 0; read < length; ) {
        read += in.read(answer, read, length - read);
      }
      return new String(answer);
    }
  }

  @Test
  void answersNonsenseWithAnErrorAndGoesOn() throws Exception {
    assertThat(post("{\"request\":\"getSchemas\"}", ServerFixture.KEY).body())
        .contains("no such connection");
    assertThat(post("{\"request\":[]}", ServerFixture.KEY).body())
        .contains("STRAKE-2002")
        .doesNotContain("\tat ");
    assertThat(post("nonsense", ServerFixture.KEY).statusCode()).isEqualTo(500);
    assertThat(post("{}", "no-key-at-all").statusCode()).isEqualTo(401);
    assertThat(post("{" + "\"a\":[".repeat(200_000), ServerFixture.KEY).statusCode())
        .isEqualTo(500);
    assertThat(post(" ".repeat(AvaticaEndpoint.MAX_REQUEST_BYTES + 1), ServerFixture.KEY).body())
        .contains("STRAKE-2014 (54000)");
  }

  private static HttpResponse<String> post(String body, String key)
      throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(server.avaticaUrl()))
            .header("authorization", "Bearer " + key)
            .POST(HttpRequest.BodyPublishers.ofString(body))
            .build();
    return HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
  }

  private static void assertFails(Statement statement, String sql, String state, int number) {
    assertThatThrownBy(
            () -> {
              try (ResultSet rows = statement.executeQuery(sql)) {
                while (rows.next()) {
                  rows.getObject(1);
                }
              }
            })
        .satisfies(
            e -> {
              SQLException failure = sqlException(e);
              assertThat(failure.getSQLState()).isEqualTo(state);
              assertThat(failure.getErrorCode()).isEqualTo(number);
              assertThat(failure.getMessage()).contains("STRAKE-" + number);
            });
  }

  private static SQLException sqlException(Throwable failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof SQLException found) {
        return found;
      }
    }
    throw new AssertionError("no SQLException", failure);
  }

  private static List<String> column(ResultSet rows, String name) throws SQLException {
    List<String> values = new ArrayList<>();
    try (rows) {
      while (rows.next()) {
        values.add(rows.getString(name));
      }
    }
    return values;
  }

  private static Connection connect(Serialization serialization) throws SQLException {
    return connect(serialization, basic(ServerFixture.KEY));
  }

  private static String basic(String key) {
    return "authentication=BASIC;avatica_user=anybody;avatica_password=" + key;
  }

  private static Connection connect(Serialization serialization, String properties)
      throws SQLException {
    return DriverManager.getConnection(
        "jdbc:avatica:remote:url=%s;serialization=%s;%s"
            .formatted(server.avaticaUrl(), serialization, properties));
  }

  private static TimeZone utc() {
    return TimeZone.getTimeZone("UTC");
  }
}
