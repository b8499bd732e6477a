/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.postgres;

import java.util.List;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Texts by code point, whatever the collation of a column.
 *
 * <p>The default collation of a database takes texts for equal exactly if their bytes are, and
 * gives way to any other, so its columns are written as they are. Columns of other collations get
 * byte order with their name, lest two of them clash; C collation is byte order. Where such a
 * column is compared with a constant, its own equality comes back, so that an index on it serves.
 */
final class PostgresCollations {
  private static final String BYTES = " COLLATE \"C\"";

  /** The same, of a column in whose own collation different texts may be equal. */
  private static final String BYTES_OF_LOOSE = " COLLATE pg_catalog.\"C\"";

  private static final Pattern COLUMN =
      Pattern.compile(
          "\\((t\\d+\\.\"(?:[^\"]|\"\")*\"(?:::text)?)( COLLATE (?:pg_catalog\\.)?\"C\")\\)");

  private PostgresCollations() {}

  /** Returns an expression that sorts and compares by code point. */
  static String codePoints(String expression) {
    return expression + BYTES;
  }

  /**
   * Returns a column with byte order.
   *
   * @param deterministic whether its own collation takes only texts of the same bytes for equal
   */
  static String column(String expression, boolean deterministic) {
    return "(" + expression + (deterministic ? BYTES : BYTES_OF_LOOSE) + ")";
  }

  /** Returns whether two texts are equal. */
  static String equality(String left, String right) {
    if (isConstant(right)) {
      return in(left, " = " + right, List.of(right));
    } else if (isConstant(left)) {
      return in(right, " = " + left, List.of(left));
    }
    return "(" + left + " = " + right + ")";
  }

  /** Returns whether a text is one of a list of constants. */
  static String in(String text, List<String> constants) {
    return in(text, " IN (" + String.join(", ", constants) + ")", constants);
  }

  private static String in(String text, String comparison, List<String> constants) {
    return compared(text, comparison, type -> NamedType.list(constants, type));
  }

  /** Returns whether a text is one of those of a constant array. */
  static String among(String text, String array) {
    return compared(text, " = ANY (" + array + ")", type -> NamedType.array(array, type));
  }

  /** Texts of the same bytes are equal in every collation, so that its index finds all of them. */
  private static String compared(
      String text, String comparison, UnaryOperator<String> ofNamedType) {
    Matcher column = COLUMN.matcher(text);
    if (column.matches()) {
      String own = column.group(1) + comparison;
      return column.group(2).equals(BYTES)
          ? "(" + own + ")"
          : "(" + own + " AND " + text + comparison + ")";
    }
    return NamedType.condition(text, comparison, ofNamedType)
        .map(own -> "(" + own + " AND " + text + comparison + ")")
        .orElse("(" + text + comparison + ")");
  }

  /** Returns whether an expression is a literal or a parameter. */
  private static boolean isConstant(String sql) {
    return sql.indexOf('\0') == 0 || (sql.startsWith("'") && sql.endsWith("'::text"));
  }
}
