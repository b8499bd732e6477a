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
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Cancel and deadline in every phase of a statement: it ends soon and holds nothing. */
class CancelTest {
  /** Generous, for machines under load; what is normal is milliseconds. */
  private static final Duration SOON = Duration.ofSeconds(10);

  private static final String DIGITS = "(VALUES (0),(1),(2),(3),(4),(5),(6),(7),(8),(9)) AS d%d(x)";

  /** What a statement is busy with. */
  enum Phase {
    SOURCE("SELECT * FROM blocked"),
    SOURCE_UNDER_LOCAL("SELECT b.k FROM small a JOIN blocked b ON a.k = b.k ORDER BY b.k"),
    LOCAL(crossJoin());

    private final String sql;

    Phase(String sql) {
      this.sql = sql;
    }
  }

  private FederationEngine engine;

  @BeforeEach
  void open() {
    engine = FederationEngine.open(EngineOptions.of(StreamedSchemaFactory.MODEL));
  }

  @AfterEach
  void closeWithoutLeaks() {
    assertThat(engine.allocatedBytes()).isZero();
    assertThat(engine.spilledBytes()).isZero();
    engine.close();
  }

  @ParameterizedTest
  @EnumSource
  void cancels(Phase phase) throws Exception {
    PreparedQuery query = engine.queries().prepare(phase.sql, Session.ANONYMOUS);
    QueryResult result = engine.queries().execute(query, Session.ANONYMOUS);
    CompletableFuture<Void> run = CompletableFuture.runAsync(() -> drain(result));
    Thread.sleep(200);
    assertThat(run).isNotDone();

    result.cancel();

    assertThat(codeOf(run)).isEqualTo(ErrorCode.CANCELLED);
  }

  @ParameterizedTest
  @EnumSource
  void endsAtTheDeadline(Phase phase) {
    PreparedQuery query = engine.queries().prepare(phase.sql, Session.ANONYMOUS);
    Session hasty = Session.ANONYMOUS.withTimeout(Duration.ofMillis(300));

    CompletableFuture<Void> run =
        CompletableFuture.runAsync(() -> drain(engine.queries().execute(query, hasty)));

    assertThat(codeOf(run)).isEqualTo(ErrorCode.TIMEOUT);
  }

  @Test
  void cancelsBetweenBatches() {
    QueryResult result =
        engine.queries().execute("SELECT k, s FROM big ORDER BY k", Session.ANONYMOUS);
    assertThat(result.next()).isTrue();

    result.cancel();

    assertThat(codeOf(CompletableFuture.runAsync(() -> drain(result))))
        .isEqualTo(ErrorCode.CANCELLED);
  }

  @Test
  void aClientThatLeavesEarlyHoldsNothing() {
    try (QueryResult result =
        engine.queries().execute("SELECT k, s FROM big ORDER BY k", Session.ANONYMOUS)) {
      assertThat(result.next()).isTrue();
    }
  }

  @Test
  void cancelsWhileItWaitsForMemory() throws Exception {
    EngineOptions options =
        EngineOptions.builder(StreamedSchemaFactory.MODEL)
            .memoryBytes(256L << 20)
            .queryMemoryBytes(256L << 20)
            .build();
    try (FederationEngine small = FederationEngine.open(options)) {
      String sort = "SELECT k, s FROM big ORDER BY k";
      try (QueryResult first = small.queries().execute(sort, Session.ANONYMOUS)) {
        assertThat(first.next()).isTrue();
        QueryResult second = small.queries().execute(sort, Session.ANONYMOUS);
        CompletableFuture<Void> run = CompletableFuture.runAsync(() -> drain(second));
        for (int i = 0; small.waitingQueries() == 0 && i < 1000; i++) {
          Thread.sleep(10);
        }
        assertThat(small.waitingQueries()).isEqualTo(1);

        second.cancel();

        assertThat(codeOf(run)).isEqualTo(ErrorCode.CANCELLED);
        assertThat(small.waitingQueries()).isZero();
      }
      assertThat(small.allocatedBytes()).isZero();
    }
  }

