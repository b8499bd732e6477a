/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.engine;

import io.strake.engine.local.InputBatches;
import io.strake.planner.arrow.ExecutionContext;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.arrow.memory.BufferAllocator;

/**
 * The memory of an engine as its queries share it: an allocator for each, and admission for all.
 *
 * <p>A query's batches are limited by its allocator. DuckDB knows no limit for one statement, so
 * the statements that keep rows are admitted by their estimates; each counts with at least a share
 * that its operators cannot do without, and with the budget of a query at most, beyond which it
 * spills. Thread-safe.
 */
final class QueryMemory {
  /** A statement that keeps rows holds at least this part of the local engine's memory. */
  private static final int MAX_LOCAL_STATEMENTS = 16;

  private final BufferAllocator allocator;
  private final long queryBytes;
  private final long minLocal;
  private final MemoryGate batches;
  private final MemoryGate local;
  private final AtomicLong number = new AtomicLong();

  QueryMemory(EngineOptions options, MemoryShares shares, BufferAllocator allocator) {
    this.allocator = allocator;
    this.queryBytes = options.queryMemoryBytes();
    this.minLocal = Math.min(queryBytes, shares.local() / MAX_LOCAL_STATEMENTS);
    this.batches = new MemoryGate("batches", shares.batches(), options.queueTimeout());
    this.local = new MemoryGate("local execution", shares.local(), options.queueTimeout());
  }

  /** Returns a new allocator of a query, which the caller closes. */
  BufferAllocator newAllocator() {
    return allocator.newChildAllocator("query-" + number.incrementAndGet(), 0, batchLimit());
  }

  private long batchLimit() {
    return Math.min(queryBytes, allocator.getLimit());
  }

  /** Waits until a query may run. */
  MemoryGate.Reservation admit(MemoryNeed need, ExecutionContext context) {
    long wanted = need.local() == 0 ? 0 : Math.max(minLocal, Math.min(queryBytes, need.local()));
    MemoryGate.Reservation first = local.acquire(wanted, need.isShort(), context);
    try {
      MemoryGate.Reservation second =
          batches.acquire(Math.min(queryBytes, batchBytes(need)), need.isShort(), context);
      return () -> {
        second.close();
        first.close();
      };
    } catch (RuntimeException | Error e) {
      first.close();
      throw e;
    }
  }

  /** All streams count as if they went into the local engine; most do where there are several. */
  private long batchBytes(MemoryNeed need) {
    return need.batches() * InputBatches.growth(batchLimit());
  }

  /** Returns how many queries wait for memory. */
  int waiting() {
    return local.waiting() + batches.waiting();
  }
}
