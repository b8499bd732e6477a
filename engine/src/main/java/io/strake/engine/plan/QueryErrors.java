/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.engine.plan;

import io.strake.planner.ErrorCode;
import io.strake.planner.StrakeException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.calcite.plan.RelOptPlanner;
import org.apache.calcite.runtime.CalciteContextException;
import org.apache.calcite.runtime.CalciteException;
import org.apache.calcite.sql.parser.SqlParseException;

/** Translator of what Calcite throws while it plans. */
final class QueryErrors {
  private static final int MAX_MESSAGE = 400;
  private static final Pattern OBJECT_NOT_FOUND = Pattern.compile("Object '.*' not found");
  private static final Pattern COLUMN_NOT_FOUND =
      Pattern.compile("(Column '.*' not found|Table '.*' not found|Unknown field)");
  private static final Pattern FUNCTION_NOT_FOUND =
      Pattern.compile("(No match found for function signature|Cannot apply)");

  private QueryErrors() {}

  static StrakeException translate(SqlParseException failure) {
    return StrakeException.causedBy(
        failure,
        ErrorCode.SYNTAX_ERROR,
        "query: syntax error, %s; correct the SQL text",
        brief(failure.getMessage()));
  }

  /** Returns our exception for any failure between the parser and the physical plan. */
  static StrakeException translate(Throwable failure) {
    return StrakeException.findIn(failure).orElseGet(() -> translateCalcite(failure));
  }

  private static StrakeException translateCalcite(Throwable failure) {
    if (failure instanceof SqlParseException syntax) {
      return translate(syntax);
    } else if (failure instanceof CalciteContextException context) {
      Throwable cause = context.getCause();
      String message = cause == null ? context.getMessage() : cause.getMessage();
      return validation(context, String.valueOf(message), position(context));
    } else if (failure instanceof CalciteException) {
      return validation(failure, String.valueOf(failure.getMessage()), "");
    } else if (failure instanceof RelOptPlanner.CannotPlanException) {
      return StrakeException.causedBy(
          failure,
          ErrorCode.CANNOT_PLAN,
          "query: no plan exists, because an operator or type in it has no implementation;"
              + " simplify the expressions of the query");
    } else if (failure instanceof UnsupportedOperationException) {
      return StrakeException.causedBy(
          failure, ErrorCode.UNSUPPORTED, "query: not supported, %s", brief(failure.getMessage()));
    } else if (failure instanceof StackOverflowError) {
      return StrakeException.causedBy(
          failure,
          ErrorCode.INVALID_QUERY,
          "query: expressions are nested too deeply; use fewer OR, CASE or UNION branches");
    }
    return StrakeException.causedBy(
        failure, ErrorCode.INTERNAL, "query: planning failed, %s", brief(failure.getMessage()));
  }

  private static StrakeException validation(Throwable failure, String message, String position) {
    if (OBJECT_NOT_FOUND.matcher(message).find()) {
      return StrakeException.causedBy(
          failure,
          ErrorCode.UNKNOWN_TABLE,
          "query: no such table or schema, %s%s; names are case-sensitive and unquoted ones lower"
              + " case",
          message,
          position);
    } else if (COLUMN_NOT_FOUND.matcher(message).find()) {
      return StrakeException.causedBy(
          failure,
          ErrorCode.UNKNOWN_COLUMN,
          "query: %s%s; look up the table's columns",
          message,
          position);
    } else if (FUNCTION_NOT_FOUND.matcher(message).find()) {
      return StrakeException.causedBy(
          failure,
          ErrorCode.UNKNOWN_FUNCTION,
          "query: %s%s; cast the operands",
          brief(message),
          position);
    }
    if (message.contains("Illegal use of dynamic parameter")) {
      return StrakeException.causedBy(
          failure,
          ErrorCode.INVALID_QUERY,
          "query: the place of a parameter does not tell its type%s; write CAST(? AS type)",
          position);
    }
    return StrakeException.causedBy(
        failure, ErrorCode.INVALID_QUERY, "query: %s%s", brief(message), position);
  }

  private static String position(CalciteContextException context) {
    return context.getPosLine() == 0
        ? ""
        : " (line " + context.getPosLine() + ", column " + context.getPosColumn() + ")";
  }

  private static String brief(@org.jspecify.annotations.Nullable String message) {
    String text = String.valueOf(message);
    Matcher end = Pattern.compile("\\r?\\nWas expecting|\\r?\\n").matcher(text);
    String first = end.find() ? text.substring(0, end.start()) : text;
    return first.length() > MAX_MESSAGE ? first.substring(0, MAX_MESSAGE) + "..." : first;
  }
}
