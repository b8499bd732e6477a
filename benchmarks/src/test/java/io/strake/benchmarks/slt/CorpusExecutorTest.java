/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.benchmarks.slt;

import static org.assertj.core.api.Assertions.assertThat;

import io.strake.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import net.hydromatic.sqllogictest.OptionsParser;
import net.hydromatic.sqllogictest.OptionsParser.SuppliedOptions;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A slice of the corpus in each place, and that a wrong answer is not taken for a right one. */
@Tag("long")
final class CorpusExecutorTest {
  private static final String SELECT = "test/select1.test";
  private static final String AGGREGATES = "test/random/aggregates/slt_good_0.test";
  private static final String VIEWS = "test/evidence/slt_lang_createview.test";
  private static final String UPDATES = "test/evidence/slt_lang_update.test";
  private static final int QUERIES = 40;

  private static EmbeddedPostgres server;

  @BeforeAll
  static void start() {
    server = EmbeddedPostgres.start();
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @ParameterizedTest
  @EnumSource(SltBenchmark.TablePlace.class)
  void answersAsTheCorpusExpects(SltBenchmark.TablePlace place) throws Exception {
    try (Placement placement = place.open()) {
      for (String file : List.of(SELECT, AGGREGATES)) {
        FileResult result = run(file, Engine.STRAKE, placement);

        assertThat(result.failures()).isEmpty();
        assertThat(result.passed()).isEqualTo(QUERIES);
        assertThat(result.beyondLimit()).isPositive();
        assertThat(result.remarks()).isEmpty();
      }
      assertThat(run(VIEWS, Engine.STRAKE, placement).passed()).isEqualTo(2);
    }
  }

  @ParameterizedTest
  @EnumSource(SltBenchmark.TablePlace.class)
  void seesEveryChangeOfATable(SltBenchmark.TablePlace place) throws Exception {
    try (Placement placement = place.open()) {
      FileResult result = run(UPDATES, Engine.STRAKE, placement);

      assertThat(result.passed()).isEqualTo(7);
      // one column is assigned three times, which PostgreSQL refuses
      assertThat(result.remarks()).hasSize(1);
      assertThat(result.failures())
          .hasSize(2)
          .allMatch(failure -> failure.verdict() == Failure.Verdict.SAME_ROWS)
          .noneMatch(Failure::isFault);
    }
  }

  @Test
  void calciteAndPostgresAreAskedOverTheSameTables() throws Exception {
    try (Placement placement = new PostgresPlacement()) {
      assertThat(run(VIEWS, Engine.CALCITE, placement).passed()).isEqualTo(2);
      assertThat(run(VIEWS, Engine.POSTGRES, placement).passed()).isEqualTo(2);
    }
  }

  @Test
  void wrongRowsAreFaults() throws Exception {
    try (Placement placement = new PostgresPlacement();
        Store other = Store.create(server, "other");
        Statement statement = other.connection().createStatement()) {
      statement.execute("CREATE TABLE t1 (x INTEGER, y VARCHAR)");
      statement.execute("CREATE VIEW view1 AS SELECT x FROM t1");

      FileResult result = run(VIEWS, Engine.STRAKE.over(other, placement), placement);

      assertThat(result.passed()).isZero();
      assertThat(result.failures())
          .hasSize(2)
          .allMatch(Failure::isFault)
          .allMatch(failure -> failure.verdict() == Failure.Verdict.FAULT)
          .extracting(Failure::query)
          .contains("SELECT x FROM view1");
      assertThat(result.failures().get(0).line()).isEqualTo(31);
    }
  }

  private static FileResult run(String file, Engine engine, Placement placement)
      throws SQLException, IOException {
    try (Store store = Store.create(server, "corpus")) {
      return run(file, engine.over(store, placement), store, placement);
    }
  }

  private static FileResult run(String file, QueryConnection engine, Placement placement)
      throws SQLException, IOException {
    try (Store store = Store.create(server, "corpus")) {
      return run(file, engine, store, placement);
    }
  }

  private static FileResult run(
      String file, QueryConnection engine, Store store, Placement placement)
      throws SQLException, IOException {
    SuppliedOptions options = new OptionsParser(false, System.out, System.out).getOptions();
    try (CorpusExecutor executor =
        new CorpusExecutor(options, store, engine, placement, QUERIES, true)) {
      return executor.run(file);
    }
  }
}
