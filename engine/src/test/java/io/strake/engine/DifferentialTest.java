/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Random statements over the same rows in PostgreSQL and in Parquet: what the local engine answers,
 * what is pushed down, and what PostgreSQL itself says must be the same.
 *
 * <p>{@code -Dstrake.differential.statements=N -Dstrake.differential.seed=S} runs more or others.
 */
@Tag("long")
class DifferentialTest {
  private static final long SEED = Long.getLong("strake.differential.seed", 20261123);
  private static final int STATEMENTS = Integer.getInteger("strake.differential.statements", 200);
  private static final int THREADS = Integer.getInteger("strake.differential.threads", 2);

  /** Last digit of a number, date or text that is compared. */
  private static final Pattern COMPARED =
      Pattern.compile(
          "(?<=[=<>] |BETWEEN |\\(1, 2, |DATE '2024-02-2|[=<>] [01]\\.2?)\\d(?![\\d.])");

  private static final Map<String, String> OTHERS =
      Map.of(
          "0", "1", "1", "2", "2", "3", "3", "5", "4", "1", "5", "7", "6", "8", "7", "4", "8", "2",
          "9", "8");

  private static DifferentialServers servers;

  private final List<String> differences = Collections.synchronizedList(new ArrayList<>());
  private final AtomicInteger answered = new AtomicInteger();
  private final AtomicInteger local = new AtomicInteger();

  @BeforeAll
  static void load(@TempDir Path directory) throws Exception {
    servers = new DifferentialServers(directory);
  }

  @AfterAll
  static void closeWithoutLeaks() throws Exception {
    servers.close();
  }

  @Test
  @Timeout(value = 1, unit = TimeUnit.HOURS) // thousands of statements take minutes
  void localEngineAndPushdownAnswerAsPostgres() throws Exception {
    RandomStatements statements = new RandomStatements(SEED);
    ExecutorService threads = Executors.newFixedThreadPool(THREADS);
    try {
      List<Future<?>> comparisons = new ArrayList<>();
      for (int i = 0; i < STATEMENTS; i++) {
        String sql = statements.next();
        comparisons.add(
            threads.submit(
                () -> {
                  compare(sql);
                  return null;
                }));
      }
      for (Future<?> comparison : comparisons) {
        comparison.get();
      }
    } finally {
      threads.shutdownNow();
    }

    System.out.printf(
        "differential test: seed %d, %d statements, %d differences, %d return rows,"
            + " %.1f %% run in the local engine alone%n",
        SEED, STATEMENTS, differences.size(), answered.get(), 100.0 * local.get() / STATEMENTS);
    assertThat(differences).as("seed %d, %d statements", SEED, STATEMENTS).isEmpty();
    assertThat(answered.get()).as("statements that return rows").isGreaterThan(STATEMENTS / 2);
    assertThat(local.get())
        .as("statements without Calcite's own code over the lake")
        .isGreaterThan(STATEMENTS * 9 / 10);
  }

  private void compare(String sql) throws SQLException {
    List<String> expected = servers.askPostgres(sql);
    List<String> ours = servers.askEngine(sql, "lake");
    List<String> pushed = servers.askEngine(sql, "pg");
    if (!ours.equals(expected) || !pushed.equals(expected)) {
      differences.add(describe(sql, expected, ours, pushed));
    }
    if (!servers.plan(sql, "lake").contains("Enumerable")) {
      local.incrementAndGet();
    }
    if (!expected.isEmpty() && !expected.get(0).startsWith("ERROR")) {
      answered.incrementAndGet();
    }
  }

  /** The second statement of a pair has the plan of the first, but constants of its own. */
  @Test
  @Timeout(value = 1, unit = TimeUnit.HOURS)
  void plansThatStatementsShareAnswerAsPostgres() throws SQLException {
    RandomStatements statements = new RandomStatements(SEED + 1);
    long hits = servers.planCache().statementHits();
    for (int i = 0; i < STATEMENTS; i++) {
      String first = statements.next();
      String second = withOtherConstants(first);
      servers.askEngine(first, "pg");
      List<String> expected = servers.askPostgres(second);
      List<String> shared = servers.askEngine(second, "pg");
      List<String> alone = servers.askEngineAlone(second, "pg");
      if (!shared.equals(expected) || !alone.equals(expected)) {
        differences.add(describe(second, expected, alone, shared));
      }
    }

    assertThat(differences).as("seed %d, %d statements", SEED, STATEMENTS).isEmpty();
    assertThat(servers.planCache().statementHits() - hits)
        .as("statements that ran with the plan of another")
        .isGreaterThan(STATEMENTS / 10);
  }

  @Test
  void plansOfSourcesThatLookAtConstantsAreNotShared() {
    long misses = servers.planCache().misses();
    servers.askEngine("SELECT id FROM $t WHERE i = 5", "lake");
    servers.askEngine("SELECT id FROM $t WHERE i = 6", "lake");

    assertThat(servers.planCache().misses() - misses).isEqualTo(2);
  }

  private static String withOtherConstants(String sql) {
    return COMPARED.matcher(sql).replaceAll(digit -> OTHERS.get(digit.group()));
  }

