/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.engine.local;

import io.strake.planner.sql.OperandTypes;
import java.util.List;
import java.util.Optional;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.rex.RexLiteral;
import org.apache.calcite.rex.RexNode;
import org.jspecify.annotations.Nullable;

/**
 * A pattern of SIMILAR TO as a regular expression of DuckDB. One that the two could read otherwise,
 * such as a repeated repetition, braces or brackets, is none.
 */
final class SimilarPattern {
  private static final int NO_ESCAPE = -1;

  private final String pattern;
  private final int escape;
  private final StringBuilder regex = new StringBuilder("(?s)(?:");
  private int position;
  private int depth;
  private boolean repeatable;
  private boolean valid = true;

  private SimilarPattern(String pattern, int escape) {
    this.pattern = pattern;
    this.escape = escape;
  }

  /** Returns the regular expression of a call as a literal; empty if its pattern is not known. */
  static Optional<String> of(RexCall call) {
    List<RexNode> operands = call.getOperands();
    String pattern = text(operands.get(1));
    String escape = operands.size() > 2 ? text(operands.get(2)) : "";
    if (pattern == null || escape == null || escape.codePointCount(0, escape.length()) > 1) {
      return Optional.empty();
    }
    return new SimilarPattern(pattern, escape.isEmpty() ? NO_ESCAPE : escape.codePointAt(0))
        .regex()
        .map(regex -> "'" + regex.replace("'", "''") + "'");
  }

  private static @Nullable String text(RexNode node) {
    return node instanceof RexLiteral literal
            && !literal.isNull()
            && OperandTypes.isText(literal.getType())
        ? literal.getValueAs(String.class)
        : null;
  }

  private Optional<String> regex() {
    while (valid && position < pattern.length()) {
      int c = next();
      if (c == escape) {
        valid = position < pattern.length();
        if (valid) {
          literal(next());
        }
      } else {
        write(c);
      }
    }
    return valid && depth == 0 ? Optional.of(regex.append(')').toString()) : Optional.empty();
  }

  private int next() {
    int c = pattern.codePointAt(position);
    position += Character.charCount(c);
    return c;
  }

  private void write(int c) {
    switch (c) {
      case '%' -> unit(".*", false);
      case '_' -> unit(".", true);
      case '|' -> unit("|", false);
      case '(' -> {
        depth++;
        unit("(?:", false);
      }
      case ')' -> {
        valid = depth-- > 0;
        unit(")", true);
      }
      case '*', '+', '?' -> repeat(String.valueOf((char) c));
      case '[', ']', '{', '}', '\0' -> valid = false;
      default -> literal(c);
    }
  }

  private void repeat(String symbol) {
    valid = repeatable;
    unit(symbol, false);
  }

  private void unit(String text, boolean mayBeRepeated) {
    regex.append(text);
    repeatable = mayBeRepeated;
  }

  private void literal(int c) {
    boolean plain = c > 127 || Character.isLetterOrDigit(c) || c == ' ';
    regex.append(plain ? "" : "\\").appendCodePoint(c);
    repeatable = true;
  }
}
