/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.strake.embedded.EmbeddedPostgres;
import io.strake.engine.plan.StatementPlanner;
import io.strake.planner.metadata.FederationMetadata;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Duration;
import java.util.BitSet;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.metadata.JaninoRelMetadataProvider;
import org.apache.calcite.rel.metadata.RelMetadataQueryBase;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Estimated rows are close to those that there are, by what PostgreSQL has counted. */
class EstimatesTest {
  private static final Duration TIMEOUT = Duration.ofMinutes(1);

  private static EmbeddedPostgres postgres;
  private static FederationEngine engine;

  @BeforeAll
  static void start() throws Exception {
    postgres = EmbeddedPostgres.start();
    try (Connection connection = postgres.connect();
        Statement statement = connection.createStatement()) {
      statement.execute(
          "CREATE TYPE level AS ENUM ('low', 'high', 'Top');"
              // nine in ten are open, 90 are lost; amounts and days are many at the beginning
              + "CREATE TABLE orders AS SELECT i AS id, CASE WHEN i % 10 > 0 THEN 'open'"
              + " WHEN i % 1000 = 0 THEN 'lost' ELSE 'closed' END AS state,"
              + " (i::numeric * i / 1000000)::numeric(12, 2) AS amount,"
              + " date '2020-01-01' + (i / 100) AS placed,"
              + " timestamp '2020-01-01' + i * interval '1 minute' AS sent,"
              + " CASE WHEN i % 4 > 0 THEN 'note ' || i END AS note, i % 50 = 0 AS urgent,"
              + " (ARRAY['low', 'low', 'low', 'high'])[1 + i % 4]::level AS level,"
              + " i % 100 AS customer FROM generate_series(1, 90000) i;"
              + "CREATE TABLE customer AS SELECT i AS id, 'c' || i AS name"
              + " FROM generate_series(0, 99) i; ALTER TABLE customer ADD PRIMARY KEY (id);"
              + "ANALYZE");
    }
    String model =
        """
        inline:{version: '1.0', defaultSchema: 'pg', schemas: [
          {name: 'pg', type: 'custom', factory: 'io.strake.postgres.PostgresSchemaFactory',
           operand: {url: '%s', user: '%s'}}]}"""
            .formatted(postgres.jdbcUrl(), postgres.user());
    engine = FederationEngine.open(EngineOptions.of(model));
  }

  @AfterAll
  static void stop() {
    engine.close();
    postgres.close();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      quoteCharacter = '`',
      value = {
        "state = 'open'; 1.1",
        "state = 'lost'; 2",
        "state IN ('closed', 'lost'); 1.2",
        "state <> 'open'; 1.2",
        "NOT urgent; 1.1",
        "urgent; 1.3",
        "amount < 10; 1.3",
        "amount BETWEEN 100 AND 400; 1.3",
        "amount > 8000; 1.3",
        "amount >= 9000; 40",
        "placed >= DATE '2022-01-01'; 1.2",
        "DATE '2020-03-01' > placed; 1.3",
        "sent < TIMESTAMP '2020-01-02 00:00:00'; 1.3",
        "sent >= TIMESTAMP '2020-01-02 00:00:00' AND sent < TIMESTAMP '2020-01-03 00:00:00'; 3",
        "note IS NULL; 1.1",
        "note IS NOT NULL; 1.1",
        "note LIKE 'note 1%'; 1.4",
        "level = 'high'; 1.1",
        "level = 'none'; 90000",
        "id = 77; 1.5"
      })
  void conditionsOverOneTable(String condition, double factor) throws Exception {
    assertClose("SELECT id FROM orders WHERE " + condition, factor);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      quoteCharacter = '`',
      value = {
        "SELECT o.id FROM orders o JOIN customer c ON o.customer = c.id WHERE state = 'lost'; 2",
        "SELECT o.id FROM orders o JOIN customer c ON o.customer = c.id WHERE c.id < 10; 1.3",
        "SELECT o.id FROM orders o WHERE customer IN (SELECT id FROM customer WHERE id < 10); 1.3"
      })
  void joins(String sql, double factor) throws Exception {
    assertClose(sql, factor);
  }

  /** Nine rows in ten, one in ten, one in a thousand, and none that is known. */
  @Test
  void valuesThatLeaveAboutAsManyRowsShareAPlan() {
    String byState = "SELECT id FROM orders WHERE state = '%s'";
    assertThat(plansMadeFor(byState, "open", "closed", "lost", "none")).isEqualTo(4);
    assertThat(plansMadeFor(byState, "lost", "open", "closed", "nobody")).isZero();
    assertThat(plansMadeFor("SELECT state FROM orders WHERE id = %s", "1", "77", "-5")).isOne();
    String range = "SELECT id FROM orders WHERE placed BETWEEN DATE '2020-02-01' AND DATE '%s'";
    assertThat(plansMadeFor(range, "2020-02-10", "2020-02-20", "2022-02-20", "2022-03-01"))
        .isEqualTo(2);
  }

  private static long plansMadeFor(String sql, String... constants) {
    long before = engine.planCache().misses();
    for (String constant : constants) {
      engine.queries().prepare(sql.formatted(constant), Session.ANONYMOUS);
    }
    return engine.planCache().misses() - before;
  }

  /** Of a plan that depends on the constants, and of one that serves others too. */
  private static void assertClose(String sql, double factor) throws Exception {
    BitSet all = new BitSet();
    all.set(0, engine.planner().read(sql, TIMEOUT).orElseThrow().constants().size());
    double rows = rows(sql);
    for (BitSet lifted : new BitSet[] {new BitSet(), all}) {
      StatementPlanner.Plan plan = engine.planner().plan(sql, null, lifted, TIMEOUT);
      assertThat(estimate(plan.rel()))
          .as("estimate for %.0f rows, lifted %s of %s", rows, plan.lifted(), all)
          .isBetween(Math.max(1, rows) / factor, Math.max(1, rows) * factor);
    }
  }

  private static double estimate(RelNode rel) {
    RelMetadataQueryBase.THREAD_PROVIDERS.set(
        JaninoRelMetadataProvider.of(FederationMetadata.PROVIDER));
    try {
      return rel.getCluster().getMetadataQuery().getRowCount(rel);
    } finally {
      RelMetadataQueryBase.THREAD_PROVIDERS.remove();
    }
  }

  private static double rows(String sql) throws Exception {
    try (Connection connection = postgres.connect();
        Statement statement = connection.createStatement();
        ResultSet rows =
            statement.executeQuery(
                "SELECT count(*) FROM (" + sql.replace("= 'none'", "= NULL") + ") AS x")) {
      rows.next();
      return rows.getDouble(1);
    }
  }
}
