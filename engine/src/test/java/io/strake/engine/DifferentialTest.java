/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.strake.embedded.EmbeddedPostgres;
import io.strake.embedded.EmbeddedS3;
import io.strake.planner.StrakeException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import org.apache.arrow.vector.DateDayVector;
import org.apache.arrow.vector.FieldVector;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Random statements over the same rows in PostgreSQL and in Parquet: what the local engine answers,
 * what is pushed down, and what PostgreSQL itself says must be the same.
 *
 * <p>{@code -Dstrake.differential.statements=N -Dstrake.differential.seed=S} runs more or others.
 */
class DifferentialTest {
  private static final long SEED = Long.getLong("strake.differential.seed", 20261123);
  private static final int STATEMENTS = Integer.getInteger("strake.differential.statements", 150);

  /** Significant digits in which approximate numbers and quotients have to agree. */
  private static final int DIGITS = 9;

  private static final List<String> COLUMNS =
      List.of(
          "id INTEGER",
          "i INTEGER",
          "b BIGINT",
          "n DECIMAL(12, 2)",
          "m DECIMAL(9, 4)",
          "f DOUBLE",
          "s VARCHAR",
          "o BOOLEAN",
          "d DATE",
          "ts TIMESTAMP");

  private static EmbeddedPostgres postgres;
  private static EmbeddedS3 s3;
  private static FederationEngine engine;

  @BeforeAll
  static void load(@TempDir Path directory) throws Exception {
    postgres = EmbeddedPostgres.start();
    s3 = EmbeddedS3.start();
    s3.createBucket("rows");
    try (Connection duck = DriverManager.getConnection("jdbc:duckdb:");
        Statement sql = duck.createStatement()) {
      for (String table : List.of("t", "u")) {
        sql.execute(rows(table, table.equals("t") ? 240 : 60));
        Path file = directory.resolve(table + ".parquet");
        sql.execute("COPY " + table + " TO '" + file + "' (FORMAT parquet, ROW_GROUP_SIZE 2048)");
        s3.put("rows", table + "/" + table + ".parquet", file);
        copyToPostgres(sql, table);
      }
    }
    engine = FederationEngine.open(EngineOptions.of("inline:" + model()));
  }

  @AfterAll
  static void closeWithoutLeaks() throws Exception {
    assertThat(engine.allocatedBytes()).isZero();
    engine.close();
    s3.close();
    postgres.close();
  }

  @Test
  void localEngineAndPushdownAnswerAsPostgres() throws SQLException {
    RandomStatements statements = new RandomStatements(SEED);
    List<String> differences = new ArrayList<>();
    int answered = 0;
    for (int i = 0; i < STATEMENTS; i++) {
      String sql = statements.next();
      List<String> expected = askPostgres(sql);
      List<String> local = askEngine(sql, "lake");
      List<String> pushed = askEngine(sql, "pg");
      if (!local.equals(expected) || !pushed.equals(expected)) {
        differences.add(describe(sql, expected, local, pushed));
      }
      answered += expected.size() > 0 && !expected.get(0).startsWith("ERROR") ? 1 : 0;
    }

    assertThat(differences).as("seed %d, %d statements", SEED, STATEMENTS).isEmpty();
    assertThat(answered).as("statements that return rows").isGreaterThan(STATEMENTS / 2);
  }

  /** Statements that once had a wrong answer. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "SELECT 64 FROM $t HAVING COUNT(*) > 1",
        "SELECT CAST(NULL AS REAL) + COUNT(*) AS x, 64 AS y FROM $t",
        "SELECT y FROM (SELECT MAX(i) AS x, 64 AS y FROM $t WHERE i > 1000000) AS q"
      })
  void answersAsPostgres(String sql) throws SQLException {
    List<String> expected = askPostgres(sql);

    assertThat(askEngine(sql, "lake")).as("local").isEqualTo(expected);
    assertThat(askEngine(sql, "pg")).as("pushed").isEqualTo(expected);
    assertThat(expected).noneMatch(row -> row.startsWith("ERROR"));
  }

  private static String describe(
      String sql, List<String> expected, List<String> local, List<String> pushed) {
    return "\n"
        + sql
        + "\n  postgres "
        + brief(expected)
        + "\n  local    "
        + brief(local)
        + "\n  pushed   "
        + brief(pushed);
  }

  private static String brief(List<String> rows) {
    String text = rows.toString();
    return rows.size() + " " + text.substring(0, Math.min(600, text.length()));
  }

  /** Rows that are a function of their number: nulls, negatives, ties, non-ASCII, leap days. */
  private static String rows(String table, int count) {
    return """
        CREATE TABLE %s AS SELECT
          CAST(r AS INTEGER) AS id,
          CAST(CASE WHEN r %% 7 = 3 THEN NULL ELSE (r * 37) %% 23 - 11 END AS INTEGER) AS i,
          CAST(CASE WHEN r %% 11 = 5 THEN NULL ELSE (r * 7919) %% 100003 * 40000 - 2000000000 END AS BIGINT) AS b,
          CAST(CASE WHEN r %% 6 = 1 THEN NULL ELSE ((r * 617) %% 4001 - 2000) / 100 END AS DECIMAL(12, 2)) AS n,
          CAST(CASE WHEN r %% 9 = 4 THEN NULL ELSE ((r * 211) %% 30011 - 15000) / 10000 END AS DECIMAL(9, 4)) AS m,
          CASE WHEN r %% 8 = 2 THEN NULL ELSE ((r * 53) %% 97 - 48) / 4 END AS f,
          CASE r %% 10 WHEN 0 THEN NULL WHEN 1 THEN '' WHEN 2 THEN 'a' WHEN 3 THEN 'A' WHEN 4 THEN 'ab'
            WHEN 5 THEN 'é日' WHEN 6 THEN 'z%%_' WHEN 7 THEN ' b ' WHEN 8 THEN 'it''s' ELSE '𝒳b' END AS s,
          CASE WHEN r %% 5 = 0 THEN NULL ELSE r %% 3 = 0 END AS o,
          CASE WHEN r %% 13 = 6 THEN NULL ELSE DATE '2023-12-25' + CAST((r * 17) %% 500 AS INTEGER) END AS d,
          CASE WHEN r %% 12 = 7 THEN NULL
            ELSE TIMESTAMP '2024-02-28 23:00:00' + INTERVAL 1 MINUTE * CAST((r * 41) %% 4000 AS INTEGER)
              + INTERVAL 1 MICROSECOND * CAST(r AS INTEGER) END AS ts
        FROM range(%d) AS x(r)"""
        .formatted(table, count);
  }

