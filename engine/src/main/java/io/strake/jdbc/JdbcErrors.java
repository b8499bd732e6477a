/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.jdbc;

import io.strake.planner.ErrorCode;
import io.strake.planner.StrakeException;
import java.sql.SQLException;
import java.sql.SQLTimeoutException;

/** Translator of failures to JDBC. */
final class JdbcErrors {
  private JdbcErrors() {}

  /** Returns the exception for a client, with SQLSTATE and our number as vendor code. */
  static SQLException translate(StrakeException failure) {
    String message = failure.code().id() + ": " + failure.getMessage();
    return failure.code() == ErrorCode.TIMEOUT
        ? new SQLTimeoutException(
            message, failure.code().sqlState(), failure.code().number(), failure)
        : new SQLException(message, failure.code().sqlState(), failure.code().number(), failure);
  }

  /**
   * Throws the exception for a client through interfaces of Calcite that declare none. JDBC's own
   * methods, which declare it, are above them on the stack.
   */
  static RuntimeException sneak(StrakeException failure) {
    throwUnchecked(translate(failure));
    throw new AssertionError(failure);
  }

  @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
  private static <E extends Exception> void throwUnchecked(Exception failure) throws E {
    throw (E) failure;
  }
}
