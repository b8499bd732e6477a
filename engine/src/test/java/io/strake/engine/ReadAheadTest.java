/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.time.Duration;
import org.apache.arrow.vector.BigIntVector;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Tests that sources are read at the same time, ahead of the local engine and within bounds. */
class ReadAheadTest {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  /** More than the local engine and the sources may hold for one result. */
  private static final long BOUND = 64L << 20;

  private FederationEngine engine;

  @BeforeEach
  void open() {
    engine = FederationEngine.open(EngineOptions.of(StreamedSchemaFactory.MODEL));
  }

  @AfterEach
  void closeWithoutLeaks() {
    assertThat(engine.allocatedBytes()).isZero();
    engine.close();
  }

  @Test
  void readsSourcesAtTheSameTime() {
    String join = "SELECT COUNT(*) FROM \"first\" a JOIN \"second\" b ON a.k = b.k";

    long rows = assertTimeoutPreemptively(PATIENCE, () -> number(join));

    assertThat(rows).isEqualTo(StreamedSchemaFactory.SMALL);
  }

  @Test
  void readsOneTableTwiceAtTheSameTime() {
    String join = "SELECT COUNT(*) FROM big a JOIN big b ON a.k = b.k AND a.s = b.s";

    assertThat(number(join)).isEqualTo(StreamedSchemaFactory.LARGE);
  }

  @Test
  void readsTheTableOfWindowsOnce() {
    String windows =
        "SELECT k, SUM(k) OVER (PARTITION BY s) a, MIN(s) OVER (PARTITION BY s) b FROM small"
            + " WHERE TRIM(s) <> 'x'";

    assertThat(number("SELECT COUNT(*) FROM (" + windows + ") AS t WHERE a = k AND b > ''"))
        .isEqualTo(StreamedSchemaFactory.SMALL);
  }

  @Test
  void waitsForAClientThatDoesNotRead() throws Exception {
    try (QueryResult result = run("SELECT k + 1, s FROM big")) {
      assertThat(result.next()).isTrue();

      for (int i = 0; i < 20; i++) {
        Thread.sleep(25);
        assertThat(engine.allocatedBytes()).isLessThan(BOUND);
      }
    }
  }

  @Test
  void stopsASourceThatBlocksWhenTheClientLeaves() {
    String both = "SELECT k + 1, s FROM big UNION ALL SELECT k + 2, s FROM blocked";

    assertTimeoutPreemptively(
        PATIENCE,
        () -> {
          try (QueryResult result = run(both)) {
            assertThat(result.next()).isTrue();
          }
        });
  }

  private long number(String sql) {
    try (QueryResult result = run(sql)) {
      assertThat(result.next()).isTrue();
      return ((BigIntVector) result.batch().getVector(0)).get(0);
    }
  }

  private QueryResult run(String sql) {
    return engine.queries().execute(sql, Session.ANONYMOUS);
  }
}
