/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.strake.planner.ErrorCode;
import io.strake.planner.StrakeException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a session changes: the limit of rows, the default schema, the timeout. */
class SessionTest {
  private static final String MODEL =
      """
      inline:{"version": "1.0", "schemas": [
        {"name": "north", "type": "custom", "factory": "%1$s", "operand": {}},
        {"name": "south", "type": "custom", "factory": "%1$s", "operand": {}}]}
      """
          .formatted(StreamedSchemaFactory.class.getName());

  private static FederationEngine engine;

  @BeforeAll
  static void open() {
    engine = FederationEngine.open(EngineOptions.builder(MODEL).memoryBytes(256L << 20).build());
  }

  @AfterAll
  static void close() {
    engine.close();
  }

  @ParameterizedTest
  @CsvSource({
    "north.small, 0, 0, true",
    "north.small, 10, 10, true",
    "north.small, 999, 999, true",
    "north.small, 1000, 1000, false",
    "north.small, 1001, 1000, false",
    "north.big, 50000, 50000, true"
  })
  void saysWhenItsLimitLeavesRowsOut(String table, long limit, long rows, boolean isCut) {
    Session session = Session.ANONYMOUS.withMaxRows(limit);
    try (QueryResult result = engine.queries().execute("SELECT s FROM " + table, session)) {
      assertThat(drain(result)).isEqualTo(rows);
      assertThat(result.warnings()).hasSize(isCut ? 1 : 0);
      assertThat(result.warnings()).allMatch(text -> text.contains("limit of " + limit));
    }
    assertThat(engine.allocatedBytes()).isZero();
  }

  @Test
  void findsUnqualifiedNamesInItsSchemaOnly() {
    String sql = "SELECT COUNT(*) FROM small";
    for (String schema : List.of("north", "south", "north")) {
      PreparedQuery query =
          engine.queries().prepare(sql, Session.ANONYMOUS.withDefaultSchema(schema));
      assertThat(query.plan()).contains(schema + ", small");
    }
    assertThatThrownBy(() -> engine.queries().prepare(sql, Session.ANONYMOUS))
        .isInstanceOfSatisfying(
            StrakeException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.UNKNOWN_TABLE))
        .hasMessageContaining("small");
  }

  @Test
  void mayShortenTheTimeoutOfTheEngineButNotLengthenIt() {
    EngineOptions hasty =
        EngineOptions.builder(MODEL)
            .memoryBytes(256L << 20)
            .statementTimeout(Duration.ofSeconds(1))
            .build();
    try (FederationEngine other = FederationEngine.open(hasty)) {
      assertTimesOut(other, Session.ANONYMOUS.withTimeout(Duration.ofHours(1)));
    }
    assertTimesOut(engine, Session.ANONYMOUS.withTimeout(Duration.ofMillis(300)));
  }

  private static void assertTimesOut(FederationEngine engine, Session session) {
    try (QueryResult result = engine.queries().execute("SELECT k FROM north.blocked", session)) {
      assertThatThrownBy(() -> drain(result))
          .isInstanceOfSatisfying(
              StrakeException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.TIMEOUT));
    }
    assertThat(engine.allocatedBytes()).isZero();
  }

  private static long drain(QueryResult result) {
    long rows = 0;
    while (result.next()) {
      rows += result.batch().getRowCount();
    }
    return rows;
  }
}
