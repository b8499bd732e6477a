/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.engine.local;

import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Number that is written in two ways: a fast one that is an error for large operands, and one that
 * is right for all.
 *
 * @param condition when the fast one is right; NULL counts as no
 * @param narrow the fast one
 * @param wide the other one
 */
record GuardedNumber(String condition, String narrow, String wide) {
  private static final String WHEN = "CASE WHEN (";
  private static final String THEN = ") THEN (";
  private static final String ELSE = ") ELSE (";
  private static final String END = ") END";

  /** Returns the expression for one row. */
  String text() {
    return WHEN + condition + THEN + narrow + ELSE + wide + END;
  }

  /**
   * Writes a sum; one of guarded numbers as that of the narrow and that of the wide ones, because
   * rows that take the same type first have to be widened one by one.
   *
   * @param sum writes the sum of an expression
   */
  static String sum(String operand, UnaryOperator<String> sum) {
    GuardedNumber number = parse(operand);
    if (number == null) {
      return sum.apply(operand);
    }
    String narrow = sum.apply(WHEN + number.condition + THEN + number.narrow + END);
    String wide = sum.apply(WHEN + number.condition + ") THEN NULL ELSE (" + number.wide + END);
    return "COALESCE(" + narrow + " + " + wide + ", " + narrow + ", " + wide + ")";
  }

  /** Returns what a text was made of by {@link #text}; null if it is something else. */
  private static @Nullable GuardedNumber parse(String text) {
    if (!text.startsWith(WHEN)) {
      return null;
    }
    int then = closing(text, WHEN.length());
    int otherwise = text.startsWith(THEN, then) ? closing(text, then + THEN.length()) : 0;
    int end = text.startsWith(ELSE, otherwise) ? closing(text, otherwise + ELSE.length()) : 0;
    return end > 0 && text.substring(end).equals(END)
        ? new GuardedNumber(
            text.substring(WHEN.length(), then),
            text.substring(then + THEN.length(), otherwise),
            text.substring(otherwise + ELSE.length(), end))
        : null;
  }

  /** Returns where the parenthesis closes that was opened before a position. */
  private static int closing(String text, int from) {
    int depth = 1;
    char quote = 0;
    for (int i = from; i < text.length(); i++) {
      char c = text.charAt(i);
      if (quote != 0) {
        quote = c == quote ? 0 : quote; // a doubled quote ends and begins
      } else if (c == '\'' || c == '"') {
        quote = c;
      } else if (c == '(') {
        depth++;
      } else if (c == ')' && --depth == 0) {
        return i;
      }
    }
    return text.length();
  }
}
