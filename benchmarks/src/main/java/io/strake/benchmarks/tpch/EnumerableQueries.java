/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.benchmarks.tpch;

import io.strake.benchmarks.memory.MemorySchemaFactory;
import io.strake.engine.plan.PlanningThreads;
import io.strake.engine.plan.StatementPlanner;
import io.strake.planner.arrow.ExecutionContext;
import java.io.IOException;
import java.time.Duration;
import java.util.BitSet;
import java.util.HashMap;
import java.util.Map;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.ipc.ArrowReader;
import org.apache.calcite.jdbc.CalciteSchema;
import org.apache.calcite.schema.SchemaPlus;

/**
 * The same streams and the same planner, with Calcite's Enumerable convention in place of the local
 * engine. A statement is planned and compiled once.
 */
final class EnumerableQueries implements QueryEngine {
  private static final String SCHEMA = "tpch";

  private final BufferAllocator allocator = new RootAllocator();
  private final PlanningThreads threads = new PlanningThreads(1);
  private final StatementPlanner planner;
  private final Map<String, StatementPlanner.Plan> plans = new HashMap<>();

  /** Plans over the tables that are registered under a name. */
  EnumerableQueries(String tables) {
    SchemaPlus root = CalciteSchema.createRootSchema(false, false).plus();
    root.add(SCHEMA, new MemorySchemaFactory().create(root, SCHEMA, Map.of("tables", tables)));
    planner = new StatementPlanner(CalciteSchema.from(root), SCHEMA, null, threads);
  }

  @Override
  public Answer run(String sql) throws IOException {
    StatementPlanner.Plan plan =
        plans.computeIfAbsent(
            sql, text -> planner.plan(text, null, new BitSet(), Duration.ofMinutes(1)));
    ExecutionContext context = ExecutionContext.builder(allocator).build();
    try (ArrowReader rows = plan.rel().execute(context)) {
      return Answer.read(rows);
    }
  }

  @Override
  public void close() {
    threads.close();
    allocator.close();
  }
}
