/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.engine;

import java.util.List;
import org.jspecify.annotations.Nullable;

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
   * Makes a prepared statement ready to run; it starts when its first batch is asked for, so that
   * it can be cancelled while the sources start.
   *
   * @param values values of the parameters in the order of their {@code ?}: null, or a Boolean,
   *     Number, CharSequence, byte array, LocalDate, LocalTime, LocalDateTime, and for instants an
   *     Instant or OffsetDateTime
   * @return its rows; the caller closes it, also after an error
   * @throws io.strake.planner.StrakeException with {@code WRONG_PARAMETERS} if there are more or
   *     fewer values than parameters, or of the 2xxx range if a value does not fit its type
   */
  QueryResult execute(
      PreparedQuery query, List<? extends @Nullable Object> values, Session session);

  /** Makes a prepared statement without parameters ready to run. */
  default QueryResult execute(PreparedQuery query, Session session) {
    return execute(query, List.of(), session);
  }

  /** Prepares a statement and makes it ready to run. */
  default QueryResult execute(String sql, Session session) {
    return execute(prepare(sql, session), session);
  }
}