  /** Statements that once had a wrong answer. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "SELECT 64 FROM $t HAVING COUNT(*) > 1",
        "SELECT CAST(CAST(d AS TIMESTAMP) - INTERVAL '35' YEAR + INTERVAL '0.5' SECOND"
            + " AS TIMESTAMP(0)) AS x FROM $t",
        "SELECT CAST(NULL AS REAL) + COUNT(*) AS x, 64 AS y FROM $t",
        "SELECT y FROM (SELECT MAX(i) AS x, 64 AS y FROM $t WHERE i > 1000000) AS q",
        "SELECT t.id, x.m FROM $t AS t, LATERAL (SELECT MAX(u.n) AS m FROM $u AS u WHERE u.i = t.i)"
            + " AS x",
        "SELECT x.v, x.o FROM UNNEST(ARRAY['a', NULL, 'b']) WITH ORDINALITY AS x(v, o)",
        "SELECT t.id, (ARRAY[t.i, 7])[t.i] FROM $t AS t",
        "SELECT t.s, COUNT(*) FROM $t AS t WHERE t.id < 0 GROUP BY GROUPING SETS ((t.s), ())",
        "SELECT COUNT(*), SUM(t.i), ARRAY_AGG(t.i), STRING_AGG(t.s, ','), STDDEV_POP(t.f)"
            + " FROM $t AS t WHERE t.id < 0",
        "SELECT STRING_AGG(DISTINCT t.s, t.s ORDER BY t.s DESC) FROM $t AS t",
        "SELECT t.g, COUNT(*), COUNT(DISTINCT t.f) FROM $t AS t GROUP BY t.g ORDER BY t.g DESC",
        "SELECT t.id, RANK() OVER (ORDER BY t.g), COUNT(*) OVER (PARTITION BY t.g) FROM $t AS t",
        "SELECT COUNT(*) FROM $t AS t JOIN $u AS u ON t.g IS NOT DISTINCT FROM u.g",
        "SELECT COUNT(*) FROM $t AS t JOIN $u AS u ON t.g < u.g",
        "SELECT ARRAY[t.b], ARRAY[t.n, t.m], ARRAY[t.f], ARRAY[t.s], ARRAY[t.o], ARRAY[t.d],"
            + " ARRAY[t.ts], ARRAY[t.g] FROM $t AS t",
        "SELECT MODE() WITHIN GROUP (ORDER BY t.i), \"corr\"(t.n, t.m), \"corr\"(t.i, 1)"
            + " FROM $t AS t WHERE t.id < 0",
        "SELECT x.a, x.b FROM (VALUES (1, 'a'), (2, NULL), (NULL, 'b')) AS x(a, b)",
        "SELECT t.id, LAG(t.i, t.i) OVER (ORDER BY t.id) FROM $t AS t",
        "SELECT x.i, y.n FROM (VALUES (1), (2)) AS x(i) JOIN (VALUES (1.00), (2.5)) AS y(n)"
            + " ON x.i = y.n"
      })
  void answersAsPostgres(String sql) throws SQLException {
    List<String> expected = servers.askPostgres(sql);

    assertThat(servers.askEngine(sql, "lake")).as("local").isEqualTo(expected);
    assertThat(servers.askEngine(sql, "pg")).as("pushed").isEqualTo(expected);
    assertThat(expected).noneMatch(row -> row.startsWith("ERROR"));
  }

  @Test
  void refusesWhatWouldBeAnsweredWrongly() {
    String sql = "SELECT t.id FROM $t AS t WHERE (t.i, t.s) NOT IN (SELECT u.i, u.s FROM $u AS u)";

    assertThat(servers.askEngine(sql, "lake")).singleElement().asString().contains("NOT EXISTS");
  }

  @ParameterizedTest
  @ValueSource(strings = {"CAST(t.s AS CHAR(3))", "CAST(t.i AS CHAR) = 'a'"})
  void refusesTypesWithTrailingBlanks(String expression) {
    assertThat(servers.askEngine("SELECT " + expression + " FROM $t AS t", "lake"))
        .singleElement()
        .asString()
        .contains("0A000", "VARCHAR(n)");
  }

  @ParameterizedTest
  @ValueSource(strings = {"NTILE(0)", "NTH_VALUE(t.i, 0)"})
  void refusesCountsBelowOne(String function) {
    String sql = "SELECT " + function + " OVER (ORDER BY t.id) FROM $t AS t";

    assertThat(servers.askEngine(sql, "lake")).singleElement().asString().contains("greater than");
  }

  @Test
  void windowsKeepDistinctAndIgnoreNulls() {
    String sql =
        "SELECT COUNT(DISTINCT x.v) OVER (), COUNT(x.v) OVER (),"
            + " LAST_VALUE(x.v) IGNORE NULLS OVER (ORDER BY x.k), LAST_VALUE(x.v) OVER (ORDER BY"
            + " x.k) FROM (VALUES (1, 5), (2, 5), (3, CAST(NULL AS INTEGER))) AS x(k, v)";

    assertThat(servers.askEngine(sql, "lake"))
        .containsExactly("[1, 2, 5, 5]", "[1, 2, 5, 5]", "[1, 2, 5, NULL]");
  }

  private static String describe(
      String sql, List<String> expected, List<String> ours, List<String> pushed) {
    return "\n"
        + sql
        + "\n  postgres "
        + brief(expected)
        + "\n  local    "
        + brief(ours)
        + "\n  pushed   "
        + brief(pushed);
  }

  private static String brief(List<String> rows) {
    String text = rows.toString();
    return rows.size() + " " + text.substring(0, Math.min(600, text.length()));
  }
}
