/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.engine;

import io.strake.engine.plan.StatementPlanner;
import io.strake.planner.ParameterLiterals;
import io.strake.planner.Parameters;
import io.strake.planner.SessionParameter;
import io.strake.planner.arrow.ExecutionContext;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.arrow.memory.BufferAllocator;
import org.jspecify.annotations.Nullable;

/** Query service of an engine: plan cache, deadlines, and an allocator for each query. */
final class FederatedQueryService implements QueryService, AutoCloseable {
  private static final int CACHED_PLANS = 1000;
  private static final long CACHED_BYTES = 64L << 20;

  /** As long as the adapters trust what they know of their tables. */
  private static final Duration PLAN_LIFETIME = Duration.ofMinutes(5);

  private final StatementPlanner planner;
  private final QueryMemory memory;
  private final Duration maxTimeout;
  private final ParameterLiterals literals;
  private final PlanCache plans;
  private final AtomicLong schemaVersion = new AtomicLong();
  private final ScheduledExecutorService deadlines =
      Executors.newSingleThreadScheduledExecutor(FederatedQueryService::deadlineThread);

  /** Run the cancel listeners, so that a source that is slow to stop delays no other deadline. */
  private final ExecutorService stoppers =
      Executors.newCachedThreadPool(FederatedQueryService::deadlineThread);

  FederatedQueryService(StatementPlanner planner, QueryMemory memory, Duration maxTimeout) {
    this.planner = planner;
    this.memory = memory;
    this.maxTimeout = maxTimeout;
    this.literals = new ParameterLiterals(planner.typeFactory());
    this.plans =
        new PlanCache(
            new CachedPlanning(planner, literals), CACHED_PLANS, CACHED_BYTES, PLAN_LIFETIME);
  }

  @Override
  public PreparedQuery prepare(String sql, Session session) {
    return plans.get(sql, PlanScope.of(session, schemaVersion.get()), timeout(session));
  }

  @Override
  public QueryResult execute(
      PreparedQuery query, List<? extends @Nullable Object> values, Session session) {
    PlannedQuery planned = (PlannedQuery) query;
    Parameters parameters =
        planned
            .bind(planned.shared().literals(values, literals))
            .orElse(
                SessionParameter.values(Instant.now(), session.timeZone(), planner.typeFactory()));
    Duration timeout = timeout(session);
    BufferAllocator allocator = memory.newAllocator();
    ExecutionContext context =
        ExecutionContext.builder(allocator)
            .timeZone(session.timeZone())
            .timeout(timeout)
            .parameters(parameters)
            .batchBytes(planned.memory().batchBytes())
            .plan(planned.shared().plan().rel())
            .build();
    ScheduledFuture<?> deadline =
        deadlines.schedule(
            () -> stoppers.execute(context::expire), timeout.toNanos(), TimeUnit.NANOSECONDS);
    return new RunningQuery(
        planned,
        context,
        memory,
        session.maxRows(),
        () -> {
          deadline.cancel(false);
          context.end();
          allocator.close();
        });
  }

  long schemaVersion() {
    return schemaVersion.get();
  }

  /** Makes new plans for all statements from now on. */
  void schemaChanged() {
    schemaVersion.incrementAndGet();
    plans.clear();
  }

  PlanCacheStatistics planCache() {
    return plans.statistics();
  }

  @Override
  public void close() {
    deadlines.shutdownNow();
    stoppers.shutdown();
    plans.clear();
  }

  private Duration timeout(Session session) {
    return session.timeout().filter(t -> t.compareTo(maxTimeout) < 0).orElse(maxTimeout);
  }

  private static Thread deadlineThread(Runnable task) {
    Thread thread = new Thread(task, "strake-deadlines");
    thread.setDaemon(true);
    return thread;
  }
}
