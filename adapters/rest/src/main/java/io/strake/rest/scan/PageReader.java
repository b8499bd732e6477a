/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.rest.scan;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.core.JsonToken;
import io.strake.planner.StrakeException;
import io.strake.rest.http.RestAnswer;
import io.strake.rest.model.EndpointSpec;
import java.io.IOException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Reader of one page: finds the rows in the stream of JSON tokens, and the reference to the next
 * page before or after them. Not thread-safe.
 */
final class PageReader implements AutoCloseable {
  private static final JsonFactory JSON = new JsonFactory();

  private final RestAnswer answer;
  private final JsonParser parser;
  private final EndpointSpec endpoint;
  private final Optional<JsonPointer> wanted;
  private final RowPosition position;
  private boolean inRows;
  private boolean foundRows;
  private @Nullable String found;

  PageReader(
      RestAnswer answer, EndpointSpec endpoint, Optional<JsonPointer> wanted, RowPosition position)
      throws IOException {
    this.answer = answer;
    this.endpoint = endpoint;
    this.wanted = wanted;
    this.position = position;
    this.parser = JSON.createParser(answer.body());
  }

  /** Returns the parser, which stands at the first token of the row after {@link #nextRow()}. */
  JsonParser parser() {
    return parser;
  }

  /** Goes to the next row; the one before must have been read or skipped to its end. */
  boolean nextRow() throws IOException {
    JsonToken token = parser.nextToken();
    while (token != null) {
      if (inRows && token != JsonToken.END_ARRAY) {
        position.nextRow();
        return true;
      }
      if (inRows) {
        inRows = false;
      } else if (token.isStructStart() || token.isScalarValue()) {
        if (visit(token)) {
          position.nextRow();
          return true;
        }
      }
      token = parser.nextToken();
    }
    if (!foundRows && !answer.isEmpty()) {
      throw noRows("nothing");
    }
    answer.complete();
    return false;
  }

  /** Returns what is known at the end of the page. */
  Pager.PageEnd end() {
    return new Pager.PageEnd(answer.url(), position.row(), found, answer.headers("Link"));
  }

  @Override
  public void close() throws IOException {
    try {
      answer.close();
    } finally {
      parser.close();
    }
  }

  /** Looks at a value outside of the rows; returns whether it is the only row. */
  private boolean visit(JsonToken token) throws IOException {
    JsonPointer path = parser.getParsingContext().pathAsPointer();
    if (path.equals(endpoint.rows())) {
      foundRows = true;
      if (token == JsonToken.START_OBJECT && endpoint.singleRow()) {
        return true;
      }
      inRows = token == JsonToken.START_ARRAY && !endpoint.singleRow();
      // APIs in some languages write an empty list as null
      if (!inRows && token != JsonToken.VALUE_NULL) {
        throw noRows(describe(token));
      }
    } else if (wanted.isPresent() && path.equals(wanted.get())) {
      found = reference(token);
    } else if (token.isStructStart() && !leadsFurther(path)) {
      parser.skipChildren();
    }
    return false;
  }

  private @Nullable String reference(JsonToken token) throws IOException {
    if (token.isStructStart()) {
      throw position.malformed("no text at the 'pointer' of 'pagination'", null);
    }
    // false is how some APIs say that there is no next page
    return token == JsonToken.VALUE_NULL || token == JsonToken.VALUE_FALSE
        ? null
        : parser.getText();
  }

  private boolean leadsFurther(JsonPointer path) {
    String prefix = path + "/";
    return endpoint.rows().toString().startsWith(prefix)
        || (wanted.isPresent() && wanted.get().toString().startsWith(prefix));
  }

  private StrakeException noRows(String what) {
    return position.malformed(
        String.format(
            "%s instead of %s at '%s'; set 'rows' to where the rows are%s",
            what,
            endpoint.singleRow() ? "an object" : "an array",
            endpoint.rows(),
            endpoint.singleRow() ? "" : ", or 'singleRow' if there is but one"),
        null);
  }

  static String describe(JsonToken token) {
    return switch (token) {
      case START_OBJECT -> "an object";
      case START_ARRAY -> "an array";
      case VALUE_STRING -> "a text";
      case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> "a number";
      case VALUE_TRUE, VALUE_FALSE -> "a boolean";
      default -> "null";
    };
  }
}
