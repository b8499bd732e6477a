/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.s3;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.io.InputStream;
import java.io.StringWriter;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An object of JSON lines. Members that no column names are skipped; nested values are JSON text.
 *
 * <p>Not thread-safe.
 */
final class JsonSegment extends TextSegment {
  private static final JsonFactory FACTORY = new JsonFactory();

  private final Map<String, Integer> targets = new HashMap<>();
  private @Nullable JsonParser parser;

  JsonSegment(ScanRun run, DataObject object) {
    super(run, object);
    for (int i = 0; i < run.columns().size(); i++) {
      targets.put(run.columns().get(i).name(), i);
    }
  }

  @Override
  void open(InputStream content) throws IOException {
    parser = FACTORY.createParser(content);
    parser.enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION);
  }

  @Override
  boolean readRow(int row) throws IOException {
    JsonParser open = java.util.Objects.requireNonNull(parser);
    JsonToken token = open.nextToken();
    if (token == null) {
      return false;
    }
    if (token != JsonToken.START_OBJECT) {
      throw run()
          .errors()
          .invalid(object().object(), "line " + line() + " is no JSON object", null);
    }
    while (open.nextToken() == JsonToken.FIELD_NAME) {
      Integer target = targets.get(open.currentName());
      JsonToken value = open.nextToken();
      if (target == null) {
        open.skipChildren();
      } else if (value != JsonToken.VALUE_NULL) {
        put(row, target, value.isScalarValue() ? open.getText() : nested(open));
      }
    }
    return true;
  }

  private static String nested(JsonParser open) throws IOException {
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
}
