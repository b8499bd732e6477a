/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.engine;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;

/** What PostgreSQL says about expressions over the rows of {@link ExpressionRows}. */
final class PostgresAnswers {
  private final Statement statement;

  PostgresAnswers(Connection connection, ZoneId zone) throws SQLException {
    statement = connection.createStatement();
    statement.execute("SET TimeZone = '" + zone + "'");
  }

  /**
   * Values by row, and failures by row; a row is in one of them.
   *
   * @param values canonical texts
   */
  record Answer(Map<Integer, String> values, Map<Integer, Failure> failures) {}

  /** An error of one row. */
  record Failure(String state, String message) {
    /** Returns why we have a value here according to the documentation; null if we may not. */
    String documented() {
      return message.contains("value out of range: overflow")
              || message.contains("value out of range: underflow")
          ? "doubles follow IEEE 754: overflow is infinity, underflow is zero"
          : null;
    }

    /** Returns whether another state is of the same class; which operand fails first is free. */
    boolean isSame(String other) {
      // 54000 is what PostgreSQL says of a character that does not exist
      return (state.startsWith("22") || state.equals("54000")) && other.startsWith("22");
    }
  }

  Answer ask(Expression expression) throws SQLException {
    try {
      return new Answer(values(expression, ""), Map.of());
    } catch (SQLException e) {
      Map<Integer, Failure> failures = failures(expression);
      if (failures.isEmpty()) {
        throw e;
      }
      String ids = failures.keySet().toString().replace('[', '(').replace(']', ')');
      return new Answer(
          failures.size() == ExpressionRows.COUNT
              ? Map.of()
              : values(expression, " WHERE id NOT IN " + ids),
          failures);
    }
  }

  private Map<Integer, String> values(Expression expression, String where) throws SQLException {
    Map<Integer, String> values = new HashMap<>();
    // The filter must come first, also where the planner would move it up
    String sql = "SELECT id, " + expression.postgres() + " FROM e" + where;
    try (ResultSet rows = statement.executeQuery(sql)) {
      while (rows.next()) {
        values.put(
            rows.getInt(1), CanonicalText.of(CanonicalText.cell(rows, 2), expression.digits()));
      }
    } catch (SQLException e) {
      throw new SQLException(sql + "\n" + e.getMessage(), e.getSQLState(), e);
    }
    return values;
  }

  private Map<Integer, Failure> failures(Expression expression) throws SQLException {
    Map<Integer, Failure> failures = new TreeMap<>();
    String quoted = expression.postgres().replace("'", "''");
    try (ResultSet rows = statement.executeQuery("SELECT * FROM failures('" + quoted + "')")) {
      while (rows.next()) {
        failures.put(rows.getInt(1), new Failure(rows.getString(2), rows.getString(3)));
      }
    }
    return failures;
  }
}
