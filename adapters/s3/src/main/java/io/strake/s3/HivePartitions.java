/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.s3;

import io.strake.planner.ErrorCode;
import java.math.BigDecimal;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Predicate;
import org.apache.calcite.sql.type.SqlTypeName;
import org.jspecify.annotations.Nullable;

/**
 * The partition columns of a table, from {@code name=value} directories of its keys. Immutable.
 *
 * <p>A column is BIGINT if all its values are whole numbers, DATE if all are ISO dates, and VARCHAR
 * otherwise; Hive's name for NULL is NULL.
 */
final class HivePartitions {
  private static final String NULL = "__HIVE_DEFAULT_PARTITION__";
  private static final String WHOLE_NUMBER = "-?\\d{1,18}";

  private final Map<String, ColumnType> types;
  private final List<Map<String, @Nullable String>> texts;

  private HivePartitions(Map<String, ColumnType> types, List<Map<String, @Nullable String>> texts) {
    this.types = types;
    this.texts = texts;
  }

  /** Returns the partitions of a table without partition columns. */
  static HivePartitions none(int objects) {
    return new HivePartitions(Map.of(), java.util.Collections.nCopies(objects, Map.of()));
  }

  /**
   * Returns the partitions of objects.
   *
   * @throws io.strake.planner.StrakeException if two objects have different partition columns
   */
  static HivePartitions of(List<StoredObject> objects, S3Errors errors) {
    List<Map<String, @Nullable String>> texts = new ArrayList<>();
    for (StoredObject object : objects) {
      Map<String, @Nullable String> values = parse(object.key());
      texts.add(values);
      if (!values.keySet().equals(texts.get(0).keySet())) {
        throw errors.of(
            ErrorCode.SOURCE_DATA_INVALID,
            "object '%s' has the partition columns %s and object '%s' has %s; give both the same"
                + " directories or set partitioning to none",
            objects.get(0).key(),
            texts.get(0).keySet(),
            object.key(),
            values.keySet());
      }
    }
    Map<String, ColumnType> types = new LinkedHashMap<>();
    for (String name : texts.get(0).keySet()) {
      types.put(name, ColumnType.of(typeOf(name, texts)));
    }
    return new HivePartitions(types, texts);
  }

  /** Returns the columns and their types in the order of the directories. */
  Map<String, ColumnType> types() {
    return types;
  }

  /** Returns the values of an object, in the classes that {@link Bounds} names. */
  Map<String, @Nullable Comparable<?>> values(int object) {
    Map<String, @Nullable Comparable<?>> values = new LinkedHashMap<>();
    texts
        .get(object)
        .forEach((name, text) -> values.put(name, text == null ? null : value(name, text)));
    return values;
  }

  private Comparable<?> value(String name, String text) {
    return switch (Objects.requireNonNull(types.get(name)).name()) {
      case BIGINT -> new BigDecimal(text);
      case DATE -> LocalDate.parse(text).toEpochDay();
      default -> new Text(text);
    };
  }

  private static Map<String, @Nullable String> parse(String key) {
    Map<String, @Nullable String> values = new LinkedHashMap<>();
    String[] parts = key.split("/", -1);
    for (int i = 0; i < parts.length - 1; i++) {
      int sign = parts[i].indexOf('=');
      if (sign > 0) {
        String value = decoded(parts[i].substring(sign + 1));
        values.put(decoded(parts[i].substring(0, sign)), value.equals(NULL) ? null : value);
      }
    }
    return values;
  }

  private static String decoded(String text) {
    try {
      return text.contains("%")
          ? URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8)
          : text;
    } catch (IllegalArgumentException e) {
      return text; // a percent sign that escapes nothing stands for itself
    }
  }

  private static SqlTypeName typeOf(String name, List<Map<String, @Nullable String>> texts) {
    if (all(name, texts, text -> text.matches(WHOLE_NUMBER))) {
      return SqlTypeName.BIGINT;
    }
    return all(name, texts, HivePartitions::isDate) ? SqlTypeName.DATE : SqlTypeName.VARCHAR;
  }

  private static boolean all(
      String name, List<Map<String, @Nullable String>> texts, Predicate<String> test) {
    boolean any = false;
    for (Map<String, @Nullable String> values : texts) {
      String text = values.get(name);
      if (text != null) {
        any = true;
        if (!test.test(text)) {
          return false;
        }
      }
    }
    return any;
  }

  private static boolean isDate(String text) {
    try {
      return text.length() == "2026-01-31".length() && LocalDate.parse(text) != null;
    } catch (DateTimeParseException e) {
      return false;
    }
  }
}
