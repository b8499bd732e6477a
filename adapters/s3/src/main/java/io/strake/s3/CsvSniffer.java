/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.s3;

import java.io.CharArrayReader;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/**
 * Finder of the delimiter and the quote of CSV: those by which all records have the same number of
 * fields. Not thread-safe.
 */
final class CsvSniffer {
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
    this.length = Math.max(0, length);
    this.isWhole = isWhole;
  }

  /** Returns the dialect; what RFC 4180 has if none makes records of one form. */
  CsvDialect dialect() throws IOException {
    CsvDialect best = options.dialect();
    Score bestScore = new Score(0, 0);
    for (char delimiter : options.delimiter().map(List::of).orElse(DELIMITERS)) {
      for (char quote : options.quote().map(List::of).orElse(QUOTES)) {
        CsvDialect dialect = options.dialect(delimiter, quote);
        Optional<Score> score = score(dialect);
        if (score.isPresent() && score.get().isBetterThan(bestScore)) {
          best = dialect;
          bestScore = score.get();
        }
      }
    }
    return best;
  }

  /** Returns how well a dialect explains the text; empty if it does not. */
  private Optional<Score> score(CsvDialect dialect) throws IOException {
    CsvRecords records = new CsvRecords(new CharArrayReader(begin, 0, length), dialect);
    int fields = 0;
    int quoted = 0;
    try {
      for (int rows = 0; rows <= options.sampleRows() && records.nextFilled(); rows++) {
        if (records.isAtEnd() && !isWhole && rows > 0) {
          break; // the text goes on, and so may the record
        }
        if (rows > 0 && records.count() != fields) {
          return Optional.empty();
        }
        fields = records.count();
        for (int field = 0; field < fields; field++) {
          quoted += records.isQuoted(field) ? 1 : 0;
        }
      }
    } catch (MalformedText e) {
      if (isWhole || !records.isAtEnd()) {
        return Optional.empty();
      }
    }
    return Optional.of(new Score(fields, quoted));
  }

  /** How many fields the records have, and how many fields of all of them are in quotes. */
  private record Score(int fields, int quoted) {
    /** Quotes that close where fields end are no accident; delimiters within them may be. */
    boolean isBetterThan(Score other) {
      if (fields > 1 != other.fields > 1) {
        return fields > 1;
      }
      return quoted == other.quoted ? fields > other.fields : quoted > other.quoted;
    }
  }
}
