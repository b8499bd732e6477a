/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.strake.embedded.EmbeddedPostgres;
import io.strake.engine.PreparedQuery.PushedQuery;
import java.sql.Connection;
import java.sql.Statement;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Tables of one database are joined there if that moves less, wherever the text names them. */
class SourceJoinOrderTest {
  private static EmbeddedPostgres postgres;
  private static FederationEngine engine;

  @BeforeAll
  static void start() throws Exception {
    postgres = EmbeddedPostgres.start();
    try (Connection connection = postgres.connect();
        Statement statement = connection.createStatement()) {
      statement.execute("CREATE TABLE kind (id INT PRIMARY KEY, name TEXT)");
      statement.execute("INSERT INTO kind SELECT i, 'k' || i FROM generate_series(0, 99) i");
      statement.execute("CREATE TABLE part (id INT PRIMARY KEY, kind INT, stock BIGINT)");
      statement.execute(
          "INSERT INTO part SELECT i, i % 100, i % 1000 FROM generate_series(0, 49999) i");
      statement.execute("CREATE TABLE pair (kind INT, other INT)");
      statement.execute("INSERT INTO pair SELECT i % 100, i % 7 FROM generate_series(0, 19999) i");
      statement.execute("ANALYZE");
    }
    String model =
        """
        inline:{version: '1.0', schemas: [
          {name: 'pg', type: 'custom', factory: 'io.strake.postgres.PostgresSchemaFactory',
           operand: {url: '%s', user: '%s'}},
          {name: 'streamed', type: 'custom', factory: '%s', operand: {}}]}"""
            .formatted(postgres.jdbcUrl(), postgres.user(), StreamedSchemaFactory.class.getName());
    engine = FederationEngine.open(EngineOptions.of(model));
  }

  @AfterAll
  static void stop() {
    assertThat(engine.allocatedBytes()).isZero();
    engine.close();
    postgres.close();
  }

  @Test
  void joinsInTheDatabaseWhatMovesLessSo() {
    PreparedQuery query =
        engine
            .queries()
            .prepare(
                "SELECT COUNT(*), MIN(k.id) FROM pg.part p JOIN streamed.small s ON s.k = p.stock"
                    + " JOIN pg.kind k ON k.id = p.kind WHERE k.name = 'k7'",
                Session.ANONYMOUS);

    assertThat(query.pushed())
        .singleElement()
        .extracting(PushedQuery::request)
        .asString()
        .contains("JOIN")
        .contains("part")
        .contains("kind");
    assertThat(rows(query)).isEqualTo("[[500, 7]]");
  }

  @Test
  void joinsHereWhatWouldGrowInTheDatabase() {
    PreparedQuery query =
        engine
            .queries()
            .prepare(
                "SELECT COUNT(*) FROM pg.part p JOIN pg.pair q ON q.kind = p.kind"
                    + " JOIN streamed.small s ON s.k = p.id WHERE s.k < 900",
                Session.ANONYMOUS);

    assertThat(query.pushed()).extracting(PushedQuery::request).noneMatch(r -> r.contains("JOIN"));
    assertThat(rows(query)).isEqualTo("[[180000]]");
  }

  @Test
  void aCachedQueryOfOneSourceNeverEntersTheLocalEngine() {
    String sql = "SELECT kind, stock FROM pg.part WHERE id = %d";
    engine.queries().prepare(sql.formatted(1), Session.ANONYMOUS);
    long hits = engine.planCache().statementHits();

    PreparedQuery query = engine.queries().prepare(sql.formatted(205), Session.ANONYMOUS);

    assertThat(engine.planCache().statementHits()).isEqualTo(hits + 1);
    assertThat(query.plan()).startsWith("PostgresToArrowConverter").doesNotContain("Local");
    assertThat(query.pushed()).singleElement().asString().contains("205");
    assertThat(rows(query)).isEqualTo("[[5, 205]]");
  }

  private static String rows(PreparedQuery query) {
    return TestRows.of(engine.queries().execute(query, List.of(), Session.ANONYMOUS)).toString();
  }
}
