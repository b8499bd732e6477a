/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.benchmarks.parquet;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.math.BigDecimal;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/**
 * Rows of a table of DuckDB with variants in JSON, in a form that does not depend on how an engine
 * writes values that JSON has no type for.
 *
 * <p>DuckDB writes points in time with a blank and to microseconds, towards 1970, floats with the
 * digits of their value as a double, and bytes with escapes; we write ISO 8601 to nanoseconds, the
 * fewest digits, and base64.
 */
final class VariantRows {
  private static final JsonMapper MAPPER =
      JsonMapper.builder().enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS).build();
  private static final Pattern ESCAPED = Pattern.compile("(\\\\x[0-9A-F]{2})+");
  private static final Pattern TIMESTAMP =
      Pattern.compile("-?\\d{4,}-\\d\\d-\\d\\d[ T]\\d\\d:\\d\\d:\\d\\d(\\.\\d+)?(Z|\\+00)?");
  private static final int DOUBLE_DIGITS = 17;
  private static final int NANOS_PER_MICRO = 1_000;
  private static final long NANOS_PER_SECOND = 1_000_000_000;

  private VariantRows() {}

  /** Returns how often each row is in a table. */
  static Map<List<String>, Integer> of(Statement statement, String table, Set<String> variants)
      throws SQLException {
    Map<List<String>, Integer> rows = new HashMap<>();
    try (ResultSet result = statement.executeQuery("FROM " + table)) {
      int columns = result.getMetaData().getColumnCount();
      while (result.next()) {
        List<String> row = new ArrayList<>();
        for (int i = 1; i <= columns; i++) {
          String value = result.getString(i);
          boolean isVariant = variants.contains(result.getMetaData().getColumnName(i));
          row.add(isVariant && value != null ? canonical(value) : String.valueOf(value));
        }
        rows.merge(row, 1, Integer::sum);
      }
    }
    return rows;
  }

  private static String canonical(String json) {
    try {
      return canonical(MAPPER.readTree(json));
    } catch (JsonProcessingException e) {
      return json; // not JSON, and so like nothing that is
    }
  }

  private static String canonical(JsonNode node) {
    if (node.isArray()) {
      return StreamSupport.stream(node.spliterator(), false)
          .map(VariantRows::canonical)
          .collect(Collectors.joining(",", "[", "]"));
    } else if (node.isObject()) {
      return node.properties().stream()
          .map(field -> field.getKey() + ':' + canonical(field.getValue()))
          .sorted()
          .collect(Collectors.joining(",", "{", "}"));
    } else if (node.isNumber()) {
      return number(node.decimalValue());
    }
    return node.isTextual() ? '"' + text(node.textValue()) + '"' : node.toString();
  }

  /** Floats are written with the digits of a double by DuckDB, and with those of a float by us. */
  private static String number(BigDecimal value) {
    float narrow = value.floatValue();
    boolean isFloat =
        Float.isFinite(narrow)
            && value.precision() <= DOUBLE_DIGITS
            && value.doubleValue() == (double) narrow;
    return isFloat
        ? new BigDecimal(Float.toString(narrow)).stripTrailingZeros().toPlainString()
        : value.stripTrailingZeros().toPlainString();
  }

  private static String text(String value) {
    if (ESCAPED.matcher(value).matches()) {
      String hex = value.replace("\\x", "");
      return Base64.getEncoder().encodeToString(java.util.HexFormat.of().parseHex(hex));
    } else if (TIMESTAMP.matcher(value).matches()) {
      return timestamp(value.replace(' ', 'T').replace("+00", "Z"));
    }
    return value;
  }

  private static String timestamp(String value) {
    try {
      if (!value.endsWith("Z")) {
        return LocalDateTime.parse(value).toString();
      }
      Instant point = OffsetDateTime.parse(value).toInstant();
      long nanos = point.getEpochSecond() * NANOS_PER_SECOND + point.getNano();
      return nanos / NANOS_PER_MICRO + " us";
    } catch (DateTimeException e) {
      return value;
    }
  }
}
