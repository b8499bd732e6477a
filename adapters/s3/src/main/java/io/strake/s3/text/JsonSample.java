/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.s3.text;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.strake.s3.column.ColumnType;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.calcite.sql.type.SqlTypeName;
import org.jspecify.annotations.Nullable;

/** The members of the first records of JSON lines, with the kinds of their values. */
public final class JsonSample {
  private static final BigInteger WIDEST =
      BigInteger.TEN.pow(TypeGuess.WIDE.precision()).subtract(BigInteger.ONE);

  private final Map<String, Set<Kind>> members = new LinkedHashMap<>();

  private JsonSample() {}

  /** What a JSON value is. */
  private enum Kind {
    TEXT,
    BOOLEAN,
    NESTED,
    LONG,
    WIDE,
    NUMBER
  }

  /** Returns what the first records tell; null if there are none, or none with a member. */
  public static @Nullable TextSample of(InputStream content, TextOptions options)
      throws IOException {
    JsonSample sample = new JsonSample();
    int rows = 0;
    try (JsonParser parser = JsonRecords.parser(content)) {
      while (rows < options.sampleRows() && parser.nextToken() != null) {
        JsonRecords.checkObject(parser);
        sample.add(parser);
        rows++;
      }
    }
    List<TextLayout.Field> fields = new ArrayList<>();
    sample.members.forEach((name, kinds) -> fields.add(field(name, kinds)));
    return fields.isEmpty()
        ? null
        : new TextSample(new TextLayout(options, options.dialect(), fields, true), true);
  }

  private void add(JsonParser parser) throws IOException {
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      Set<Kind> kinds =
          members.computeIfAbsent(parser.currentName(), name -> EnumSet.noneOf(Kind.class));
      JsonToken value = parser.nextToken();
      if (value != JsonToken.VALUE_NULL) {
        kinds.add(kind(parser, value));
      }
      parser.skipChildren();
    }
  }

  private static Kind kind(JsonParser parser, JsonToken value) throws IOException {
    return switch (value) {
      case VALUE_TRUE, VALUE_FALSE -> Kind.BOOLEAN;
      case VALUE_STRING -> Kind.TEXT;
      case VALUE_NUMBER_FLOAT -> Kind.NUMBER;
      case VALUE_NUMBER_INT ->
          switch (parser.getNumberType()) {
            case INT, LONG -> Kind.LONG;
            default ->
                parser.getBigIntegerValue().abs().compareTo(WIDEST) <= 0 ? Kind.WIDE : Kind.NUMBER;
          };
      default -> Kind.NESTED;
    };
  }

  private static TextLayout.Field field(String name, Set<Kind> kinds) {
    if (kinds.isEmpty() || kinds.equals(EnumSet.of(Kind.TEXT))) {
      return TextLayout.Field.of(name, ColumnType.of(SqlTypeName.VARCHAR));
    }
    if (kinds.equals(EnumSet.of(Kind.BOOLEAN))) {
      return TextLayout.Field.of(name, ColumnType.of(SqlTypeName.BOOLEAN));
    }
    if (!EnumSet.of(Kind.LONG, Kind.WIDE, Kind.NUMBER).containsAll(kinds)) {
      return TextLayout.Field.mixed(name);
    }
    if (kinds.contains(Kind.NUMBER)) {
      return TextLayout.Field.of(name, ColumnType.of(SqlTypeName.DOUBLE));
    }
    return TextLayout.Field.of(
        name, kinds.contains(Kind.WIDE) ? TypeGuess.WIDE : ColumnType.of(SqlTypeName.BIGINT));
  }
}
