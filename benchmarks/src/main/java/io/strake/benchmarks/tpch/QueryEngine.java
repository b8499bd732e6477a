/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.benchmarks.tpch;

import java.io.IOException;
import java.sql.SQLException;

/** Something that answers the queries over the same data as the others. Not thread-safe. */
interface QueryEngine extends AutoCloseable {
  /**
   * Answers a query; planning and compiling once for all runs of a text is allowed.
   *
   * @return the rows, or no rows at all if this engine only does part of the work
   */
  Answer run(String sql) throws SQLException, IOException;

  @Override
  void close() throws SQLException;
}
