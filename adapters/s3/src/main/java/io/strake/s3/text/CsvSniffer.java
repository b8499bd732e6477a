/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.s3.text;

import java.io.CharArrayReader;
import java.io.IOException;
import java.util.Comparator;
import java.util.List;

/**
 * Finder of the delimiter and the quote of CSV: those by which all records have the same number of
 * fields. Not thread-safe.
 */
public final class CsvSniffer {
  /** Characters at the begin of the text that are looked at. */
  static final int SNIFFED_CHARS = 64 * 1024;

  private static final List<Character> DELIMITERS = List.of(',', ';', '\t', '|');
  private static final List<Character> QUOTES = List.of('"', '\'');

  private final TextOptions options;
  private final char[] begin;
  private final int length;
  private final boolean isWhole;

  /**
   * Creates a finder.
   *
   * @param begin the text or its begin
   * @param isWhole whether the text ends there
   */
  CsvSniffer(TextOptions options, char[] begin, int length, boolean isWhole) {
    this.options = options;
    this.begin = begin;
    this.length = length;
    this.isWhole = isWhole;
  }

  /**
   * Returns the dialect. If by none all records have more than one field, it is one by which at
   * least the first record has; so records of several forms are an error, and not one column.
   */
  CsvDialect dialect() throws IOException {
    CsvDialect best = options.dialect();
    Score bestScore = score(best);
    for (char delimiter : options.delimiter().map(List::of).orElse(DELIMITERS)) {
      for (char quote : options.quote().map(List::of).orElse(QUOTES)) {
        CsvDialect dialect = options.dialect(delimiter, quote);
        Score score = score(dialect);
        // a quote that nothing is in would only hide that the usual one is not closed
        boolean isUsed = score.quoted() > 0 || quote == best.quote();
        boolean isFree = delimiter != quote && delimiter != dialect.comment();
        if (isUsed && isFree && score.compareTo(bestScore) > 0) {
          best = dialect;
          bestScore = score;
        }
      }
    }
    return best;
  }

  /** Returns how well a dialect explains the text. */
  private Score score(CsvDialect dialect) throws IOException {
    CsvRecords records = new CsvRecords(new CharArrayReader(begin, 0, length), dialect);
    int fields = 0;
    int quoted = 0;
    try {
      for (int rows = 0; rows <= options.sampleRows() && records.nextFilled(); rows++) {
        if (records.isAtEnd() && !isWhole && rows > 0) {
          break; // the text goes on, and so may the record
        }
        if (rows > 0 && records.count() != fields) {
          return new Score(false, fields, quoted);
        }
        fields = records.count();
        for (int field = 0; field < fields; field++) {
          quoted += records.isQuoted(field) ? 1 : 0;
        }
      }
    } catch (MalformedText e) {
      return new Score(!isWhole && records.isAtEnd(), fields, quoted);
    }
    return new Score(true, fields, quoted);
  }

  /**
   * How well a dialect explains a text.
   *
   * @param isOneForm whether all records have the same number of fields
   * @param fields how many the first record has
   * @param quoted how many fields of all records are in quotes
   */
  private record Score(boolean isOneForm, int fields, int quoted) implements Comparable<Score> {
    @Override
    public int compareTo(Score other) {
      // quotes that close where fields end are no accident; delimiters within them may be
      return Comparator.comparing((Score score) -> score.fields > 1)
          .thenComparing(Score::isOneForm)
          .thenComparing(Score::quoted)
          .thenComparing(Score::fields)
          .compare(this, other);
    }
  }
}
