/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.s3.text;

import java.io.IOException;
import java.io.PushbackReader;
import java.io.Reader;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.apache.calcite.sql.type.SqlTypeName;
import org.jspecify.annotations.Nullable;

/** The first records of CSV, with the types that the fields of all of them have. */
public final class CsvSample {
  private final CsvDialect dialect;
  private final CsvRecords records;

  /** Names as the first record has them. */
  private final List<String> names;

  /** Fields of the first record; empty where they are NULL. */
  private final List<Optional<String>> first;

  private final List<TypeGuess> guesses;
  private final int firstLine;
  private int rows;

  private CsvSample(CsvDialect dialect, CsvRecords records) {
    this.dialect = dialect;
    this.records = records;
    this.names = records.names();
    this.firstLine = records.line(0);
    this.first =
        IntStream.range(0, records.count())
            .mapToObj(
                field ->
                    dialect.isNull(records, field, false)
                        ? Optional.<String>empty()
                        : Optional.of(records.text(field)))
            .toList();
    this.guesses = names.stream().map(name -> new TypeGuess()).toList();
  }

  /** Returns what the first records tell; null if there are none. */
  public static @Nullable TextSample of(Reader text, TextOptions options) throws IOException {
    char[] begin = new char[CsvSniffer.SNIFFED_CHARS];
    int length = 0;
    int count = 0;
    while (count >= 0 && length < begin.length) {
      length += count;
      count = text.read(begin, length, begin.length - length);
    }
    CsvDialect dialect = new CsvSniffer(options, begin, length, count < 0).dialect();
    PushbackReader whole = new PushbackReader(text, begin.length);
    whole.unread(begin, 0, length);
    CsvRecords records = new CsvRecords(whole, dialect);
    if (!records.nextFilled()) {
      return null;
    }
    CsvSample sample = new CsvSample(dialect, records);
    sample.addRows(options.sampleRows());
    return sample.result(options);
  }

  private void addRows(int maxRows) throws IOException {
    int fields = guesses.size();
    while (rows < maxRows && (fields == 1 ? records.next() : records.nextFilled())) {
      if (records.count() != fields) {
        throw new MalformedText(
            records.line(0),
            records.place(0),
            "the record has "
                + records.count()
                + " fields and the first one "
                + fields
                + ", give operands 'delimiter', 'quote', 'header' and 'columns'");
      }
      for (int field = 0; field < fields; field++) {
        if (!dialect.isNull(records, field, false)) {
          guesses.get(field).add(records.text(field));
        }
      }
      rows++;
    }
  }

  private TextSample result(TextOptions options) throws MalformedText {
    boolean hasHeader = options.header().orElseGet(this::looksLikeHeader);
    if (hasHeader) {
      checkNames();
    }
    List<TextLayout.Field> fields = new ArrayList<>();
    for (int field = 0; field < guesses.size(); field++) {
      if (!hasHeader) {
        first.get(field).ifPresent(guesses.get(field)::add);
      }
      String name = hasHeader ? names.get(field) : CsvRecords.defaultName(field);
      fields.add(TextLayout.Field.of(name, guesses.get(field).type()));
    }
    TextLayout layout = new TextLayout(options, dialect.withHeader(hasHeader), fields, true);
    return new TextSample(layout, !hasHeader || rows > 0);
  }

  private void checkNames() throws MalformedText {
    for (int field = 0; field < names.size(); field++) {
      int other = names.indexOf(names.get(field));
      if (other < field) {
        String what = "the header names fields %d and %d alike".formatted(other + 1, field + 1);
        throw new MalformedText(firstLine, 1, what);
      }
    }
  }

  /**
   * A record is a header if it has a text where all others have another type, or if everything is
   * text and it could name the columns.
   */
  private boolean looksLikeHeader() {
    boolean isAllText = true;
    boolean areNames = new HashSet<>(first).size() == first.size();
    for (int field = 0; field < guesses.size(); field++) {
      Optional<String> text = first.get(field);
      TypeGuess guess = guesses.get(field);
      if (text.isPresent() && !guess.takes(text.get())) {
        return true;
      }
      isAllText &= guess.type().name() == SqlTypeName.VARCHAR;
      areNames &= text.isPresent() && !TypeGuess.isTyped(text.get());
    }
    return isAllText && areNames;
  }
}
