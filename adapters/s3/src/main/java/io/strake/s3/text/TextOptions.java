/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.s3.text;

import io.strake.planner.Operands;
import io.strake.s3.store.StoredObject;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Operands that say how CSV and JSON lines are written. Immutable.
 *
 * @param header whether the first record of CSV names the columns; found out if empty
 * @param delimiter character between fields; found out if empty
 * @param quote character around fields, {@link CsvDialect#NONE} for none; found out if empty
 * @param escape character that makes the next one stand for itself; the quote if empty
 * @param comment character that begins a line to leave out, or {@link CsvDialect#NONE}
 * @param skipLines lines in front of the first record
 * @param nullText text that means NULL
 * @param sampleRows records by which columns are found out
 * @param compression compression of all objects; by the ending of their keys if empty
 * @param given names of the operands that were given
 */
public record TextOptions(
    Optional<Boolean> header,
    Optional<Character> delimiter,
    Optional<Character> quote,
    Optional<Character> escape,
    char comment,
    int skipLines,
    String nullText,
    int sampleRows,
    Optional<Compression> compression,
    Set<String> given) {
  private static final int DEFAULT_SAMPLE_ROWS = 1_000;
  private static final int MAX_SAMPLE_ROWS = 1_000_000;
  private static final int MAX_SKIPPED_LINES = 1_000_000;

  /** Names of the operands. */
  public static final Set<String> OPERANDS =
      Set.of(
          "header",
          "delimiter",
          "quote",
          "escape",
          "comment",
          "skipLines",
          "nullText",
          "sampleRows",
          "compression");

  /** Everything is found out. */
  public static final TextOptions DEFAULT =
      new TextOptions(
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          CsvDialect.NONE,
          0,
          "",
          DEFAULT_SAMPLE_ROWS,
          Optional.empty(),
          Set.of());

  /** Copies the set. */
  public TextOptions {
    given = Set.copyOf(given);
  }

  public static TextOptions fromOperands(Operands operands) {
    Set<String> given = new TreeSet<>(OPERANDS);
    given.retainAll(operands.keys());
    return new TextOptions(
        operands.text("header").isEmpty()
            ? Optional.empty()
            : Optional.of(operands.flag("header", true)),
        delimiter(operands),
        character(operands, "quote"),
        character(operands, "escape"),
        character(operands, "comment").orElse(CsvDialect.NONE),
        operands.integer("skipLines", 0, 0, MAX_SKIPPED_LINES),
        operands.text("nullText").orElse(""),
        operands.integer("sampleRows", DEFAULT_SAMPLE_ROWS, 1, MAX_SAMPLE_ROWS),
        compression(operands),
        given);
  }

  private static Optional<Character> delimiter(Operands operands) {
    Optional<Character> delimiter = character(operands, "delimiter");
    if (delimiter.isPresent()
        && (delimiter.get() == CsvDialect.NONE
            || delimiter.equals(character(operands, "quote"))
            || delimiter.equals(character(operands, "comment")))) {
      throw operands.malformed("delimiter", "one character, another than quote and comment");
    }
    return delimiter;
  }

  private static Optional<Character> character(Operands operands, String key) {
    @Nullable String text = operands.text(key).orElse(null);
    if (text == null) {
      return Optional.empty();
    }
    if (text.isEmpty()) {
      return Optional.of(CsvDialect.NONE);
    }
    if (text.length() != 1 || "\r\n\0".contains(text)) {
      throw operands.malformed(key, "one character, or empty for none");
    }
    return Optional.of(text.charAt(0));
  }

  private static Optional<Compression> compression(Operands operands) {
    String text = operands.text("compression").orElse("auto");
    return text.equals("auto")
        ? Optional.empty()
        : Optional.of(
            Compression.named(text)
                .orElseThrow(() -> operands.malformed("compression", "auto, none, gzip or zstd")));
  }

  /** Returns the compression of an object. */
  public Compression compressionOf(StoredObject object) {
    return compression.orElseGet(() -> Compression.ofKey(object.key()));
  }

  /** Returns the dialect, with a guess for what is not given. */
  CsvDialect dialect(char guessedDelimiter, char guessedQuote) {
    char quoted = quote.orElse(guessedQuote);
    return new CsvDialect(
        header.orElse(true),
        delimiter.orElse(guessedDelimiter),
        quoted,
        escape.filter(found -> found != CsvDialect.NONE).orElse(quoted),
        comment,
        skipLines,
        nullText);
  }

  /** Returns the dialect of RFC 4180 as far as nothing else is given. */
  public CsvDialect dialect() {
    return dialect(',', '"');
  }
}
