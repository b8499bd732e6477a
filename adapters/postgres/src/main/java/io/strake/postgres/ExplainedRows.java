/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.postgres;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The number of rows that the server itself expects of something that it has not counted: a view, a
 * foreign table or a query. It is asked by EXPLAIN when a statement with it is planned.
 * Thread-safe.
 */
final class ExplainedRows {
  private static final Logger LOGGER = LoggerFactory.getLogger(ExplainedRows.class);
  private static final Pattern ROWS = Pattern.compile(" rows=(\\d+) ");

  private final PostgresDatabase database;
  private final PostgresOptions options;
  private final String from;

  @GuardedBy("this")
  private @Nullable Double known;

  /**
   * Creates an estimate, without asking.
   *
   * @param from what statements read it from
   */
  ExplainedRows(PostgresDatabase database, PostgresOptions options, String from) {
    this.database = database;
    this.options = options;
    this.from = from;
  }

  /**
   * Returns the number of rows.
   *
   * @throws io.strake.planner.StrakeException if there is no connection
   */
  synchronized double get() {
    Double rows = known;
    if (rows == null) {
      rows = explain();
      known = rows;
    }
    return rows;
  }

  /** What the server refuses to explain it also refuses to read, and then says so to the client. */
  private double explain() {
    try (Connection connection = database.begin(options.catalogTimeout());
        Statement statement = connection.createStatement()) {
      double rows = TableStatistics.DEFAULT_ROWS;
      statement.setEscapeProcessing(false); // a query may have braces of its own
      try (ResultSet plan = statement.executeQuery("EXPLAIN SELECT * FROM " + from + " AS t")) {
        if (plan.next()) {
          Matcher matcher = ROWS.matcher(plan.getString(1));
          rows = matcher.find() ? Math.max(1, Double.parseDouble(matcher.group(1))) : rows;
        }
      }
      connection.rollback();
      return rows;
    } catch (SQLException e) {
      LOGGER.debug("{}: does not explain {}", database.errors().owner(), from, e);
      return TableStatistics.DEFAULT_ROWS;
    }
  }
}
