/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.engine.local;

import static org.assertj.core.api.Assertions.assertThat;

import io.strake.engine.plan.PlanWriter;
import io.strake.engine.plan.PlanningThreads;
import io.strake.engine.plan.StatementPlanner;
import io.strake.planner.Parameters;
import io.strake.planner.arrow.ArrowRel;
import io.strake.planner.arrow.ExecutionContext;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.stream.Stream;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.ipc.ArrowReader;
import org.apache.calcite.jdbc.CalciteSchema;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Operators in several passes against the same ones in one. */
class PassesTest {
  private static final Duration TIMEOUT = Duration.ofMinutes(1);

  /** So little that every operator takes as many passes as there may be. */
  private static final long TINY = 1;

  private static final String LEFT =
      "(VALUES (1, 'a', DATE '2024-02-29'), (1, 'b', NULL), (2, NULL, DATE '2024-03-01'),"
          + " (3, 'é', DATE '2024-03-01'), (NULL, 'n', NULL), (4, '', DATE '1999-12-31'),"
          + " (2147483647, 'a', NULL)) AS l(k, s, d)";
  private static final String RIGHT =
      "(VALUES (1, 'a', 10), (1, 'a', 11), (2, 'x', 20), (NULL, 'n', 30), (5, 'é', 40),"
          + " (4, '', 50), (2147483647, NULL, 60)) AS r(k, s, n)";

  @TempDir private Path directory;
  private BufferAllocator allocator;
  private LocalDatabase database;
  private PlanningThreads threads;

  @BeforeEach
  void open() {
    allocator = new RootAllocator();
    database = LocalDatabase.open(64 << 20, directory, 64 << 20, 2);
    threads = new PlanningThreads(1);
  }

  @AfterEach
  void close() {
    threads.close();
    database.close();
    allocator.close();
  }

  static Stream<String> joins() {
    Stream<String> kinds =
        Stream.of("INNER", "LEFT", "RIGHT", "FULL")
            .flatMap(
                kind ->
                    Stream.of(
                            "l.k = r.k",
                            "l.s = r.s",
                            "l.k = r.k AND l.s = r.s",
                            "l.k = r.k AND r.n > 10",
                            "l.k IS NOT DISTINCT FROM r.k")
                        .map(
                            condition ->
                                "SELECT l.k, l.s, l.d, r.k, r.s, r.n FROM %s %s JOIN %s ON %s"
                                    .formatted(LEFT, kind, RIGHT, condition)));
    Stream<String> others =
        Stream.of(
            "SELECT l.k, l.s FROM %s WHERE EXISTS (SELECT 1 FROM %s WHERE l.k = r.k AND r.n > 10)",
            "SELECT l.k, l.s FROM %s WHERE NOT EXISTS (SELECT 1 FROM %s WHERE l.k = r.k)",
            "SELECT l.k, l.s FROM %s WHERE l.s IN (SELECT r.s FROM %s)",
            "SELECT r.s, SUM(l.k), COUNT(*) FROM %s JOIN %s ON l.s = r.s GROUP BY r.s ORDER BY 1",
            "SELECT l.k, r.n, m.n FROM %1$s JOIN %2$s ON l.k = r.k"
                + " LEFT JOIN (VALUES (10, 1), (50, 2), (50, 3)) AS m(k, n) ON m.k = r.n");
    return Stream.concat(kinds, others.map(sql -> sql.formatted(LEFT, RIGHT)));
  }

  static Stream<String> groups() {
    return Stream.of(
            "SELECT l.s, COUNT(*), SUM(l.k), MIN(l.d) FROM %1$s GROUP BY l.s",
            "SELECT l.k, l.s, COUNT(DISTINCT l.d) FROM %1$s GROUP BY l.k, l.s",
            "SELECT DISTINCT l.d FROM %1$s",
            "SELECT l.s, SUM(l.k) FILTER (WHERE l.d IS NULL) FROM %1$s GROUP BY l.s"
                + " HAVING COUNT(*) > 1",
            "SELECT l.s, COUNT(*) AS c FROM %1$s GROUP BY l.s ORDER BY c DESC, l.s LIMIT 2",
            "SELECT l.s, l.d, l.k, COUNT(*) FROM %1$s"
                + " GROUP BY GROUPING SETS ((l.s, l.d), (l.s, l.k))",
            "SELECT CAST(l.k AS DOUBLE) AS f, l.s, COUNT(*) FROM %1$s GROUP BY 1, 2",
            "SELECT l.k, l.s FROM %1$s UNION SELECT r.k, r.s FROM %2$s",
            "SELECT l.s FROM %1$s INTERSECT SELECT r.s FROM %2$s",
            "SELECT l.s FROM %1$s INTERSECT ALL SELECT r.s FROM %2$s",
            "SELECT l.k FROM %1$s EXCEPT SELECT r.k FROM %2$s",
            "SELECT r.k FROM %2$s EXCEPT ALL SELECT l.k FROM %1$s",
            "SELECT l.k FROM %1$s UNION SELECT CAST(r.n AS BIGINT) FROM %2$s UNION VALUES (3)")
        .map(sql -> sql.formatted(LEFT, RIGHT));
  }

