/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.s3.text;

import io.strake.s3.column.ColumnType;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.apache.calcite.sql.type.SqlTypeName;

/** The narrowest type that all texts of a column have. Not thread-safe. */
public final class TypeGuess {
  /** Whole numbers of so many digits are kept to the last one. */
  static final ColumnType WIDE = ColumnType.decimal(38, 0);

  /**
   * Digits with zeros in front, as postal codes have them, or with a plus, as telephone numbers do,
   * are names rather than numbers.
   */
  private static final String WHOLE = "-?(0|[1-9][0-9]*)";

  private static final String NUMBER =
      "-?((0|[1-9][0-9]*)(\\.[0-9]*)?|\\.[0-9]+)([eE][+-]?[0-9]+)?|-?(?i:nan|inf|infinity)";
  private static final String DATE = "[0-9]{4}-[0-9]{2}-[0-9]{2}";
  private static final String TIME = DATE + "([ T][0-9]{2}:.*)?";

  private static final List<Candidate> NARROW_FIRST =
      List.of(
          Candidate.of(SqlTypeName.BOOLEAN, "(?i:true|false)", TextValues::bool),
          Candidate.of(SqlTypeName.BIGINT, WHOLE, Long::parseLong),
          new Candidate(WIDE, Pattern.compile(WHOLE), text -> TextValues.decimal(WIDE, text)),
          Candidate.of(SqlTypeName.DOUBLE, NUMBER, TextValues::approximate),
          Candidate.of(SqlTypeName.DATE, DATE, TextValues::day),
          Candidate.of(SqlTypeName.TIMESTAMP, TIME, TextValues::timestamp),
          Candidate.of(SqlTypeName.TIMESTAMP_WITH_LOCAL_TIME_ZONE, TIME, TextValues::instant));

  private final List<Candidate> left = new ArrayList<>(NARROW_FIRST);
  private boolean isEmpty = true;

  /** Takes a value of the column into account that is not NULL. */
  void add(String text) {
    isEmpty = false;
    left.removeIf(candidate -> !candidate.takes(text.trim()));
  }

  /** Returns the type; VARCHAR without any value. */
  ColumnType type() {
    return isEmpty || left.isEmpty() ? ColumnType.of(SqlTypeName.VARCHAR) : left.get(0).type();
  }

  /** Returns whether a text is a value of another type than VARCHAR. */
  static boolean isTyped(String text) {
    return NARROW_FIRST.stream().anyMatch(candidate -> candidate.takes(text.trim()));
  }

  /** Returns whether a text could be one more value of the column without a change of its type. */
  boolean takes(String text) {
    return isEmpty || left.isEmpty() || left.get(0).takes(text.trim());
  }

  /** A type, the form of its values, and what reads them or throws. */
  private record Candidate(ColumnType type, Pattern form, Consumer<String> reader) {
    static Candidate of(SqlTypeName name, String form, Consumer<String> reader) {
      return new Candidate(ColumnType.of(name), Pattern.compile(form), reader);
    }

    boolean takes(String text) {
      if (!form.matcher(text).matches()) {
        return false;
      }
      try {
        reader.accept(text);
        return true;
      } catch (RuntimeException e) { // how the readers say that a text is no value
        return false;
      }
    }
  }
}
