/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.engine.local;

/**
 * Macros that give the local engine PostgreSQL's arithmetic where its own differs: division by zero
 * is an error, integers divide to integers, and decimals divide exactly.
 */
final class LocalFunctions {
  /** Message by which {@link LocalErrors} knows a division by zero. */
  static final String DIVISION_BY_ZERO = "strake: division by zero";

  /** Message by which {@link LocalErrors} knows a scalar sub-query that returned several rows. */
  static final String MORE_THAN_ONE_ROW = "strake: more than one row from a scalar sub-query";

  /** Message by which {@link LocalErrors} knows a count that should have been positive. */
  static final String NOT_POSITIVE = "strake: argument must be greater than zero";

  /** Integer quotient, truncated towards zero. */
  static final String INTEGER_DIVISION = zeroChecked("strake_idiv(a, b)", "a // b");

  /** Remainder with the sign of the dividend. */
  static final String INTEGER_REMAINDER = zeroChecked("strake_mod(a, b)", "a % b");

  /** Quotient of doubles. */
  static final String APPROXIMATE_DIVISION = zeroChecked("strake_fdiv(a, b)", "a / b");

  /**
   * Quotient of two unscaled integers, rounded half away from zero; the caller scales the dividend
   * so that the quotient has the digits it wants.
   */
  static final String DECIMAL_DIVISION =
      zeroChecked(
          "strake_ddiv(a, b)",
          "(a // b) + CASE WHEN 2 * abs(a % b) >= abs(b)"
              + " THEN CASE WHEN (a < 0) = (b < 0) THEN 1 ELSE -1 END ELSE 0 END");

  /**
   * A decimal as the integer that its digits make, given ten to the power of its scale; multiplied
   * as a whole it would need twice the digits.
   */
  static final String UNSCALED =
      "CREATE MACRO strake_unscaled(a, unit) AS CAST(trunc(a) AS HUGEINT) * unit"
          + " + CAST((a - trunc(a)) * unit AS HUGEINT)";

  private LocalFunctions() {}

  private static String zeroChecked(String signature, String body) {
    return "CREATE MACRO "
        + signature
        + " AS CASE WHEN a IS NULL OR b IS NULL THEN NULL WHEN b = 0 THEN error('"
        + DIVISION_BY_ZERO
        + "') ELSE "
        + body
        + " END";
  }
}
