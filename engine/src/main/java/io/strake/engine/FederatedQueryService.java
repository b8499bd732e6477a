/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.engine;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.strake.engine.plan.StatementPlanner;
import io.strake.planner.arrow.ExecutionContext;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.apache.arrow.memory.BufferAllocator;

/** Query service of an engine: plan cache, deadlines, and an allocator for each query. */
final class FederatedQueryService implements QueryService, AutoCloseable {
  private static final int CACHED_PLANS = 1000;

  /** As long as the adapters trust what they know of their tables. */
  private static final Duration PLAN_LIFETIME = Duration.ofMinutes(5);

  private final StatementPlanner planner;
  private final QueryMemory memory;
  private final Duration maxTimeout;
  private final Cache<PlanKey, PlannedQuery> plans =
      Caffeine.newBuilder().maximumSize(CACHED_PLANS).expireAfterWrite(PLAN_LIFETIME).build();
  private final ScheduledExecutorService deadlines =
      Executors.newSingleThreadScheduledExecutor(FederatedQueryService::deadlineThread);

  /** Run the cancel listeners, so that a source that is slow to stop delays no other deadline. */
  private final ExecutorService stoppers =
      Executors.newCachedThreadPool(FederatedQueryService::deadlineThread);

  FederatedQueryService(StatementPlanner planner, QueryMemory memory, Duration maxTimeout) {
    this.planner = planner;
    this.memory = memory;
    this.maxTimeout = maxTimeout;
  }

  /**
   * What a plan depends on.
   *
   * @param sql text of the statement
   * @param defaultSchema schema of its unqualified names
   */
  private record PlanKey(String sql, Optional<String> defaultSchema) {}

  @Override
  public PreparedQuery prepare(String sql, Session session) {
    PlanKey key = new PlanKey(sql, session.defaultSchema());
    PlannedQuery cached = plans.getIfPresent(key);
    if (cached != null) {
      return cached;
    }
    PlannedQuery planned =
        PlannedQuery.of(
            sql,
            planner.plan(sql, session.defaultSchema().orElse(null), timeout(session)),
            planner.typeFactory());
    plans.put(key, planned);
    return planned;
  }

  @Override
  public QueryResult execute(PreparedQuery query, Session session) {
    Duration timeout = timeout(session);
    BufferAllocator allocator = memory.newAllocator();
    ExecutionContext context =
        ExecutionContext.builder(allocator).timeZone(session.timeZone()).timeout(timeout).build();
    ScheduledFuture<?> deadline =
        deadlines.schedule(
            () -> stoppers.execute(context::expire), timeout.toNanos(), TimeUnit.NANOSECONDS);
    return new RunningQuery(
        (PlannedQuery) query,
        context,
        memory,
        () -> {
          deadline.cancel(false);
          allocator.close();
        });
  }

  @Override
  public void close() {
    deadlines.shutdownNow();
    stoppers.shutdown();
    plans.invalidateAll();
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
