/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.s3.text;

/**
 * How CSV is written. Immutable.
 *
 * @param header whether the first record names the columns
 * @param delimiter character between fields
 * @param quote character around fields; {@link #NONE} for none
 * @param escape character within quotes that makes the next one stand for itself; the quote if a
 *     quote is written doubled
 * @param comment character that begins a line to leave out; {@link #NONE} for none
 * @param skipLines lines in front of the first record
 * @param nullText text that means NULL unless it is quoted
 */
public record CsvDialect(
    boolean header,
    char delimiter,
    char quote,
    char escape,
    char comment,
    int skipLines,
    String nullText) {
  /** Stands for a character that a dialect does not have. */
  static final char NONE = '\0';

  CsvDialect withHeader(boolean newHeader) {
    return new CsvDialect(newHeader, delimiter, quote, escape, comment, skipLines, nullText);
  }

  /**
   * Returns whether a field of a record is NULL. In a column of texts quotes make a text of what
   * would be NULL; nothing in quotes is no value of the other types, and NULL as nothing is.
   */
  public boolean isNull(CsvRecords records, int field, boolean isText) {
    return records.isQuoted(field)
        ? !isText && nullText.isEmpty() && records.isEmpty(field)
        : records.equals(field, nullText);
  }
}
