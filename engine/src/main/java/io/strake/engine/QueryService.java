/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.engine;

/**
 * The one way to run a statement; every door is a translation onto it.
 *
 * <p>Thread-safe.
 */
public interface QueryService {
  /**
   * Parses, validates and plans a statement, or finds its plan in the plan cache. No source is
   * asked for rows.
   *
   * @param sql one query, or {@code EXPLAIN PLAN FOR} one; nothing that changes data
   * @throws io.strake.planner.StrakeException with a code of the 2xxx range if the statement is
   *     wrong, or of the 1xxx range if a source must be asked for its tables and does not answer
   */
  PreparedQuery prepare(String sql, Session session);

  /**
   * Starts a prepared statement.
   *
   * @return its rows; the caller closes it, also after an error
   * @throws io.strake.planner.StrakeException if a source refuses
   */
  QueryResult execute(PreparedQuery query, Session session);

  /** Prepares and starts a statement. */
  default QueryResult execute(String sql, Session session) {
    return execute(prepare(sql, session), session);
  }
}
