/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.s3.scan;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.strake.s3.table.DataObject;
import io.strake.s3.text.JsonRecords;
import io.strake.s3.text.JsonTarget;
import io.strake.s3.text.TextLayout;
import java.io.IOException;
import java.io.InputStream;
import java.io.StringWriter;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** An object of JSON lines; nested values are JSON text. Not thread-safe. */
public final class JsonSegment extends TextSegment {
  private static final JsonFactory FACTORY = new JsonFactory();

  private final JsonTarget root = new JsonTarget();
  private final boolean[] isJson;
  private @Nullable JsonParser parser;

  JsonSegment(ScanRun run, DataObject object) {
    super(run, object, run.contents().layout().orElseThrow());
    this.isJson = new boolean[run.columns().size()];
    for (TextLayout.Field field : layout().fields()) {
      int column = column(field.name());
      root.add(field.path(), column);
      if (column >= 0) {
        isJson[column] = field.isJson();
      }
    }
  }

  @Override
  void open(InputStream content) throws IOException {
    parser = JsonRecords.parser(content);
  }

  @Override
  boolean readRow(int row) throws IOException {
    JsonParser open = Objects.requireNonNull(parser);
    JsonToken token = open.nextToken();
    if (token == null) {
      return false;
    }
    JsonRecords.checkObject(open);
    while (open.nextToken() == JsonToken.FIELD_NAME) {
      String name = open.currentName();
      JsonTarget member = root.member(name);
      if (member == null && !run().contents().hasField(name)) {
        throw unknown("line " + line(), name);
      }
      open.nextToken();
      read(open, row, member);
    }
    return true;
  }

  private void read(JsonParser open, int row, @Nullable JsonTarget target) throws IOException {
    if (target == null || (target.columns().isEmpty() && !target.hasMembers())) {
      open.skipChildren();
    } else if (target.columns().isEmpty()) {
      readBelow(open, row, target);
    } else if (open.currentToken() != JsonToken.VALUE_NULL) {
      readValue(open, row, target);
    }
  }

  private void readValue(JsonParser open, int row, JsonTarget target) throws IOException {
    boolean isNested = !open.currentToken().isScalarValue();
    String text = isNested ? json(open) : open.getText();
    for (int column : target.columns()) {
      boolean isQuoted = isJson[column] && open.currentToken() == JsonToken.VALUE_STRING;
      put(row, column, isQuoted ? json(open) : text);
    }
    if (isNested && target.hasMembers()) {
      try (JsonParser again = FACTORY.createParser(text)) {
        again.nextToken();
        readBelow(again, row, target);
      }
    }
  }

  private void readBelow(JsonParser open, int row, JsonTarget target) throws IOException {
    if (open.currentToken() == JsonToken.START_OBJECT) {
      while (open.nextToken() == JsonToken.FIELD_NAME) {
        JsonTarget member = target.member(open.currentName());
        open.nextToken();
        read(open, row, member);
      }
    } else if (open.currentToken() == JsonToken.START_ARRAY) {
      for (int i = 0; open.nextToken() != JsonToken.END_ARRAY; i++) {
        read(open, row, target.member(String.valueOf(i)));
      }
    }
  }

  private static String json(JsonParser open) throws IOException {
    StringWriter text = new StringWriter();
    try (JsonGenerator generator = FACTORY.createGenerator(text)) {
      generator.copyCurrentStructureExact(open);
    }
    return text.toString();
  }

  @Override
  int line() {
    return parser == null ? 1 : parser.currentTokenLocation().getLineNr();
  }

  @Override
  int character() {
    return parser == null ? 1 : parser.currentTokenLocation().getColumnNr();
  }
}
