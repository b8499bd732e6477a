/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.s3.text;

import java.io.IOException;
import java.io.Reader;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The records of CSV, one at a time. Not thread-safe.
 *
 * <p>A quote has its meaning only at the begin of a field; line breaks are kept in quotes.
 */
public final class CsvRecords {
  /** A quote without its counterpart would else take the rest of the object into memory. */
  private static final int MAX_RECORD_CHARS = 16 * 1024 * 1024;

  private static final int FIRST_CHARS = 1024;
  private static final int FIRST_FIELDS = 16;
  private static final int GROWTH = 2;

  private final CharSource source;
  private final CsvDialect dialect;
  private char[] chars = new char[FIRST_CHARS];
  private int length;
  private int[] ends = new int[FIRST_FIELDS];
  private int[] lines = new int[FIRST_FIELDS];
  private int[] places = new int[FIRST_FIELDS];
  private boolean[] quoted = new boolean[FIRST_FIELDS];
  private int count;
  private boolean isBegun;

  public CsvRecords(Reader text, CsvDialect dialect) {
    this.source = new CharSource(text);
    this.dialect = dialect;
  }

  /** Reads a record; returns false at the end. */
  public boolean next() throws IOException {
    count = 0;
    length = 0;
    int next = isBegun ? source.next() : firstCharacter();
    while (next == dialect.comment() && next != CsvDialect.NONE) {
      source.skipLine();
      next = source.next();
    }
    if (next < 0) {
      return false;
    }
    int end = field(next);
    while (end == dialect.delimiter()) {
      end = field(source.next());
    }
    source.endLine(end);
    return true;
  }

  /** Reads the next record that is no empty line; returns false at the end. */
  public boolean nextFilled() throws IOException {
    boolean isFound = next();
    while (isFound && isBlank()) {
      isFound = next();
    }
    return isFound;
  }

  private int firstCharacter() throws IOException {
    isBegun = true;
    for (int i = 0; i < dialect.skipLines(); i++) {
      source.skipLine();
    }
    return source.next();
  }

  /** Reads a field from its first character and returns the one that ended it; -1 at the end. */
  private int field(int first) throws IOException {
    if (count == ends.length) {
      grow();
    }
    lines[count] = source.line();
    places[count] = source.place();
    boolean isQuoted = first == dialect.quote() && first != CsvDialect.NONE;
    quoted[count] = isQuoted;
    int end = isQuoted ? quotedField() : bareField(first);
    ends[count++] = length;
    return end;
  }

  private int bareField(int first) throws IOException {
    char delimiter = dialect.delimiter();
    int next = first;
    while (next >= 0 && next != delimiter && next != '\n' && next != '\r') {
      append((char) next);
      next = source.next();
    }
    return next;
  }

  private int quotedField() throws IOException {
    char quote = dialect.quote();
    char escape = dialect.escape();
    int next = source.next();
    while (true) {
      if (next == escape && escape != quote) {
        next = source.next();
      } else if (next == quote) {
        next = source.next();
        if (next != escape || escape != quote) {
          return afterQuotes(next);
        }
      }
      if (next < 0) {
        throw malformed("the quotes of the field are never closed");
      }
      append((char) next);
      source.countLine(next);
      next = source.next();
    }
  }

  private int afterQuotes(int next) throws MalformedText {
    if (next >= 0 && next != dialect.delimiter() && next != '\n' && next != '\r') {
      throw malformed("there is text behind the quotes of the field");
    }
    return next;
  }

  private MalformedText malformed(String what) {
    return new MalformedText(lines[count], places[count], what);
  }

  private void append(char next) throws MalformedText {
    if (length == chars.length) {
      if (length >= MAX_RECORD_CHARS) {
        throw malformed(
            "the record is longer than " + MAX_RECORD_CHARS + " characters, or a quote is missing");
      }
      chars = Arrays.copyOf(chars, length * GROWTH);
    }
    chars[length++] = next;
  }

  private void grow() {
    int size = count * GROWTH;
    ends = Arrays.copyOf(ends, size);
    lines = Arrays.copyOf(lines, size);
    places = Arrays.copyOf(places, size);
    quoted = Arrays.copyOf(quoted, size);
  }

  /** Returns the number of fields of the record. */
  public int count() {
    return count;
  }

  private boolean isBlank() {
    return count == 1 && length == 0 && !quoted[0];
  }

  public String text(int field) {
    return new String(chars, begin(field), ends[field] - begin(field));
  }

  boolean isQuoted(int field) {
    return quoted[field];
  }

  boolean isEmpty(int field) {
    return ends[field] == begin(field);
  }

  boolean equals(int field, String text) {
    int begin = begin(field);
    return Arrays.equals(chars, begin, ends[field], text.toCharArray(), 0, text.length());
  }

  private int begin(int field) {
    return field == 0 ? 0 : ends[field - 1];
  }

  /** Returns the fields as names of columns; those without a text are named by their place. */
  public List<String> names() {
    List<String> names = new ArrayList<>();
    for (int field = 0; field < count; field++) {
      names.add(isEmpty(field) ? defaultName(field) : text(field));
    }
    return names;
  }

  /** Returns the name of a column, from 0, that has none. */
  static String defaultName(int field) {
    return "column" + field;
  }

  /** Returns the line, from 1, on which a field of the record begins. */
  public int line(int field) {
    return field < count ? lines[field] : source.line();
  }

  /** Returns the place, from 1, at which a field of the record begins in its line. */
  public int place(int field) {
    return field < count ? places[field] : source.place();
  }

  /** Returns whether the end of the text has been seen. */
  boolean isAtEnd() {
    return source.isAtEnd();
  }
}
