/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.strake.embedded.EmbeddedPostgres;
import io.strake.embedded.EmbeddedS3;
import io.strake.engine.plan.StatementPlanner;
import io.strake.planner.ErrorCode;
import io.strake.planner.StrakeException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import org.apache.arrow.vector.FieldVector;
import org.jspecify.annotations.Nullable;

/**
 * The same rows in PostgreSQL (schema {@code pg}) and as Parquet (schema {@code lake}), and who can
 * be asked about them. In statements {@code $} stands before a table where its schema belongs. May
 * be asked by several threads.
 */
final class DifferentialServers implements AutoCloseable {
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
          "ts TIMESTAMP",
          "g DOUBLE");

  /** Failures that are an answer, whatever their text. */
  private static final Set<ErrorCode> SAME_FAILURES =
      Set.of(ErrorCode.DIVISION_BY_ZERO, ErrorCode.VALUE_OUT_OF_RANGE);

  private final EmbeddedPostgres postgres;
  private final EmbeddedS3 s3;
  private final FederationEngine engine;
  private final ThreadLocal<Connection> connection = new ThreadLocal<>();
  private final List<Connection> connections = Collections.synchronizedList(new ArrayList<>());

  DifferentialServers(Path directory) throws Exception {
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
    engine = FederationEngine.open(EngineOptions.of("inline:" + model(postgres, s3)));
  }

  @Override
  public void close() throws Exception {
    assertThat(engine.allocatedBytes()).isZero();
    engine.close();
    for (Connection open : connections) {
      open.close();
    }
    s3.close();
    postgres.close();
  }

  /** Returns PostgreSQL's rows as text, or one line that begins with ERROR. */
  List<String> askPostgres(String sql) throws SQLException {
    try (Statement statement = connection().createStatement();
        ResultSet rows = statement.executeQuery(sql.replace("$", "public."))) {
      List<String> texts = new ArrayList<>();
      while (rows.next()) {
        List<@Nullable Object> values = new ArrayList<>();
        for (int i = 1; i <= rows.getMetaData().getColumnCount(); i++) {
          values.add(CanonicalText.cell(rows, i));
        }
        texts.add(CanonicalText.ofAll(values, CanonicalText.Digits.AGGREGATE));
      }
      return sorted(texts, sql);
    } catch (SQLException e) {
      return List.of("ERROR " + e.getSQLState());
    }
  }

  /** Returns our rows as text, or one line that begins with ERROR. */
  List<String> askEngine(String sql, String schema) {
    String statement = sql.replace("$", schema + ".");
    return rows(sql, () -> engine.queries().execute(statement, Session.ANONYMOUS));
  }

  /** Returns the same, but from a plan of the statement's own, with its constants. */
  List<String> askEngineAlone(String sql, String schema) {
    String statement = sql.replace("$", schema + ".");
    return rows(
        sql,
        () -> {
          StatementPlanner.Plan plan =
              engine.planner().plan(statement, null, new BitSet(), Duration.ofMinutes(1));
          SharedPlan own = SharedPlan.of(plan, engine.typeFactory());
          return engine
              .queries()
              .execute(new PlannedQuery(statement, own, List.of()), Session.ANONYMOUS);
        });
  }

  PlanCacheStatistics planCache() {
    return engine.planCache();
  }

  private static List<String> rows(String sql, Supplier<QueryResult> execution) {
    try (QueryResult result = execution.get()) {
      List<String> texts = new ArrayList<>();
      while (result.next()) {
        for (int row = 0; row < result.batch().getRowCount(); row++) {
          List<@Nullable Object> values = new ArrayList<>();
          for (FieldVector column : result.batch().getFieldVectors()) {
            values.add(CanonicalText.cell(column, row));
          }
          texts.add(CanonicalText.ofAll(values, CanonicalText.Digits.AGGREGATE));
        }
      }
      return sorted(texts, sql);
    } catch (StrakeException e) {
      String reason = SAME_FAILURES.contains(e.code()) ? "" : " " + e.getMessage();
      return List.of("ERROR " + e.code().sqlState() + reason);
    }
  }

  /** Returns the physical plan of a statement, or the failure to make one. */
  String plan(String sql, String schema) {
    return String.join("\n", askEngine("EXPLAIN PLAN FOR " + sql, schema));
  }

  private Connection connection() throws SQLException {
    Connection open = connection.get();
    if (open == null) {
      open = postgres.connect();
      try (Statement statement = open.createStatement()) {
        statement.execute("SET TimeZone = 'UTC'");
      }
      connections.add(open);
      connection.set(open);
    }
    return open;
  }

  private static List<String> sorted(List<String> rows, String sql) {
    if (!RandomStatements.isOrdered(sql)) {
      Collections.sort(rows);
    }
    return rows;
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
              + INTERVAL 1 MICROSECOND * CAST(r AS INTEGER) END AS ts,
          CAST(CASE (r * 3) %% 8 WHEN 0 THEN 'NaN' WHEN 1 THEN 'Infinity' WHEN 2 THEN '-Infinity'
            WHEN 3 THEN '0' WHEN 4 THEN '-0' WHEN 5 THEN '1.5' WHEN 6 THEN NULL ELSE '-1e300' END AS DOUBLE) AS g
        FROM range(%d) AS x(r)"""
        .formatted(table, count);
  }

  private void copyToPostgres(Statement duck, String table) throws SQLException {
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

  /** Returns the model in which {@code pg} and {@code lake} have the same tables. */
  static String model(EmbeddedPostgres postgres, EmbeddedS3 s3) {
    return """
        {version: '1.0', schemas: [
          {name: 'pg', type: 'custom', factory: 'io.strake.postgres.PostgresSchemaFactory',
           operand: {url: '%s', user: '%s'}},
          {name: 'lake', type: 'custom', factory: 'io.strake.s3.S3SchemaFactory',
           operand: {endpoint: '%s', bucket: 'rows', accessKey: '%s', secretKey: '%s'}}]}"""
        .formatted(
            postgres.jdbcUrl(), postgres.user(), s3.endpoint(), s3.accessKey(), s3.secretKey());
  }
}
