/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.engine.local;

import java.util.List;

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

  /** Start of the message of a value that an operator or a cast has no answer for. */
  static final String INVALID_VALUE = "strake: invalid value, ";

  /** Start of the message of a result that is too large. */
  static final String OUT_OF_RANGE = "strake: out of range, ";

  /** Integer quotient, truncated towards zero. */
  static final String INTEGER_DIVISION = zeroChecked("strake_idiv(a, b)", "a // b");

  /** Remainder with the sign of the dividend; that of the smallest integer by -1 is 0. */
  static final String INTEGER_REMAINDER =
      zeroChecked("strake_mod(a, b)", "CASE WHEN b = -1 THEN a % 1 ELSE a % b END");

  /** Quotient of doubles. */
  static final String APPROXIMATE_DIVISION =
      macro(
          "strake_fdiv(a, b)",
          "CASE WHEN b = 0 AND NOT isnan(a) THEN error('" + DIVISION_BY_ZERO + "') ELSE a / b END");

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

  private static final String SPACE = "[ \\t\\n\\r\\f\\v]*";

  private static final String NUMBER =
      "[+-]?([0-9]+(_[0-9]+)*[.]?([0-9]+(_[0-9]+)*)?|[.][0-9]+(_[0-9]+)*)([eE][+-]?[0-9]+)?";

  private static final String DATE = "[0-9]{4,6}-[0-9]{1,2}-[0-9]{1,2}";

  private static final String CLOCK = "[0-9]{1,2}:[0-9]{2}(:[0-9]{2}([.][0-9]{1,6})?)?";

  private static final String INSTANT = DATE + "([ T]" + CLOCK + ")?( BC)?";

  private static final String CUT_LENGTH =
      "CASE WHEN CAST(f AS BIGINT) + n - greatest(f, 1) < 0 THEN 0"
          + " ELSE CAST(f AS BIGINT) + n - greatest(f, 1) END";

  /** All macros, as statements that make them. */
  static final List<String> MACROS =
      List.of(
          INTEGER_DIVISION,
          INTEGER_REMAINDER,
          APPROXIMATE_DIVISION,
          DECIMAL_DIVISION,
          UNSCALED,
          macro(
              "strake_power(a, b)",
              "CASE WHEN a = 0 AND b < 0 OR a < 0 AND floor(b) <> b THEN "
                  + invalid("power is undefined")
                  + " ELSE pow(a, b) END"),
          macro(
              "strake_round(x)",
              "CASE WHEN x < 0 AND x > -9007199254740992 THEN -CAST(CAST(-x AS BIGINT) AS DOUBLE)"
                  + " WHEN x > 0 AND x < 9007199254740992 THEN CAST(CAST(x AS BIGINT) AS DOUBLE)"
                  + " ELSE x END"),
          macro(
              "strake_substring(s, f, n)",
              "CASE WHEN s IS NULL OR f IS NULL OR n IS NULL THEN NULL WHEN n < 0 THEN "
                  + invalid("negative substring length")
                  + " ELSE substring(s, greatest(f, 1), "
                  + CUT_LENGTH
                  + ") END"),
          macro(
              "strake_tail(s, f)",
              "CASE WHEN f IS NULL THEN NULL ELSE substring(s, greatest(f, 1)) END"),
          macro(
              "strake_overlay(s, r, f, n)",
              "CASE WHEN s IS NULL OR r IS NULL OR f IS NULL OR n IS NULL THEN NULL WHEN f <= 0 THEN "
                  + invalid("negative substring length")
                  + " ELSE left(s, f - 1) || r || substring(s, greatest(CAST(f AS BIGINT) + n, 1))"
                  + " END"),
          macro("strake_lpad(s, n, f)", pad("lpad")),
          macro("strake_rpad(s, n, f)", pad("rpad")),
          macro(
              "strake_repeat(s, n)",
              "CASE WHEN n > 0 AND strlen(s) * CAST(n AS HUGEINT) > 1073741819 THEN "
                  + outOfRange("text of more than 1 GiB")
                  + " ELSE repeat(s, n) END"),
          macro("strake_reverse(s)", "array_to_string(list_reverse(string_split(s, '')), '')"),
          macro(
              "strake_split_part(s, d, n)",
              "CASE WHEN s IS NULL OR d IS NULL OR n IS NULL THEN NULL WHEN n = 0 THEN "
                  + invalid("field position must not be zero")
                  + " WHEN d = '' THEN CASE WHEN n IN (-1, 1) THEN s ELSE '' END"
                  + " ELSE split_part(s, d, n) END"),
          macro(
              "strake_chr(n)",
              "CASE WHEN n <= 0 THEN " + invalid("no such character") + " ELSE chr(n) END"),
          macro(
              "strake_to_boolean(s)",
              "CASE WHEN s IS NULL THEN NULL"
                  + " WHEN regexp_full_match(lower(s), '"
                  + SPACE
                  + "(t|tr|tru|true|y|ye|yes|on|1)"
                  + SPACE
                  + "') THEN TRUE WHEN regexp_full_match(lower(s), '"
                  + SPACE
                  + "(f|fa|fal|fals|false|n|no|of|off|0)"
                  + SPACE
                  + "') THEN FALSE ELSE "
                  + invalid("no boolean")
                  + " END"),
          macro(
              "strake_shifted(d, k)",
              "CASE WHEN k > 1000 THEN '0' WHEN k <= 0 THEN d || repeat('0', least(-k, 1000))"
                  + " ELSE left(lpad(d, greatest(k + 1, CAST(length(d) AS INTEGER)), '0'), -k) || '.'"
                  + " || right(lpad(d, greatest(k + 1, CAST(length(d) AS INTEGER)), '0'), k) END"),
          macro(
              "strake_plain(s)",
              "CASE WHEN contains(s, 'e') THEN regexp_extract(s, '([+-]?)[0-9.]+e', 1)"
                  + " || strake_shifted(replace(regexp_extract(s, '([0-9.]+)e', 1), '.', ''),"
                  + " CAST(length(regexp_extract(s, '[.]([0-9]*)e', 1)) AS INTEGER)"
                  + " - CAST(regexp_extract(s, 'e([+-]?[0-9]+)', 1) AS INTEGER)) ELSE s END"),
          macro("strake_integer_text(s)", checked("[+-]?[0-9]+(_[0-9]+)*", "no integer")),
          macro("strake_decimal_text(s)", checked(NUMBER, "no number")),
          macro("strake_to_double(s)", approximate("DOUBLE")),
          macro("strake_to_real(s)", approximate("REAL")),
          macro("strake_date_text(s)", bc(checked(INSTANT, "no date of the form YYYY-MM-DD"))),
          macro(
              "strake_timestamp_text(s)",
              bc(checked(INSTANT, "no timestamp of the form YYYY-MM-DD HH:MM:SS.ffffff"))),
          macro(
              "strake_time_text(s)",
              "regexp_replace("
                  + checked("(" + DATE + "[ T])?" + CLOCK, "no time of the form HH:MM:SS.ffffff")
                  + ", '^.*[0-9][ T]', '')"),
          macro(
              "strake_double_to_text(x)",
              "CASE WHEN isnan(x) THEN 'NaN' WHEN isinf(x) THEN"
                  + " CASE WHEN x > 0 THEN 'Infinity' ELSE '-Infinity' END"
                  + " WHEN abs(x) >= 1e15 AND abs(x) < 1e16 THEN regexp_replace(regexp_replace("
                  + "CAST(x AS VARCHAR), '^(-?)([0-9])([0-9]+)[.]([0-9]+)$', '\\1\\2.\\3\\4e+15'),"
                  + " '[.]?0+e', 'e') ELSE regexp_replace(CAST(x AS VARCHAR), '[.]0$', '') END"),
          macro(
              "strake_era(s)",
              "regexp_replace(ltrim(s, '+'), '^([^ ]+) [(]BC[)](.*)$', '\\1\\2 BC')"));

  private LocalFunctions() {}

  /** Returns a call that fails with an error of the data. */
  static String invalid(String reason) {
    return "error('" + INVALID_VALUE + reason + "')";
  }

  /** Returns a call that fails because a result is too large. */
  static String outOfRange(String reason) {
    return "error('" + OUT_OF_RANGE + reason + "')";
  }

  private static String macro(String signature, String body) {
    return "CREATE MACRO " + signature + " AS " + body;
  }

  /** A date with its era where the engine reads it, behind the day. */
  private static String bc(String text) {
    return "regexp_replace("
        + text
        + ", '^"
        + SPACE
        + "([^ T]+)([ T][^ ]+)? BC"
        + SPACE
        + "$', '\\1 (BC)\\2')";
  }

  /** A text of a form that the engine reads as PostgreSQL does; any other is an error. */
  private static String checked(String pattern, String reason) {
    return "CASE WHEN regexp_full_match(s, '"
        + SPACE
        + "("
        + pattern
        + ")"
        + SPACE
        + "') IS NOT FALSE THEN s ELSE "
        + invalid(reason)
        + " END";
  }

  /** A text as an approximate number; one too large or too small for the type is an error. */
  private static String approximate(String type) {
    String value = "TRY_CAST(s AS " + type + ")";
    return "CASE WHEN s IS NULL THEN NULL WHEN NOT regexp_full_match(lower(s), '"
        + SPACE
        + "([+-]?(([0-9]+[.]?[0-9]*|[.][0-9]+)(e[+-]?[0-9]+)?|inf|infinity)|nan)"
        + SPACE
        + "') THEN "
        + invalid("no number")
        + " WHEN "
        + value
        + " IS NULL OR isinf("
        + value
        + ") AND NOT contains(lower(s), 'inf') OR "
        + value
        + " = 0 AND regexp_matches(lower(s), '^[^e]*[1-9]') THEN "
        + outOfRange("a number is too large or too small for its type")
        + " ELSE "
        + value
        + " END";
  }

  private static String pad(String function) {
    String length = "CASE WHEN n < 0 THEN 0 ELSE n END";
    return "CASE WHEN f = '' THEN left(s, "
        + length
        + ") ELSE "
        + function
        + "(s, "
        + length
        + ", f) END";
  }

  private static String zeroChecked(String signature, String body) {
    return macro(
        signature,
        "CASE WHEN b = 0 AND a IS NOT NULL THEN error('"
            + DIVISION_BY_ZERO
            + "') ELSE "
            + body
            + " END");
  }
}