  @ParameterizedTest
  @MethodSource({"joins", "groups"})
  void yieldTheRowsOfOnePass(String sql) throws Exception {
    List<String> expected = rows(plan(sql, Long.MAX_VALUE));
    ArrowRel plan = plan(sql, TINY);

    assertThat(text(plan)).contains("AS MATERIALIZED", "% 32", "UNION ALL");
    assertThat(rows(plan)).containsExactlyInAnyOrderElementsOf(expected);
    assertThat(expected).isNotEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SELECT COUNT(*), SUM(l.k) FROM %s",
        "SELECT l.s, l.d, COUNT(*) FROM %s GROUP BY GROUPING SETS ((l.s), (l.d))",
        "SELECT CAST(l.k AS DOUBLE), COUNT(*) FROM %s GROUP BY 1", // 0.0 equals -0.0
        "SELECT l.k FROM %1$s UNION ALL SELECT l.k FROM %1$s"
      })
  void areNotTriedForGroupsWithoutSuchKeys(String sql) throws Exception {
    ArrowRel plan = plan(sql.formatted(LEFT), TINY);

    assertThat(text(plan)).doesNotContain("MATERIALIZED");
    assertThat(rows(plan)).isNotEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "l.k < r.k", // no key
        "CAST(l.k AS DOUBLE) = CAST(r.k AS DOUBLE)" // 0.0 equals -0.0
      })
  void areNotTriedForJoinsWithoutKeysThatTellRowsApart(String condition) throws Exception {
    String sql = "SELECT l.k, r.n FROM %s JOIN %s ON %s".formatted(LEFT, RIGHT, condition);
    ArrowRel plan = plan(sql, TINY);

    assertThat(text(plan)).doesNotContain("MATERIALIZED");
    assertThat(rows(plan)).isNotEmpty();
  }

  @Test
  void areAsManyAsTheEstimateAsksFor() {
    String sql = "SELECT l.k, r.n FROM %s JOIN %s ON l.k = r.k".formatted(LEFT, RIGHT);

    assertThat(text(plan(sql, 1_000))).doesNotContain("MATERIALIZED");
    assertThat(text(plan(sql, 30))).containsPattern("% [2-9]\\b").contains("MATERIALIZED");

    String groups = "SELECT l.s, COUNT(*) FROM %s GROUP BY l.s".formatted(LEFT);
    assertThat(text(plan(groups, 1_000))).doesNotContain("MATERIALIZED");
    assertThat(text(plan(groups, 200))).containsPattern("% [2-9]\\b").contains("MATERIALIZED");
  }

  private ArrowRel plan(String sql, long maxHashedBytes) {
    StatementPlanner planner =
        new StatementPlanner(
            CalciteSchema.createRootSchema(false),
            null,
            new LocalConvention(database, maxHashedBytes),
            threads);
    return planner.plan(sql, null, new BitSet(), TIMEOUT).rel();
  }

  private static String text(ArrowRel plan) {
    return PlanWriter.write(plan, Parameters.NONE);
  }

  private List<String> rows(ArrowRel plan) throws Exception {
    List<String> rows = new ArrayList<>();
    ExecutionContext context = ExecutionContext.builder(allocator).build();
    try (ArrowReader reader = plan.execute(context)) {
      while (reader.loadNextBatch()) {
        for (int row = 0; row < reader.getVectorSchemaRoot().getRowCount(); row++) {
          List<String> cells = new ArrayList<>();
          for (FieldVector column : reader.getVectorSchemaRoot().getFieldVectors()) {
            cells.add(String.valueOf(column.getObject(row)));
          }
          rows.add(String.join("|", cells));
        }
      }
    }
    return rows;
  }
}
