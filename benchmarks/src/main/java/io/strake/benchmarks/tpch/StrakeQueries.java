/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.benchmarks.tpch;

import io.strake.engine.EngineOptions;
import io.strake.engine.FederationEngine;
import io.strake.engine.QueryResult;
import io.strake.engine.QueryService;
import io.strake.engine.Session;
import java.util.ArrayList;
import java.util.List;

/** The whole path of a statement through the engine, as every door takes it. */
final class StrakeQueries implements QueryEngine {
  private static final long MEMORY_BYTES = 8L << 30;

  private final FederationEngine engine;

  /** Opens an engine over a model with a number of threads. */
  StrakeQueries(String model, int threads) {
    this.engine =
        FederationEngine.open(
            EngineOptions.builder(model).memoryBytes(MEMORY_BYTES).threads(threads).build());
  }

  /** Returns the physical plan of a statement. */
  String plan(String sql) {
    return engine.queries().prepare(sql, Session.ANONYMOUS).plan();
  }

  @Override
  public Answer run(String sql) {
    QueryService queries = engine.queries();
    List<List<Object>> rows = new ArrayList<>();
    try (QueryResult result =
        queries.execute(queries.prepare(sql, Session.ANONYMOUS), Session.ANONYMOUS)) {
      while (result.next()) {
        Answer.append(result.batch(), rows);
      }
    }
    return new Answer(rows);
  }

  @Override
  public void close() {
    engine.close();
  }
}
