/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.planner;

/**
 * Category of a failure; decides what a client sees and whether a retry makes sense.
 *
 * <p>Numbers are part of the public contract and are never used again for something else: 1xxx
 * connection, 2xxx query, 3xxx configuration, 4xxx authentication and authorisation, 5xxx internal.
 * SQLSTATE values follow Appendix A of the PostgreSQL manual.
 */
public enum ErrorCode {
  /** The source could not be reached, refused the connection or broke it off. */
  SOURCE_UNAVAILABLE(1001, "08001", true),
  /** The source answered with an error of its own, such as HTTP 500. */
  SOURCE_FAILED(1002, "58030", true),
  /** Every connection to the source is in use and none became free in time. */
  SOURCE_BUSY(1003, "53300", true),
  /** The source refused our credentials. */
  SOURCE_DENIED(1004, "28000", false),
  /** The data read from the source are damaged or not of the declared form. */
  SOURCE_DATA_INVALID(1005, "22000", false),

  /** The SQL text does not parse. */
  SYNTAX_ERROR(2001, "42601", false),
  /** The SQL text parses but means nothing: a wrong type, an ambiguous name. */
  INVALID_QUERY(2002, "42000", false),
  /** A table, schema, bucket, prefix or endpoint that does not exist. */
  UNKNOWN_TABLE(2003, "42P01", false),
  /** A column that does not exist. */
  UNKNOWN_COLUMN(2004, "42703", false),
  /** A function or an operator that does not exist for these operands. */
  UNKNOWN_FUNCTION(2005, "42883", false),
  /** A statement that changes data or schemas; Strake reads only. */
  READ_ONLY(2006, "25006", false),
  /** A feature of SQL that Strake does not have. */
  UNSUPPORTED(2007, "0A000", false),
  /** The query was cancelled by its client or by an administrator. */
  CANCELLED(2008, "57014", false),
  /** The query ran into its deadline. */
  TIMEOUT(2009, "57014", false),
  /** A value is outside the range of its type. */
  VALUE_OUT_OF_RANGE(2010, "22003", false),
  /** Division by zero. */
  DIVISION_BY_ZERO(2011, "22012", false),
  /** A value that cannot be converted, or another error in the data of the query. */
  DATA_EXCEPTION(2012, "22000", false),
  /** The query needs more memory or disk than it is allowed. */
  RESOURCE_EXHAUSTED(2013, "53200", true),
  /** A limit on rows, bytes, pages or requests was reached. */
  LIMIT_EXCEEDED(2014, "54000", false),
  /** No plan exists, such as a table whose required parameter nothing binds. */
  CANNOT_PLAN(2015, "0A000", false),
  /** A parameter has no value, or there are more values than parameters. */
  WRONG_PARAMETERS(2016, "07001", false),
  /** A number of rows in LIMIT or OFFSET that is negative or NULL. */
  INVALID_ROW_COUNT(2017, "2201W", false),

  /** The model or an operand is wrong; a retry cannot help. */
  INVALID_CONFIGURATION(3001, "F0000", false),

  /** The client gave no credential or a wrong one. */
  UNAUTHENTICATED(4001, "28000", false),
  /** The client is known but may not do this. */
  PERMISSION_DENIED(4002, "42501", false),

  /** A mistake in Strake itself. */
  INTERNAL(5001, "XX000", false),
  /** The server is shutting down; another replica can serve the request. */
  SHUTTING_DOWN(5002, "57P01", true);

  private final int number;
  private final String sqlState;
  private final boolean retryable;

  ErrorCode(int number, String sqlState, boolean retryable) {
    this.number = number;
    this.sqlState = sqlState;
    this.retryable = retryable;
  }

  /** Returns the stable identifier, such as {@code STRAKE-1001}. */
  public String id() {
    return "STRAKE-" + number;
  }

  /** Returns the number within {@link #id()}, which is also the vendor code of SQL exceptions. */
  public int number() {
    return number;
  }

  /** Returns the five-character SQLSTATE. */
  public String sqlState() {
    return sqlState;
  }

  /** Returns whether the same request may succeed later. */
  public boolean isRetryable() {
    return retryable;
  }
}
