/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.strake.engine.plan.StatementPlanner;
import io.strake.engine.plan.StatementShape;
import io.strake.planner.StrakeException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which statements share a plan, and that each has its own answer. */
class PlanCacheTest {
  private static final String T =
      "(values (1, 'a', 1.50, date '2024-01-01'), (2, 'b', 2.25, date '2024-01-02'),"
          + " (3, 'c', 0.25, date '2024-01-03')) as t(i, s, d, dd)";
  private static final PlanScope SCOPE = PlanScope.of(Session.ANONYMOUS, 0);
  private static final Duration MINUTE = Duration.ofMinutes(1);

  private static FederationEngine engine;

  @BeforeAll
  static void open() {
    engine =
        FederationEngine.open(
            EngineOptions.of("inline:{version: '1.0', schemas: [{type: 'map', name: 'empty'}]}"));
  }

  @AfterAll
  static void closeWithoutLeaks() {
    assertThat(engine.allocatedBytes()).isZero();
    engine.close();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "select i from T where i = 1     | SELECT I /* c */ FROM T -- d%nWHERE i=1 | [[1]] | [[1]]",
        "select i from T where i = 1          | select i from T where i = 2            | [[1]] | [[2]]",
        "select i from T where i = 1          | select i from T where i = -1           | [[1]] | []",
        "select i from T where cast(i as bigint) = 1 | select i from T where cast(i as bigint) = 2147483647 | [[1]] | []",
        "select i from T where d between 0 and 1 | select i from T where d between 1 and 2 | [[3]] | [[1]]",
        "select i from T where 1 = i          | select i from T where 3 = i            | [[1]] | [[3]]",
        "select i from T where s = 'a'        | select i from T where s = 'bb'         | [[1]] | []",
        "select i from T where s = 'a'        | select i from T where s = ''           | [[1]] | []",
        "select i from T where d > 2.00       | select i from T where d > 1.75         | [[2]] | [[2]]",
        "select i from T where dd = date '2024-01-03' | select i from T where dd = date '2024-01-02' | [[3]] | [[2]]",
        "select i from T where i in (1, 3) order by i | select i from T where i in (2, 3) order by i | [[1], [3]] | [[2], [3]]",
        "select i from T where i between 1 and 1 | select i from T where i not between 1 and 1 and i = 2 | [[1]] | [[2]]",
        "select i from T where i not between 1 and 2 | select i from T where i not between 2 and 3 | [[3]] | [[1]]",
        "select count(*) from T group by s having max(i) > 2 | select count(*) from T group by s having max(i) > 5 | [[1]] | []",
        "select count(*) from T join (values (1), (2)) as u(x) on i = x and x > 1 | select count(*) from T join (values (1), (2)) as u(x) on i = x and x > 0 | [[1]] | [[2]]",
        "select (select max(i) from T where i < 2) + (select max(i) from T where i < 3) from T where i = 1 | select (select max(i) from T where i < 3) + (select max(i) from T where i < 4) from T where i = 1 | [[3]] | [[5]]"
      })
  void sharesPlansButNotAnswers(String first, String second, String firstRows, String secondRows) {
    boolean differ = second.contains("not between") && !first.contains("not between");
    String one = sql(first);
    String other = sql(second.replace("%n", "\n"));
    long misses = misses();
    assertThat(rows(one)).isEqualTo(firstRows);
    long planned = misses();

    assertThat(rows(other)).isEqualTo(secondRows);
    assertThat(misses() - planned).isEqualTo(differ ? 1 : 0);
    assertThat(planned - misses).isLessThanOrEqualTo(1);
    long textHits = engine.planCache().textHits();
    assertThat(rows(one)).isEqualTo(firstRows);
    assertThat(engine.planCache().textHits()).isEqualTo(textHits + 1);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "select i + 10 from T                         | select i + 20 from T",
        "select i from T where d = 1                  | select i from T where d = 1.0",
        "select i from T where d = 2                  | select i from T where d = 3000000000",
        "select i from T order by i limit 1           | select i from T order by i limit 2",
        "select i from T where s like 'a%'            | select i from T where s like 'b%'",
        "select i from T where i + 1 = 2              | select i from T where i + 2 = 2",
        "select i from T where i = 4                  | select \"i\" as i from T where i = 4",
        "select count(*) from T where i > 7           | select count(distinct i) from T where i > 7",
        "select i from T where i > 8 and s = 'x'      | select i from T where i > 8 or s = 'x'",
        "select * from unnest(array[7, 8])            | select * from unnest(array[7, 8]) with ordinality",
        "select sum(i) over (order by i rows 1 preceding) from T | select sum(i) over (order by i rows 2 preceding) from T",
        "select sum(i) over (order by i rows between 1 preceding and 1 following) from T | select sum(i) over (order by i rows between 1 preceding and 1 following exclude current row) from T",
        "select lag(i) ignore nulls over (order by i) from T | select lag(i) respect nulls over (order by i) from T",
        "select string_agg(s, ',' order by i) from T   | select string_agg(s, ',' order by i desc) from T",
        "select percentile_cont(0.5) within group (order by i) from T | select percentile_disc(0.5) within group (order by i) from T",
        "select sum(i) over () from T                  | select sum(i) over (), i from T",
        "select sum(i) from T group by i = 1 having i = 1 | select sum(i) from T group by i = 2 having i = 2"
      })
  void plansApartWhatDiffersInMore(String first, String second) {
    prepare(sql(first));
    long misses = misses();
    prepare(sql(second));

    assertThat(misses() - misses).isEqualTo(1);
  }

  @Test
  void showsConstantsWhereTheyStand() {
    String where = T + " where i = 4711 and s = 'it''s'";
    PreparedQuery query = prepare("select upper(s) from " + where);

    assertThat(query.plan())
        .contains("4711")
        .contains("it''s")
        .doesNotContain("?", "\0", "$2", "$3", "$4");
    assertThat(rows("explain plan for select upper(s) from " + where)).contains("4711");
    assertThat(query.parameterTypes()).isEmpty();
  }

  @Test
  void keepsNoFailuresAndReportsThemOfTheStatementAsWritten() {
    long failures = engine.planCache().failures();
    for (int i = 0; i < 2; i++) {
      assertThatThrownBy(() -> prepare("select nothing from " + T + " where i = 1"))
          .isInstanceOf(StrakeException.class)
          .hasMessageContaining("line 1, column 8");
      assertThatThrownBy(() -> prepare("select i from " + T + " where dd = date '2024-99-01'"))
          .isInstanceOf(StrakeException.class)
          .hasMessageNotContaining("$");
    }

    assertThat(engine.planCache().failures() - failures).isEqualTo(4);
  }

  @Test
  void plansAnewAfterTheSchemaChanged() {
    String sql = "select i from " + T + " where i = 100";
    prepare(sql);
    long version = engine.schemaVersion();
    long misses = misses();

    engine.schemaChanged();

    prepare(sql);
    assertThat(engine.schemaVersion()).isEqualTo(version + 1);
    assertThat(misses() - misses).isEqualTo(1);
  }

  @Test
  void doesNotKeepTheTime() throws InterruptedException {
    String sql =
        "select count(*) from (values (1)) as t(x) where current_timestamp > timestamp '%s'";
    String soon = java.time.LocalDateTime.now(java.time.ZoneOffset.UTC).plusSeconds(2).toString();
    String statement = sql.formatted(soon.substring(0, 19).replace('T', ' '));
    String before = rows(statement);
    TimeUnit.MILLISECONDS.sleep(2500);

    assertThat(before).isEqualTo("[[0]]");
    assertThat(rows(statement)).isEqualTo("[[1]]");
  }

  @Test
  void plansOnceForAllThatAskAtTheSameTime() throws Exception {
    int clients = 8;
    long misses = misses();
    CountDownLatch start = new CountDownLatch(1);
    ExecutorService threads = Executors.newFixedThreadPool(clients);
    try {
      List<CompletableFuture<String>> answers = new ArrayList<>();
      for (int i = 0; i < clients; i++) {
        String sql = "select i from " + T + " where i * 2 = " + 2 * (i % 3 + 1);
        answers.add(
            CompletableFuture.supplyAsync(
                () -> {
                  awaitUninterruptibly(start);
                  return rows(sql);
                },
                threads));
      }
      start.countDown();
      for (int i = 0; i < clients; i++) {
        assertThat(answers.get(i).get(1, TimeUnit.MINUTES)).isEqualTo("[[" + (i % 3 + 1) + "]]");
      }
    } finally {
      threads.shutdownNow();
    }

    assertThat(misses() - misses).isEqualTo(1);
  }

  @Test
  void letsOthersPlanWhileOneIsSlow() throws Exception {
    CountDownLatch slow = new CountDownLatch(1);
    Fake planning = new Fake(engine.planner(), sql -> awaitUninterruptibly(sql, slow));
    PlanCache cache = new PlanCache(planning, 10, 1 << 20, MINUTE);
    CompletableFuture<PlannedQuery> first =
        CompletableFuture.supplyAsync(() -> cache.get("select 'slow'", SCOPE, MINUTE));

    assertThat(cache.get("select 'fast'", SCOPE, MINUTE).sql()).isEqualTo("select 'fast'");
    assertThat(first).isNotDone();
    slow.countDown();
    assertThat(first.get(1, TimeUnit.MINUTES).sql()).isEqualTo("select 'slow'");
  }

  @Test
  void isBoundedInEntriesAndBytes() {
    Fake planning = new Fake(engine.planner(), sql -> {});
    PlanCache few = new PlanCache(planning, 3, 64 << 20, MINUTE);
    PlanCache small = new PlanCache(planning, 1000, 200_000, MINUTE);
    for (int i = 0; i < 20; i++) {
      few.get("select " + i, SCOPE, MINUTE);
      small.get("select " + i + " as \"" + "x".repeat(900) + "\"", SCOPE, MINUTE);
    }

    assertThat(few.statistics().plans()).isLessThanOrEqualTo(3);
    assertThat(few.statistics().evictions()).isGreaterThanOrEqualTo(17);
    assertThat(small.statistics().plans()).isBetween(1L, 15L);
    assertThat(small.statistics().bytes()).isBetween(1000L, 200_000L);
  }

  /** Planning that may be slow, and counts. */
  private record Fake(StatementPlanner planner, java.util.function.Consumer<String> before)
      implements PlanCache.Planning {
    static final AtomicInteger PLANNED = new AtomicInteger();

    @Override
    public Optional<StatementShape> read(String sql, Duration timeout) {
      return planner.read(sql, timeout);
    }

    @Override
    public SharedPlan plan(String sql, PlanScope scope, BitSet wanted, Duration timeout) {
      before.accept(sql);
      PLANNED.incrementAndGet();
      return SharedPlan.of(
          planner.plan("select 1", null, new BitSet(), timeout), planner.typeFactory());
    }

    @Override
    public PlannedQuery query(String sql, SharedPlan plan, @Nullable StatementShape shape) {
      return new PlannedQuery(sql, plan, List.of());
    }
  }

  private static void awaitUninterruptibly(String sql, CountDownLatch latch) {
    if (sql.contains("slow")) {
      awaitUninterruptibly(latch);
    }
  }

  private static void awaitUninterruptibly(CountDownLatch latch) {
    try {
      assertThat(latch.await(1, TimeUnit.MINUTES)).isTrue();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private static String sql(String text) {
    return text.replace(" T", " " + T).replace("FROM T", "FROM " + T);
  }

  private static long misses() {
    return engine.planCache().misses();
  }

  private static PreparedQuery prepare(String sql) {
    return engine.queries().prepare(sql, Session.ANONYMOUS);
  }

  private static String rows(String sql) {
    return TestRows.of(engine.queries().execute(sql, Session.ANONYMOUS)).toString();
  }
}
