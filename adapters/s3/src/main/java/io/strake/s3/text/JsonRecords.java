/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.s3.text;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.io.InputStream;

/** Parsers of JSON lines: a sequence of objects. */
public final class JsonRecords {
  private static final JsonFactory FACTORY = new JsonFactory();

  private JsonRecords() {}

  /** Returns a parser of JSON that refuses two members of one name. */
  public static JsonParser parser(InputStream content) throws IOException {
    return FACTORY.createParser(content).enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION);
  }

  /** Fails if the parser is not at the begin of an object. */
  public static void checkObject(JsonParser open) throws MalformedText {
    if (open.currentToken() != JsonToken.START_OBJECT) {
      throw new MalformedText(
          open.currentTokenLocation().getLineNr(),
          open.currentTokenLocation().getColumnNr(),
          "there is no JSON object");
    }
  }
}
