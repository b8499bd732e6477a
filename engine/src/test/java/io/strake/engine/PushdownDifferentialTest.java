/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.strake.embedded.EmbeddedPostgres;
import io.strake.planner.StrakeException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.arrow.vector.FieldVector;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Random queries over tables of all types and collations of PostgreSQL: what is pushed down answers
 * as the local engine does over whole tables, also in what fails.
 *
 * <p>{@code -Dstrake.differential.queries=N -Dstrake.differential.seed=S} runs more or others.
 */
@Tag("long")
class PushdownDifferentialTest {
  private static final long SEED = Long.getLong("strake.differential.seed", 20261126);
  private static final int QUERIES = Integer.getInteger("strake.differential.queries", 240);
  private static final int THREADS = Integer.getInteger("strake.differential.threads", 2);
  private static final int MAX_REPORTED = 40;
  private static final int FAILING_ROWS = 3;
  private static final int PROGRESS = 500;

  private static EmbeddedPostgres postgres;
  private static FederationEngine engine;

  private final List<String> differences = Collections.synchronizedList(new ArrayList<>());
  private final Map<String, Integer> documented = new ConcurrentSkipListMap<>();
  private final Map<String, Integer> elsewhere = new ConcurrentSkipListMap<>();
  private final AtomicInteger done = new AtomicInteger();
  private final AtomicInteger answered = new AtomicInteger();
  private final AtomicInteger whole = new AtomicInteger();
  private final AtomicInteger failing = new AtomicInteger();
  private final AtomicInteger withRows = new AtomicInteger();

  /**
   * A query.
   *
   * @param sql its text; {@code $} stands before a table where its schema belongs
   * @param digits digits that have to agree
   * @param byRow whether it computes something for each row of {@code e}
   */
  private record Query(String sql, CanonicalText.Digits digits, boolean byRow) {}

  @BeforeAll
  static void load() throws SQLException {
    postgres = EmbeddedPostgres.start();
    PushdownRows.load(postgres);
    String entry =
        "{name: '%s', type: 'custom', factory: '%s', operand: {url: '"
            + postgres.jdbcUrl(PushdownRows.DATABASE)
            + "', user: '"
            + postgres.user()
            + "'}}";
    String model =
        "inline:{version: '1.0', schemas: ["
            + entry.formatted("pushed", "io.strake.postgres.PostgresSchemaFactory")
            + ", "
            + entry.formatted("whole", ScanOnlySchemaFactory.class.getName())
            + "]}";
    engine = FederationEngine.open(EngineOptions.of(model));
  }

  @AfterAll
  static void closeWithoutLeaks() {
    assertThat(engine.allocatedBytes()).isZero();
    engine.close();
    postgres.close();
  }

  @Test
  @Timeout(value = 3, unit = TimeUnit.HOURS) // ten thousand queries take a while
  void pushdownAnswersAsTheLocalEngine() throws Exception {
    List<Query> queries = queries();
    ExecutorService threads = Executors.newFixedThreadPool(THREADS);
    try {
      List<Future<?>> comparisons = new ArrayList<>();
      for (int i = 0; i < queries.size(); i++) {
        Query query = queries.get(i);
        int number = i;
        comparisons.add(threads.submit(() -> compare(query, number)));
      }
      for (Future<?> comparison : comparisons) {
        comparison.get();
      }
    } finally {
      threads.shutdownNow();
    }

    System.out.printf(
        "pushdown on and off: seed %d, %d queries, %d differences, %d fail both ways, %d return rows,"
            + " %.1f %% pushed whole%n  documented: %s%n",
        SEED,
        QUERIES,
        differences.size(),
        failing.get(),
        withRows.get(),
        100.0 * whole.get() / answered.get(),
        documented);
    if (Boolean.getBoolean("strake.differential.explain")) {
      elsewhere.forEach((plan, count) -> System.out.println(count + " " + plan));
    }
    assertThat(differences.stream().limit(MAX_REPORTED).toList())
        .as("seed %d, %d queries, %d differences", SEED, QUERIES, differences.size())
        .isEmpty();
    assertThat(withRows.get()).as("queries that return rows").isGreaterThan(QUERIES / 2);
    assertThat(whole.get())
        .as("queries that PostgreSQL answers alone")
        .isGreaterThan(QUERIES * 7 / 10);
  }

  private static List<Query> queries() {
    Random random = new Random(SEED);
    RandomStatements statements = new RandomStatements(SEED);
    RandomTypedQueries typed = new RandomTypedQueries(random);
    RandomExpressions expressions = new RandomExpressions(SEED);
    List<Query> queries = new ArrayList<>();
    for (int i = 0; i < QUERIES; i++) {
      queries.add(
          switch (random.nextInt(4)) {
            case 0 -> new Query(statements.next(), CanonicalText.Digits.AGGREGATE, false);
            case 1 -> ofRow(expressions);
            default -> new Query(typed.next(), CanonicalText.Digits.ALL, false);
          });
    }
    return queries;
  }

