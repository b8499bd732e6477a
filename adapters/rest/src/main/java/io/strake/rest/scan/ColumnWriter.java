/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.rest.scan;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.strake.planner.StrakeException;
import io.strake.rest.model.ColumnSpec;
import java.io.IOException;
import java.math.BigDecimal;
import org.apache.arrow.vector.FieldVector;
import org.jspecify.annotations.Nullable;

/**
 * Writer of the JSON values of one column into its vector; a value that is not exactly one of the
 * declared type is an error. Not thread-safe.
 *
 * @param <V> vector of the column
 */
abstract class ColumnWriter<V extends FieldVector> {
  /** Longest text that is taken for a number: enough for every double written in full. */
  private static final int MAX_NUMBER_CHARS = 800;

  private final ColumnSpec column;
  private final RowPosition position;
  private final Class<V> vectorClass;
  private @Nullable V vector;

  ColumnWriter(ColumnSpec column, RowPosition position, Class<V> vectorClass) {
    this.column = column;
    this.position = position;
    this.vectorClass = vectorClass;
  }

  /** Turns to the vector of the next batch. */
  final void begin(FieldVector next) {
    vector = vectorClass.cast(next);
  }

  /**
   * Writes the value at which the parser stands and reads it to its end.
   *
   * @return about how many bytes that took
   * @throws StrakeException if the value does not fit the declared type
   */
  final int write(JsonParser parser, int row) throws IOException {
    if (parser.currentToken() == JsonToken.VALUE_NULL) {
      if (!column.nullable()) {
        throw mismatch("null", null);
      }
      vector().setNull(row);
      return 1;
    }
    return writeValue(parser, row, vector());
  }

  /** Checks that the column may lack a value. */
  final void checkMissing() {
    if (!column.nullable()) {
      throw mismatch("no value", null);
    }
  }

  /** Writes a value that is not null. */
  abstract int writeValue(JsonParser parser, int row, V target) throws IOException;

  final ColumnSpec column() {
    return column;
  }

  final StrakeException mismatch(JsonParser parser) {
    return mismatch(PageReader.describe(parser.currentToken()), null);
  }

  final StrakeException mismatch(String found, @Nullable Exception cause) {
    return position.mismatch(column, found, cause);
  }

  /** Returns the text at which the parser stands. */
  final String text(JsonParser parser) throws IOException {
    if (parser.currentToken() != JsonToken.VALUE_STRING) {
      throw mismatch(parser);
    }
    return parser.getText();
  }

  /** Returns the number at which the parser stands, written as a number or, exactly so, as text. */
  final BigDecimal number(JsonParser parser) throws IOException {
    JsonToken token = parser.currentToken();
    if (token == JsonToken.VALUE_NUMBER_INT || token == JsonToken.VALUE_NUMBER_FLOAT) {
      return parser.getDecimalValue();
    }
    String text = text(parser);
    if (text.length() > MAX_NUMBER_CHARS) {
      throw mismatch("a text that is no number", null);
    }
    try {
      return new BigDecimal(text);
    } catch (NumberFormatException e) {
      throw mismatch("a text that is no number", null);
    }
  }

  private V vector() {
    if (vector == null) {
      throw new AssertionError("no batch has begun");
    }
    return vector;
  }
}
