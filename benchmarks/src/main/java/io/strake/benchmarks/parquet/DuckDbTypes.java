/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.benchmarks.parquet;

import java.util.ArrayList;
import java.util.List;

/**
 * Expressions of DuckDB that give a column the types that we have: maps become lists of their
 * entries, geometries bytes, UUIDs and enumerations texts, nanoseconds microseconds, variants JSON.
 */
final class DuckDbTypes {
  private DuckDbTypes() {}

  /**
   * Returns an expression.
   *
   * @param value expression of the value
   * @param type its type as DuckDB writes it
   */
  static String converted(String value, String type) {
    return converted(value, type, 0);
  }

  private static String converted(String value, String type, int depth) {
    String variable = "e" + depth;
    if (type.endsWith("[]")) {
      String element = converted(variable, type.substring(0, type.length() - 2), depth + 1);
      return "list_transform(" + value + ", lambda " + variable + ": " + element + ")";
    } else if (type.startsWith("MAP(")) {
      List<String> parts = parts(type.substring("MAP(".length(), type.length() - 1));
      return "list_transform(map_entries(%s), lambda %s: {'key': %s, 'value': %s})"
          .formatted(
              value,
              variable,
              converted(variable + ".key", parts.get(0), depth + 1),
              converted(variable + ".value", parts.get(1), depth + 1));
    } else if (type.startsWith("STRUCT(")) {
      return struct(value, type, depth);
    } else if (type.startsWith("GEOMETRY")) {
      return "ST_AsWKB(" + value + ")::BLOB";
    }
    return switch (type) {
      case "UUID" -> value + "::VARCHAR";
      case "VARIANT" -> value + "::JSON::VARCHAR";
      case "TIMESTAMP_NS", "TIMESTAMP_MS", "TIMESTAMP_S" -> value + "::TIMESTAMP";
      case "UBIGINT" -> value + "::DECIMAL(20, 0)";
      default -> value;
    };
  }

  private static String struct(String value, String type, int depth) {
    List<String> fields = new ArrayList<>();
    for (String part : parts(type.substring("STRUCT(".length(), type.length() - 1))) {
      int end = nameEnd(part);
      String name = part.substring(0, end);
      fields.add(name + " := " + converted(value + "." + name, part.substring(end + 1), depth + 1));
    }
    return "CASE WHEN %s IS NOT NULL THEN struct_pack(%s) END"
        .formatted(value, String.join(", ", fields));
  }

  private static int nameEnd(String part) {
    return part.startsWith("\"") ? part.indexOf('"', 1) + 1 : part.indexOf(' ');
  }

  /** Splits at the commas that are in no parentheses or quotes. */
  private static List<String> parts(String text) {
    List<String> parts = new ArrayList<>();
    int depth = 0;
    boolean quoted = false;
    int start = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      quoted ^= c == '"';
      if (!quoted) {
        depth += c == '(' ? 1 : c == ')' ? -1 : 0;
      }
      if (c == ',' && depth == 0 && !quoted) {
        parts.add(text.substring(start, i).trim());
        start = i + 1;
      }
    }
    parts.add(text.substring(start).trim());
    return parts;
  }
}