  /** A value of each row, or the rows for which a condition is true. */
  private static Query ofRow(RandomExpressions expressions) {
    Expression expression = expressions.next();
    boolean condition = expression.type().equals(RandomExpressions.BOOLEAN);
    return new Query(
        condition && !expression.mayFail()
            ? "SELECT id FROM $e WHERE " + expression.strake()
            : "SELECT id, " + expression.strake() + " FROM $e WHERE id > 0",
        expression.digits(),
        true);
  }

  private void compare(Query query, int number) {
    List<String> pushed = ask(query.sql, query.digits, "pushed");
    List<String> local = ask(query.sql, query.digits, "whole");
    if (query.byRow && fails(pushed) && fails(local)) {
      failing.incrementAndGet();
      for (int i = 0; i < FAILING_ROWS; i++) {
        int id = 1 + (number * 7 + i * 13) % ExpressionRows.COUNT;
        String row = query.sql + " AND id = " + id;
        compare(row, ask(row, query.digits, "pushed"), ask(row, query.digits, "whole"));
      }
    } else {
      failing.addAndGet(fails(pushed) ? 1 : 0);
      compare(query.sql, pushed, local);
    }
    withRows.addAndGet(!local.isEmpty() && !fails(local) ? 1 : 0);
    if (!fails(pushed)) {
      compare(query.sql, ask(query.sql, query.digits, "pushed"), pushed); // may be prepared now
      notePlan(query.sql);
    }
    if (done.incrementAndGet() % PROGRESS == 0) {
      System.out.printf("%d queries, %d differences%n", done.get(), differences.size());
    }
  }

  private void notePlan(String sql) {
    String plan = engine.queries().prepare(sql.replace("$", "pushed."), Session.ANONYMOUS).plan();
    answered.incrementAndGet();
    if (plan.startsWith("PostgresToArrowConverter")) {
      whole.incrementAndGet();
    } else {
      elsewhere.merge(sql + "\n" + plan, 1, Integer::sum);
    }
  }

  private void compare(String sql, List<String> pushed, List<String> local) {
    if (pushed.equals(local)
        || (fails(pushed) && fails(local) && state(pushed).equals(state(local)))) {
      return;
    }
    String reason = documented(pushed, local);
    if (reason == null) {
      String difference = "\n" + sql + "\n  pushed " + brief(pushed) + "\n  local  " + brief(local);
      differences.add(difference);
      if (Boolean.getBoolean("strake.differential.explain")) {
        System.out.println(difference);
        ask("EXPLAIN PLAN FOR " + sql, CanonicalText.Digits.ALL, "pushed")
            .forEach(System.out::println);
      }
    } else {
      documented.merge(reason, 1, Integer::sum);
    }
  }

  /** Returns why only one of them fails according to the documentation; null if none may. */
  private static @Nullable String documented(List<String> pushed, List<String> local) {
    String failure = fails(local) ? local.get(0) : "";
    boolean tooManyDigits =
        failure.contains("of INT128")
            || failure.contains("to type DECIMAL(38")
            || failure.contains("multiplication of DECIMAL(38");
    return !fails(pushed) && tooManyDigits
        ? "only the local engine is limited to 38 digits in between"
        : null;
  }

  private static boolean fails(List<String> rows) {
    return !rows.isEmpty() && rows.get(0).startsWith("ERROR");
  }

  private static String state(List<String> failure) {
    return failure.get(0).substring(0, "ERROR 22".length()); // the class, such as data exceptions
  }

  private static List<String> ask(String sql, CanonicalText.Digits digits, String schema) {
    String statement = sql.replace("$", schema + ".");
    try (QueryResult result = engine.queries().execute(statement, Session.ANONYMOUS)) {
      List<String> rows = new ArrayList<>();
      while (result.next()) {
        for (int row = 0; row < result.batch().getRowCount(); row++) {
          List<@Nullable Object> cells = new ArrayList<>();
          for (FieldVector column : result.batch().getFieldVectors()) {
            cells.add(CanonicalText.cell(column, row));
          }
          String text = CanonicalText.ofAll(cells, digits);
          // 0 and -0 are one value, of which a group has either
          rows.add(sql.contains("$e") ? text : text.replace("-0.0", "0.0"));
        }
      }
      if (!RandomStatements.isOrdered(sql) && !sql.startsWith("EXPLAIN")) {
        Collections.sort(rows);
      }
      return rows;
    } catch (StrakeException e) {
      return List.of("ERROR " + e.code().sqlState() + " " + e.getMessage());
    }
  }

  private static String brief(List<String> rows) {
    String text = rows.toString();
    return rows.size() + " " + text.substring(0, Math.min(600, text.length()));
  }
}
