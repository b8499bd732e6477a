/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.engine;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Policy;
import io.strake.engine.plan.StatementShape;
import java.time.Duration;
import java.util.BitSet;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/**
 * Cache of plans on two levels: by the text of a statement to the letter, and by its shape, which
 * leaves out white space, comments and the constants that a plan does not depend on, of which it
 * keeps about how many rows they leave.
 *
 * <p>Bounded in entries and in bytes; entries also end after a time, as what adapters know of their
 * tables does. Failures are not kept. Statements of one shape are planned once, however many ask at
 * the same time; others do not wait for them. Thread-safe.
 */
final class PlanCache {
  private static final int OBJECT_BYTES = 256;

  /** Texts and shapes are small, so they get this share of the bytes. */
  private static final int SMALL_SHARE = 4;

  private final Planning planning;
  private final Cache<Key, PlannedQuery> texts;
  private final Cache<Key, SharedShape> shapes;
  private final Cache<Key, SharedPlan> plans;
  private final SingleFlight<Key> flights = new SingleFlight<>();
  private final LongAdder textHits = new LongAdder();
  private final LongAdder statementHits = new LongAdder();
  private final LongAdder misses = new LongAdder();
  private final LongAdder failures = new LongAdder();

  /** What the cache does not know itself. Called by many threads. */
  interface Planning {
    /** Parses a statement; empty if only its text tells it from others. */
    Optional<StatementShape> read(String sql, Duration timeout);

    /** Plans a statement, with some of its constants as parameters. */
    SharedPlan plan(String sql, PlanScope scope, BitSet wanted, Duration timeout);

    /** Returns a statement with its plan and the values of its lifted constants. */
    PlannedQuery query(String sql, SharedPlan plan, @Nullable StatementShape shape);
  }

  /** A statement, by its text or shape, and what else its plan depends on. */
  private record Key(String statement, PlanScope scope) {
    int bytes() {
      return OBJECT_BYTES + 2 * statement.length();
    }
  }

  /**
   * Creates a cache.
   *
   * @param maxEntries plans to hold at most, and texts
   * @param maxBytes bytes to hold at most, about
   * @param lifetime how long a plan is used
   */
  PlanCache(Planning planning, int maxEntries, long maxBytes, Duration lifetime) {
    this.planning = planning;
    long small = maxBytes / SMALL_SHARE;
    this.texts = cache(maxEntries, small, lifetime, query -> 2L * query.sql().length());
    this.shapes = cache(maxEntries, small, lifetime, SharedShape::weight);
    this.plans = cache(maxEntries, maxBytes - 2 * small, lifetime, SharedPlan::weight);
  }

  /** An entry weighs at least its share of the bytes, so that the number of entries is bounded. */
  private static <V> Cache<Key, V> cache(
      int maxEntries, long maxBytes, Duration lifetime, ToLongFunction<V> weight) {
    long least = Math.max(1, maxBytes / maxEntries);
    return Caffeine.newBuilder()
        .maximumWeight(maxBytes)
        .<Key, V>weigher(
            (key, value) ->
                (int)
                    Math.min(
                        Integer.MAX_VALUE,
                        Math.max(least, key.bytes() + weight.applyAsLong(value))))
        .expireAfterWrite(lifetime)
        .recordStats()
        .executor(Runnable::run)
        .build();
  }

  /**
   * Returns a statement with its plan.
   *
   * @throws io.strake.planner.StrakeException if it cannot be planned
   */
  PlannedQuery get(String sql, PlanScope scope, Duration timeout) {
    Key text = new Key(sql, scope);
    PlannedQuery known = texts.getIfPresent(text);
    if (known != null) {
      textHits.increment();
      return known;
    }
    PlannedQuery query = byShape(sql, scope, timeout);
    texts.put(text, query);
    return query;
  }

  private PlannedQuery byShape(String sql, PlanScope scope, Duration timeout) {
    Deadline deadline = Deadline.in(timeout);
    StatementShape shape = read(sql, timeout);
    Key whole = new Key(shape == null ? sql : shape.key(), scope);
    while (true) {
      SharedPlan plan = find(shape, whole);
      if (plan != null) {
        statementHits.increment();
        return planning.query(sql, plan, shape);
      }
      Optional<SharedPlan> planned =
          flights.run(whole, deadline.remaining(), () -> plan(sql, scope, shape, whole, deadline));
      if (planned.isPresent()) {
        return planning.query(sql, planned.get(), shape);
      }
    }
  }

  private @Nullable StatementShape read(String sql, Duration timeout) {
    try {
      return planning.read(sql, timeout).orElse(null);
    } catch (RuntimeException e) {
      failures.increment();
      throw e;
    }
  }

  private @Nullable SharedPlan find(@Nullable StatementShape shape, Key whole) {
    if (shape == null) {
      return plans.getIfPresent(whole);
    }
    SharedShape shared = shapes.getIfPresent(whole);
    return shared == null ? null : plans.getIfPresent(new Key(shared.key(shape), whole.scope()));
  }

  private SharedPlan plan(
      String sql, PlanScope scope, @Nullable StatementShape shape, Key whole, Deadline deadline) {
    SharedPlan raced = find(shape, whole);
    if (raced != null) {
      return raced; // planned between our look and our turn
    }
    misses.increment();
    SharedShape known = shapes.getIfPresent(whole);
    BitSet all = shape == null ? new BitSet() : shape.all();
    SharedPlan plan;
    try {
      plan = planning.plan(sql, scope, known == null ? all : known.lifted(), deadline.remaining());
    } catch (RuntimeException e) {
      failures.increment();
      throw e;
    }
    if (shape == null) {
      plans.put(whole, plan);
    } else {
      SharedShape shared =
          shapes.asMap().merge(whole, SharedShape.of(plan.plan()), SharedShape::and);
      plans.put(new Key(shared.key(shape), scope), plan);
    }
    return plan;
  }

  /** Forgets everything. */
  void clear() {
    texts.invalidateAll();
    shapes.invalidateAll();
    plans.invalidateAll();
  }

  PlanCacheStatistics statistics() {
    texts.cleanUp();
    shapes.cleanUp();
    plans.cleanUp();
    return new PlanCacheStatistics(
        textHits.sum(),
        statementHits.sum(),
        misses.sum(),
        failures.sum(),
        plans.stats().evictionCount(),
        plans.estimatedSize(),
        bytes(texts) + bytes(shapes) + bytes(plans));
  }

  private static long bytes(Cache<Key, ?> cache) {
    return cache
        .policy()
        .eviction()
        .map(Policy.Eviction::weightedSize)
        .orElse(OptionalLong.empty())
        .orElse(0);
  }
}