  @Test
  void interruptingTheCallerCancelsPlanning() throws Exception {
    AtomicReference<Throwable> failure = new AtomicReference<>();
    AtomicBoolean isInterrupted = new AtomicBoolean();
    Thread caller =
        new Thread(
            () -> {
              try {
                engine.queries().prepare(manyJoins(), Session.ANONYMOUS);
              } catch (StrakeException e) {
                failure.set(e);
                isInterrupted.set(Thread.currentThread().isInterrupted());
              }
            });
    caller.start();
    awaitPlanning(true);

    caller.interrupt();

    caller.join(SOON.toMillis());
    assertThat(failure.get())
        .isInstanceOfSatisfying(
            StrakeException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.CANCELLED));
    assertThat(isInterrupted).as("stays interrupted").isTrue();
    awaitPlanning(false);
  }

  /** Most of the 20 moments are in the conversion, whose own code looks at no flag. */
  @Test
  void planningEndsWhereverItIs() throws Exception {
    long start = System.nanoTime();
    engine.queries().prepare(manyJoins(), Session.ANONYMOUS);
    long whole = System.nanoTime() - start;
    for (int i = 0; i < 20; i++) {
      String sql = manyJoins().replace("COUNT(*)", "COUNT(*) AS c" + i);
      Session hasty = Session.ANONYMOUS.withTimeout(Duration.ofNanos(whole * i / 200 + 1));
      assertThatThrownBy(() -> engine.queries().prepare(sql, hasty))
          .isInstanceOfSatisfying(
              StrakeException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.TIMEOUT));
    }
    awaitPlanning(false);
    assertThat(System.nanoTime() - start).isLessThan(whole * 10 + SOON.toNanos());
  }

  @Test
  void planningEndsAtTheDeadline() throws Exception {
    Session hasty = Session.ANONYMOUS.withTimeout(Duration.ofMillis(50));

    assertThatThrownBy(() -> engine.queries().prepare(manyJoins(), hasty))
        .isInstanceOfSatisfying(
            StrakeException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.TIMEOUT));
    awaitPlanning(false);
  }

  /** Waits until a thread plans a statement, or none does any more. */
  private void awaitPlanning(boolean isBusy) throws InterruptedException {
    long end = System.nanoTime() + SOON.toNanos();
    while ((engine.planningQueries() > 0) != isBusy) {
      assertThat(System.nanoTime()).as("planning: %s", isBusy).isLessThan(end);
      Thread.sleep(5);
    }
  }

  private static ErrorCode codeOf(CompletableFuture<Void> run) {
    try {
      run.get(SOON.toSeconds(), TimeUnit.SECONDS);
    } catch (ExecutionException e) {
      return ((StrakeException) e.getCause()).code();
    } catch (Exception e) {
      throw new AssertionError("does not end", e);
    }
    throw new AssertionError("does not fail");
  }

  private static void drain(QueryResult result) {
    try (result) {
      while (result.next()) {}
    }
  }

  private static String crossJoin() {
    StringBuilder sql = new StringBuilder("SELECT COUNT(*) FROM " + DIGITS.formatted(0));
    StringBuilder sum = new StringBuilder("d0.x");
    for (int i = 1; i < 11; i++) {
      sql.append(" CROSS JOIN ").append(DIGITS.formatted(i));
      sum.append(" + d").append(i).append(".x");
    }
    return sql + " WHERE " + sum + " = 45";
  }

  private static String manyJoins() {
    StringBuilder sql = new StringBuilder("SELECT COUNT(*) FROM small t0");
    for (int i = 1; i < 150; i++) {
      sql.append(" JOIN small t%d ON t%d.k = t%d.k + %d".formatted(i, i, i - 1, i));
    }
    return sql.toString();
  }
}
