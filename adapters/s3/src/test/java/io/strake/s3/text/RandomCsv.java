/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.s3.text;

import java.io.FilterReader;
import java.io.IOException;
import java.io.Reader;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** Generator and writer of random CSV. */
public final class RandomCsv {
  private static final String DELIMITERS = ",;\t|\u00a7";
  private static final String[] PIECES = {
    "a",
    "Z9",
    " ",
    "\"",
    "'",
    "\\",
    ",",
    ";",
    "\t",
    "|",
    "\n",
    "\r",
    "\r\n",
    "#",
    "\u00fc",
    "\u6f22",
    "\ud83d\ude00",
    "NIL",
    "\ufeff",
    "\u00a7",
    "\0"
  };

  private RandomCsv() {}

  public static CsvDialect dialect(Random random) {
    char quote = random.nextBoolean() ? '"' : '\'';
    return new CsvDialect(
        true,
        DELIMITERS.charAt(random.nextInt(DELIMITERS.length())),
        quote,
        random.nextBoolean() ? quote : '\\',
        random.nextBoolean() ? '#' : CsvDialect.NONE,
        random.nextInt(3),
        random.nextBoolean() ? "" : "NIL");
  }

  public static List<List<@Nullable String>> rows(Random random, CsvDialect dialect) {
    int fields = 1 + random.nextInt(5);
    List<List<@Nullable String>> rows = new ArrayList<>();
    for (int i = random.nextInt(20); i > 0; i--) {
      List<@Nullable String> row = new ArrayList<>();
      for (int field = 0; field < fields; field++) {
        row.add(random.nextInt(6) == 0 ? null : text(random));
      }
      rows.add(row);
    }
    return rows;
  }

  private static String text(Random random) {
    StringBuilder text = new StringBuilder();
    for (int i = random.nextInt(6); i > 0; i--) {
      text.append(PIECES[random.nextInt(PIECES.length)]);
    }
    return text.toString();
  }

  /** Returns CSV with comments and lines in front as far as the dialect has them. */
  public static String write(Random random, CsvDialect dialect, List<List<@Nullable String>> rows) {
    String end = List.of("\n", "\r\n", "\r").get(random.nextInt(3));
    StringBuilder csv = new StringBuilder(("skipped \" line" + end).repeat(dialect.skipLines()));
    for (List<@Nullable String> row : rows) {
      if (dialect.comment() != CsvDialect.NONE && random.nextInt(4) == 0) {
        csv.append(dialect.comment()).append(" a comment \"'").append(end);
      }
      for (int field = 0; field < row.size(); field++) {
        csv.append(field == 0 ? "" : String.valueOf(dialect.delimiter()));
        csv.append(field(random, dialect, row.get(field)));
      }
      csv.append(end);
    }
    return csv.toString();
  }

  private static String field(Random random, CsvDialect dialect, @Nullable String text) {
    if (text == null) {
      return dialect.nullText();
    }
    boolean isBare =
        text.chars().noneMatch(c -> c == dialect.delimiter() || c == '\n' || c == '\r')
            && !text.equals(dialect.nullText())
            && text.indexOf(dialect.quote()) != 0
            && text.indexOf('#') != 0;
    if (isBare && random.nextBoolean()) {
      return text;
    }
    String quote = String.valueOf(dialect.quote());
    String escape = String.valueOf(dialect.escape());
    String escaped = escape.equals(quote) ? text : text.replace(escape, escape + escape);
    return quote + escaped.replace(quote, escape + quote) + quote;
  }

  /** Returns a text of which each read gives a few characters. */
  public static Reader slowly(Random random, String text) {
    return new FilterReader(new StringReader(text)) {
      @Override
      public int read(char[] chars, int offset, int length) throws IOException {
        return super.read(chars, offset, Math.min(length, 1 + random.nextInt(3)));
      }
    };
  }

  /** Returns the operands of a dialect. */
  public static Map<String, Object> operands(CsvDialect dialect) {
    Map<String, Object> operands = new HashMap<>();
    operands.put("delimiter", String.valueOf(dialect.delimiter()));
    operands.put("quote", String.valueOf(dialect.quote()));
    operands.put("escape", String.valueOf(dialect.escape()));
    operands.put("skipLines", dialect.skipLines());
    operands.put("nullText", dialect.nullText());
    if (dialect.comment() != CsvDialect.NONE) {
      operands.put("comment", String.valueOf(dialect.comment()));
    }
    return operands;
  }

  /** Returns declarations of columns of text. */
  public static List<Object> columns(int count) {
    List<Object> columns = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      columns.add(Map.of("name", "c" + i, "type", "varchar"));
    }
    return columns;
  }
}
