/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.s3.column;

import io.strake.planner.type.StrakeTypeSystem;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.calcite.sql.type.SqlTypeName;
import org.jspecify.annotations.Nullable;

/**
 * Parser of types as definitions of tables write them: {@code bigint}, {@code decimal(12, 2)},
 * {@code varchar array}, {@code row(x double, "y z" date)}. Not thread-safe.
 */
final class TypeParser {
  private static final Pattern TOKEN =
      Pattern.compile("\\s*(?:([A-Za-z_][A-Za-z_0-9]*)|(\\d{1,2})|\"([^\"]+)\"|([(),]))");

  private static final int MAX_DEPTH = 20;

  private final List<String> tokens;
  private int next;

  private TypeParser(List<String> tokens) {
    this.tokens = tokens;
  }

  /** Returns the type of a text; empty if it is none. */
  static Optional<ColumnType> parse(String text) {
    List<String> tokens = tokens(text.trim());
    TypeParser parser = new TypeParser(tokens);
    ColumnType type = parser.type(0);
    return type == null || parser.next < tokens.size() ? Optional.empty() : Optional.of(type);
  }

  /** Names in quotes keep the first of them, so that they are told from words. */
  private static List<String> tokens(String text) {
    List<String> tokens = new ArrayList<>();
    Matcher matcher = TOKEN.matcher(text);
    int end = 0;
    while (end < text.length() && matcher.find(end) && matcher.start() == end) {
      tokens.add(matcher.group(3) == null ? matcher.group().trim() : '"' + matcher.group(3));
      end = matcher.end();
    }
    return end == text.length() ? tokens : List.of();
  }

  private boolean takes(String word) {
    boolean isNext = next < tokens.size() && tokens.get(next).equalsIgnoreCase(word);
    next += isNext ? 1 : 0;
    return isNext;
  }

  private @Nullable ColumnType type(int depth) {
    if (next == tokens.size() || depth > MAX_DEPTH) {
      return null;
    }
    String word = tokens.get(next++).toLowerCase(Locale.ROOT);
    ColumnType type =
        switch (word) {
          case "row" -> row(depth);
          case "decimal", "numeric" -> decimal();
          default -> simple(word);
        };
    while (type != null && takes("array")) {
      type = ColumnType.array(type);
    }
    return type;
  }

  private @Nullable ColumnType row(int depth) {
    List<ColumnType.Member> members = new ArrayList<>();
    if (!takes("(")) {
      return null;
    }
    do {
      String name = next < tokens.size() ? tokens.get(next++) : "(";
      ColumnType type = type(depth + 1);
      if (type == null || "(),".contains(name)) {
        return null;
      }
      members.add(new ColumnType.Member(name.startsWith("\"") ? name.substring(1) : name, type));
    } while (takes(","));
    return takes(")") ? ColumnType.row(members) : null;
  }

  private @Nullable ColumnType decimal() {
    if (!takes("(")) {
      return null;
    }
    int precision = number();
    int scale = takes(",") ? number() : 0;
    boolean isValid =
        takes(")")
            && precision >= 1
            && precision <= StrakeTypeSystem.MAX_DECIMAL_PRECISION
            && scale >= 0
            && scale <= precision;
    return isValid ? ColumnType.decimal(precision, scale) : null;
  }

  /** Returns the next number; negative if something else is next. */
  private int number() {
    boolean isNumber = next < tokens.size() && Character.isDigit(tokens.get(next).charAt(0));
    return isNumber ? Integer.parseInt(tokens.get(next++)) : -1;
  }

  private @Nullable ColumnType simple(String word) {
    SqlTypeName name =
        switch (word) {
          case "boolean", "bool" -> SqlTypeName.BOOLEAN;
          case "tinyint" -> SqlTypeName.TINYINT;
          case "smallint" -> SqlTypeName.SMALLINT;
          case "integer", "int" -> SqlTypeName.INTEGER;
          case "bigint" -> SqlTypeName.BIGINT;
          case "real" -> SqlTypeName.REAL;
          case "double", "float" -> SqlTypeName.DOUBLE;
          case "varchar", "text", "string" -> SqlTypeName.VARCHAR;
          case "varbinary" -> SqlTypeName.VARBINARY;
          case "date" -> SqlTypeName.DATE;
          case "time" -> SqlTypeName.TIME;
          case "timestamp" -> SqlTypeName.TIMESTAMP;
          case "timestamptz" -> SqlTypeName.TIMESTAMP_WITH_LOCAL_TIME_ZONE;
          default -> null;
        };
    if (word.equals("double")) {
      takes("precision");
    }
    return name == null ? null : ColumnType.of(name);
  }
}
