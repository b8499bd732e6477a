/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.benchmarks.s3;

import io.strake.engine.EngineOptions;
import io.strake.engine.FederationEngine;
import io.strake.engine.PreparedQuery;
import io.strake.engine.QueryResult;
import io.strake.engine.Session;

/** The object through our adapter, as batches of the query service. Not thread-safe. */
final class StrakeRead implements AutoCloseable {
  private final FederationEngine engine;
  private final PreparedQuery query;

  /**
   * Plans a query of all rows.
   *
   * @param operands operands of the source, without its tables
   * @param location location of the table's objects
   * @param sql query of the table {@code s3.lineitem}
   */
  StrakeRead(String operands, String location, String sql, int threads) {
    String model =
        """
        inline:{"version": "1.0", "schemas": [{"name": "s3", "type": "custom",
          "factory": "io.strake.s3.S3SchemaFactory",
          "operand": {%s, "bucket": "%s", "scanThreads": %d,
            "definitions": [{"name": "lineitem", "location": "%s"}]}}]}
        """
            .formatted(operands, LineitemFile.BUCKET, threads, location);
    engine = FederationEngine.open(EngineOptions.of(model));
    query = engine.queries().prepare(sql, Session.ANONYMOUS);
  }

  /** Reads all rows. */
  BatchCount run() {
    BatchCount count = BatchCount.NONE;
    try (QueryResult result = engine.queries().execute(query, Session.ANONYMOUS)) {
      while (result.next()) {
        count = count.plus(result.batch());
      }
    }
    return count;
  }

  @Override
  public void close() {
    engine.close();
  }
}
