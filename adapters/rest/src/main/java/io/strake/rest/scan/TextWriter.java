/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.rest.scan;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.google.common.base.Utf8;
import io.strake.rest.model.ColumnSpec;
import io.strake.rest.model.ColumnType;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import org.apache.arrow.vector.VarCharVector;

/**
 * Writer of texts. Numbers and booleans are taken as they are written, objects and arrays as JSON
 * without blanks. Not thread-safe.
 */
final class TextWriter extends ColumnWriter<VarCharVector> {
  private static final JsonFactory JSON = new JsonFactory();

  TextWriter(ColumnSpec column, RowPosition position) {
    super(column, position, VarCharVector.class);
  }

  @Override
  int writeValue(JsonParser parser, int row, VarCharVector target) throws IOException {
    String text = parser.currentToken().isStructStart() ? json(parser) : parser.getText();
    int length = column().type().precision();
    if (length != ColumnType.UNDECLARED && text.codePointCount(0, text.length()) > length) {
      throw mismatch("a longer text", null);
    }
    int bytes = encodedLength(text);
    target.setSafe(row, text.getBytes(StandardCharsets.UTF_8));
    return bytes + Integer.BYTES;
  }

  /** JSON can escape half of a surrogate pair, which UTF-8 cannot hold; Java would write '?'. */
  private int encodedLength(String text) {
    try {
      return Utf8.encodedLength(text);
    } catch (IllegalArgumentException e) {
      throw mismatch("a text that is not well-formed Unicode", e);
    }
  }

  private static String json(JsonParser parser) throws IOException {
    StringWriter text = new StringWriter();
    try (JsonGenerator generator = JSON.createGenerator(text)) {
      generator.copyCurrentStructureExact(parser);
    }
    return text.toString();
  }
}