  private static void copyToPostgres(Statement duck, String table) throws SQLException {
    String types = String.join(", ", COLUMNS).replace("DOUBLE", "DOUBLE PRECISION");
    try (Connection connection = postgres.connect();
        Statement ddl = connection.createStatement()) {
      ddl.execute("CREATE TABLE " + table + " (" + types + ")");
      String marks = String.join(", ", Collections.nCopies(COLUMNS.size(), "?"));
      try (ResultSet rows = duck.executeQuery("SELECT * FROM " + table);
          PreparedStatement insert =
              connection.prepareStatement("INSERT INTO " + table + " VALUES (" + marks + ")")) {
        while (rows.next()) {
          for (int i = 1; i <= COLUMNS.size(); i++) {
            insert.setObject(i, rows.getObject(i));
          }
          insert.addBatch();
        }
        insert.executeBatch();
      }
      ddl.execute("ANALYZE " + table);
    }
  }

  private static String model() {
    return """
        {version: '1.0', schemas: [
          {name: 'pg', type: 'custom', factory: 'io.strake.postgres.PostgresSchemaFactory',
           operand: {url: '%s', user: '%s'}},
          {name: 'lake', type: 'custom', factory: 'io.strake.s3.S3SchemaFactory',
           operand: {endpoint: '%s', bucket: 'rows', accessKey: '%s', secretKey: '%s'}}]}"""
        .formatted(
            postgres.jdbcUrl(), postgres.user(), s3.endpoint(), s3.accessKey(), s3.secretKey());
  }

  private static List<String> askPostgres(String sql) throws SQLException {
    try (Connection connection = postgres.connect();
        Statement statement = connection.createStatement()) {
      statement.execute("SET TimeZone = 'UTC'");
      try (ResultSet rows = statement.executeQuery(sql.replace("$", "public."))) {
        List<String> texts = new ArrayList<>();
        while (rows.next()) {
          List<Object> values = new ArrayList<>();
          for (int i = 1; i <= rows.getMetaData().getColumnCount(); i++) {
            values.add(rows.getObject(i));
          }
          texts.add(text(values));
        }
        return sorted(texts, sql);
      } catch (SQLException e) {
        return List.of("ERROR " + e.getSQLState());
      }
    }
  }

  private static List<String> askEngine(String sql, String schema) {
    try (QueryResult result =
        engine.queries().execute(sql.replace("$", schema + "."), Session.ANONYMOUS)) {
      List<String> texts = new ArrayList<>();
      while (result.next()) {
        for (int row = 0; row < result.batch().getRowCount(); row++) {
          List<Object> values = new ArrayList<>();
          for (FieldVector column : result.batch().getFieldVectors()) {
            values.add(value(column, row));
          }
          texts.add(text(values));
        }
      }
      return sorted(texts, sql);
    } catch (StrakeException e) {
      return List.of("ERROR " + e.code().sqlState() + explained(e));
    }
  }

  private static Object value(FieldVector column, int row) {
    return column instanceof DateDayVector days && !days.isNull(row)
        ? LocalDate.ofEpochDay(days.get(row))
        : column.getObject(row);
  }

  private static String explained(StrakeException failure) {
    return switch (failure.code()) {
      case DIVISION_BY_ZERO, VALUE_OUT_OF_RANGE -> "";
      default -> " " + failure.getMessage();
    };
  }

  private static List<String> sorted(List<String> rows, String sql) {
    if (!sql.contains("ORDER BY")) {
      Collections.sort(rows);
    }
    return rows;
  }

  private static String text(List<Object> values) {
    List<String> texts = new ArrayList<>();
    for (Object value : values) {
      texts.add(text(value));
    }
    return texts.toString();
  }

  /** Returns one text for the forms in which PostgreSQL's driver and Arrow give one value. */
  private static String text(Object value) {
    if (value == null) {
      return "null";
    } else if (value instanceof Boolean || value instanceof org.apache.arrow.vector.util.Text) {
      return value.toString().toLowerCase(Locale.ROOT).isEmpty() ? "''" : value.toString();
    } else if (value instanceof Number number) {
      BigDecimal exact = new BigDecimal(number.toString());
      BigDecimal rounded =
          exact.setScale(
              Math.max(0, DIGITS - (exact.precision() - exact.scale())), RoundingMode.HALF_EVEN);
      return rounded.signum() == 0 ? "0" : rounded.stripTrailingZeros().toPlainString();
    } else if (value instanceof java.sql.Timestamp time) {
      return time.toLocalDateTime().toString();
    }
    return value.toString().isEmpty() ? "''" : value.toString();
  }
}
