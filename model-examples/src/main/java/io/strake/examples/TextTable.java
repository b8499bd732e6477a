/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.examples;

import java.lang.Character.UnicodeScript;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A text with the rows of an answer in aligned columns, numbers to the right. */
final class TextTable {
  private TextTable() {}

  /**
   * Returns the table, with a last line that says how many rows beyond {@code maxRows} it omits.
   */
  static String format(QueryAnswer answer, int maxRows) {
    List<List<@Nullable Object>> shown =
        answer.rows().subList(0, Math.min(maxRows, answer.rows().size()));
    int[] widths = widths(answer.columns(), shown);
    StringBuilder text = new StringBuilder();
    appendLine(text, answer.columns(), widths);
    List<String> rules = new ArrayList<>();
    for (int width : widths) {
      rules.add("-".repeat(width));
    }
    appendLine(text, rules, widths);
    shown.forEach(row -> appendLine(text, row, widths));
    int omitted = answer.rows().size() - shown.size();
    if (omitted > 0) {
      text.append("... and ").append(omitted).append(" more rows\n");
    }
    return text.toString();
  }

  private static int[] widths(List<String> columns, List<List<@Nullable Object>> rows) {
    int[] widths = columns.stream().mapToInt(TextTable::width).toArray();
    for (List<@Nullable Object> row : rows) {
      for (int i = 0; i < widths.length; i++) {
        widths[i] = Math.max(widths[i], width(text(row.get(i))));
      }
    }
    return widths;
  }

  private static void appendLine(StringBuilder text, List<?> cells, int[] widths) {
    StringBuilder line = new StringBuilder();
    for (int i = 0; i < widths.length; i++) {
      String cell = text(cells.get(i));
      String padding = " ".repeat(widths[i] - width(cell));
      line.append(i == 0 ? "" : "  ")
          .append(cells.get(i) instanceof Number ? padding + cell : cell + padding);
    }
    text.append(line.toString().stripTrailing()).append('\n');
  }

  private static String text(@Nullable Object value) {
    if (value == null) {
      return "-";
    }
    return value instanceof BigDecimal decimal ? decimal.toPlainString() : value.toString();
  }

  /** Returns the number of columns on a terminal; ideographs take two. */
  private static int width(String text) {
    return text.codePoints()
        .map(c -> UnicodeScript.of(c) == UnicodeScript.HAN || isKana(c) ? 2 : 1)
        .sum();
  }

  private static boolean isKana(int codePoint) {
    UnicodeScript script = UnicodeScript.of(codePoint);
    return script == UnicodeScript.KATAKANA || script == UnicodeScript.HIRAGANA;
  }
}
