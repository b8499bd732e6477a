/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.benchmarks.postgres;

import io.strake.engine.EngineOptions;
import io.strake.engine.FederationEngine;
import io.strake.engine.PreparedQuery;
import io.strake.engine.QueryResult;
import io.strake.engine.Session;
import org.apache.arrow.vector.DecimalVector;

/** The table through our adapter, as batches of the query service. Not thread-safe. */
final class StrakeRead implements AutoCloseable {
  private final FederationEngine engine;
  private final PreparedQuery query;

  /**
   * Plans the query.
   *
   * @param connections how many it may read with
   */
  StrakeRead(String url, String user, int connections) {
    engine = FederationEngine.open(EngineOptions.of(ReadingsTable.model(url, user, connections)));
    query = engine.queries().prepare("SELECT * FROM pg.readings", Session.ANONYMOUS);
  }

  /** Returns the statement that the server is sent. */
  String pushed() {
    return query.pushed().get(0).request();
  }

  /** Reads all rows. */
  ReadResult run() {
    return run(() -> {});
  }

  /** Reads all rows and tells when the first batch is there. */
  ReadResult run(Runnable onFirstBatch) {
    ReadResult read = ReadResult.NONE;
    try (QueryResult result = engine.queries().execute(query, Session.ANONYMOUS)) {
      while (result.next()) {
        if (read.rows() == 0) {
          onFirstBatch.run();
        }
        DecimalVector amounts = (DecimalVector) result.batch().getVector("amount");
        read = read.plus(result.batch().getRowCount(), amounts);
      }
    }
    return read;
  }

  @Override
  public void close() {
    engine.close();
  }
}
