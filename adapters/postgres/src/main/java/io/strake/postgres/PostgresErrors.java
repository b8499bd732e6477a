/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.postgres;

import io.strake.planner.ErrorCode;
import io.strake.planner.StrakeException;
import io.strake.planner.arrow.ExecutionContext;
import java.sql.SQLException;

/**
 * Translator of the server's errors by SQLSTATE, see appendix A of the PostgreSQL manual.
 * Immutable.
 */
final class PostgresErrors {
  private final String owner;
  private final PostgresOptions options;

  PostgresErrors(String owner, PostgresOptions options) {
    this.owner = owner;
    this.options = options;
  }

  /** Returns what every message begins with, such as {@code postgres source 'crm'}. */
  String owner() {
    return owner;
  }

  /** Returns the error of a connection that could not be opened. */
  StrakeException connection(SQLException e) {
    String state = state(e);
    if (state.startsWith("28")) {
      return StrakeException.causedBy(
          e,
          ErrorCode.SOURCE_DENIED,
          "%s: %s refuses the role, %s; check the operands user and password",
          owner,
          options.location(),
          e.getMessage());
    } else if (state.equals("3D000")) {
      return StrakeException.causedBy(
          e,
          ErrorCode.INVALID_CONFIGURATION,
          "%s: no such database at %s; check the operand url",
          owner,
          options.location());
    } else if (state.equals("53300")) {
      return StrakeException.causedBy(
          e,
          ErrorCode.SOURCE_BUSY,
          "%s: %s takes no more connections; lower the operand poolSize or raise max_connections",
          owner,
          options.location());
    }
    return StrakeException.causedBy(
        e,
        ErrorCode.SOURCE_UNAVAILABLE,
        "%s: no connection to %s, %s; check that the server runs and can be reached",
        owner,
        options.location(),
        e.getMessage());
  }

  /** Returns the error of a query that found every connection in use. */
  StrakeException busy(SQLException e) {
    return StrakeException.causedBy(
        e,
        ErrorCode.SOURCE_BUSY,
        "%s: all %s connections were in use for %s; raise the operand poolSize or poolTimeout",
        owner,
        options.poolSize(),
        options.poolTimeout());
  }

  /** Returns the error of a query that found too few connections free. */
  StrakeException busy(int needed) {
    return StrakeException.of(
        ErrorCode.SOURCE_BUSY,
        "%s: %s of the %s connections did not become free within %s; raise the operand poolSize or"
            + " poolTimeout",
        owner,
        needed,
        options.poolSize(),
        options.poolTimeout());
  }

  /** Returns the error of a scan that could not read what the others of its query read. */
  StrakeException snapshot(SQLException e, ExecutionContext context) {
    StrakeException reason = statement(e, context);
    return switch (state(e)) {
      case "22023", "42704", "55000" ->
          StrakeException.causedBy(
              e,
              ErrorCode.SOURCE_UNAVAILABLE,
              "%s: lost the snapshot of the query, %s; run it again, and name one server in the"
                  + " operand url",
              owner,
              firstLine(e));
      default -> reason;
    };
  }

  /** Returns the error of a statement; that of the context if it was stopped. */
  StrakeException statement(SQLException e, ExecutionContext context) {
    String state = state(e);
    if (context.isStopped() && (state.equals("57014") || code(state).isRetryable())) {
      try {
        context.checkActive();
      } catch (StrakeException stopped) {
        stopped.addSuppressed(e);
        return stopped;
      }
    }
    if (isStatementTimeout(e)) {
      return StrakeException.causedBy(
          e,
          ErrorCode.TIMEOUT,
          "%s: the query ran into the statement timeout; raise the timeout or narrow the query",
          owner);
    }
    return statement(e);
  }

  /** Returns the error of reading the catalog. */
  StrakeException catalog(SQLException e) {
    if (!isStatementTimeout(e)) {
      return statement(e);
    }
    return StrakeException.causedBy(
        e,
        ErrorCode.SOURCE_UNAVAILABLE,
        "%s: %s gave no catalog within %s; look for locks there or raise the operand"
            + " catalogTimeout",
        owner,
        options.location(),
        options.catalogTimeout());
  }

  private static boolean isStatementTimeout(SQLException e) {
    return state(e).equals("57014") && String.valueOf(e.getMessage()).contains("statement timeout");
  }

  /** Returns the error of a statement that no query context belongs to. */
  StrakeException statement(SQLException e) {
    ErrorCode code = code(state(e));
    return StrakeException.causedBy(
        e, code, "%s: %s (SQLSTATE %s)%s", owner, firstLine(e), state(e), remedy(code));
  }

  private static ErrorCode code(String state) {
    return switch (state) {
      case "22012" -> ErrorCode.DIVISION_BY_ZERO;
      case "22003", "22008" -> ErrorCode.VALUE_OUT_OF_RANGE;
      case "57014" -> ErrorCode.CANCELLED;
      case "42501" -> ErrorCode.SOURCE_DENIED;
      case "42P01", "3F000" -> ErrorCode.UNKNOWN_TABLE;
      case "42703" -> ErrorCode.UNKNOWN_COLUMN;
      case "53300" -> ErrorCode.SOURCE_BUSY;
      default -> codeOfClass(state.length() < 2 ? "" : state.substring(0, 2));
    };
  }

  private static ErrorCode codeOfClass(String stateClass) {
    return switch (stateClass) {
      case "08", "57", "58" -> ErrorCode.SOURCE_UNAVAILABLE;
      case "22", "21" -> ErrorCode.DATA_EXCEPTION;
      case "28" -> ErrorCode.SOURCE_DENIED;
      case "53", "54" -> ErrorCode.RESOURCE_EXHAUSTED;
      default -> ErrorCode.SOURCE_FAILED;
    };
  }

  private static String remedy(ErrorCode code) {
    return switch (code) {
      case DIVISION_BY_ZERO -> "; guard the divisor with NULLIF";
      case VALUE_OUT_OF_RANGE -> "; cast to a wider type";
      case SOURCE_DENIED -> "; grant the role SELECT";
      case UNKNOWN_TABLE, UNKNOWN_COLUMN -> "; the catalog has changed, run the query again";
      case SOURCE_UNAVAILABLE -> "; the connection broke off, run the query again";
      default -> "";
    };
  }

  /** Returns whether the connection has broken off, or the server has ended it. */
  static boolean isBroken(SQLException e) {
    return switch (state(e)) {
      case "57P01", "57P02", "57P03", "57P05" -> true;
      default -> state(e).startsWith("08");
    };
  }

  /** Returns whether what the server had prepared under a name is gone or out of date. */
  static boolean isStalePlan(SQLException e) {
    return switch (state(e)) {
      case "0A000", "26000", "42P05" -> true;
      default -> false;
    };
  }

  private static String firstLine(SQLException e) {
    return String.valueOf(e.getMessage()).lines().findFirst().orElse("");
  }

  private static String state(SQLException e) {
    return e.getSQLState() == null ? "" : e.getSQLState();
  }
}
