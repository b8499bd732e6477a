/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which queries wait for which, in an engine that carries one large sort at a time. */
class AdmissionTest {
  private static final String LARGE_SORT = "SELECT k, s FROM big ORDER BY k";

  /** Long enough for a sort to be done, short enough for a query that waits in vain to fail. */
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private static FederationEngine engine;

  @BeforeAll
  static void open() {
    engine =
        FederationEngine.open(
            EngineOptions.builder(StreamedSchemaFactory.MODEL)
                .memoryBytes(256L << 20)
                .queryMemoryBytes(256L << 20)
                .queueTimeout(PATIENCE)
                .build());
  }

  @AfterAll
  static void close() {
    engine.close();
  }

  @Test
  void shortQueriesPassTheLongOnesThatWait() throws Exception {
    try (QueryResult first = start(LARGE_SORT)) {
      assertThat(first.next()).isTrue();
      try (QueryResult second = start(LARGE_SORT)) {
        CompletableFuture<Long> run = CompletableFuture.supplyAsync(() -> drain(second));
        awaitWaiting();

        for (int i = 0; i < 3; i++) {
          assertThat(rows("SELECT k FROM small WHERE k = " + i)).isEqualTo(1);
          assertThat(rows("SELECT k, s FROM small ORDER BY s")).isEqualTo(1000);
        }

        assertThat(run).isNotDone();
        assertThat(engine.waitingQueries()).isEqualTo(1);
        assertThat(first.waited()).isLessThan(Duration.ofSeconds(1));
        first.close();
        assertThat(run.get(1, TimeUnit.MINUTES)).isEqualTo(StreamedSchemaFactory.LARGE);
        assertThat(second.waited()).isPositive();
      }
    }
    assertThat(engine.allocatedBytes()).isZero();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SELECT 1",
        "SELECT k FROM small WHERE k = 1",
        "SELECT s, COUNT(*) FROM small GROUP BY s",
        "SELECT a.k FROM small a JOIN small b ON a.k = b.k"
      })
  void takesQueriesOverFewRowsForShort(String sql) {
    assertThat(need(sql).isShort()).isTrue();
    assertThat(need(sql).batchBytes()).isLessThan(need(LARGE_SORT).batchBytes());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        LARGE_SORT,
        "SELECT s FROM big",
        "SELECT COUNT(*) FROM big",
        "SELECT s FROM big ORDER BY k LIMIT 1",
        "SELECT COUNT(*) FROM small a JOIN small b ON a.k < b.k JOIN small c ON b.k < c.k"
      })
  void takesQueriesOverManyRowsForLong(String sql) {
    assertThat(need(sql).isShort()).isFalse();
  }

  private static MemoryNeed need(String sql) {
    return ((PlannedQuery) engine.queries().prepare(sql, Session.ANONYMOUS)).memory();
  }

  private static QueryResult start(String sql) {
    return engine.queries().execute(sql, Session.ANONYMOUS);
  }

  private static long rows(String sql) {
    try (QueryResult result = start(sql)) {
      return drain(result);
    }
  }

  private static long drain(QueryResult result) {
    long rows = 0;
    while (result.next()) {
      rows += result.batch().getRowCount();
    }
    return rows;
  }

  private static void awaitWaiting() throws Exception {
    for (int i = 0; engine.waitingQueries() == 0; i++) {
      if (i > 1000) {
        throw new TimeoutException("nobody waits");
      }
      Thread.sleep(10);
    }
  }
}
