/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.s3.table;

import io.strake.planner.ErrorCode;
import io.strake.s3.column.Bounds;
import io.strake.s3.column.ColumnType;
import io.strake.s3.column.Condition;
import io.strake.s3.column.Text;
import io.strake.s3.store.S3Errors;
import io.strake.s3.store.StoredObject;
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
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.apache.calcite.sql.type.SqlTypeName;
import org.jspecify.annotations.Nullable;

/**
 * The partition columns of a table, from {@code name=value} directories of its keys. Immutable.
 *
 * <p>A column is BIGINT if all its values are whole numbers, DATE if all are ISO dates, and VARCHAR
 * otherwise; Hive's name for NULL is NULL. Where not all keys are known, the type is that of those
 * that are, and an object with another value is an error. Where directories within each other have
 * one name, the outermost tells the value.
 */
public final class PartitionColumns {
  static final String NULL = "__HIVE_DEFAULT_PARTITION__";
  private static final Pattern WHOLE_NUMBER = Pattern.compile("-?\\d{1,18}");

  private final Map<String, ColumnType> types;
  private final S3Errors errors;

  private PartitionColumns(Map<String, ColumnType> types, S3Errors errors) {
    this.types = types;
    this.errors = errors;
  }

  /** Returns the partitions of a table without partition columns. */
  static PartitionColumns none(S3Errors errors) {
    return new PartitionColumns(Map.of(), errors);
  }

  /**
   * Finds out the partition columns.
   *
   * @param objects some objects, at least one
   * @param directories more directories, with a slash at their ends
   * @throws io.strake.planner.StrakeException if two objects have different partition columns
   */
  static PartitionColumns of(
      List<StoredObject> objects, List<String> directories, S3Errors errors) {
    List<Map<String, @Nullable String>> texts = new ArrayList<>();
    Set<String> names = parse(objects.get(0).key()).keySet();
    for (StoredObject object : objects) {
      Map<String, @Nullable String> values = parse(object.key());
      texts.add(values);
      checkNames(names, objects.get(0).key(), values.keySet(), object.key(), errors);
    }
    directories.forEach(directory -> texts.add(parse(directory)));
    Map<String, ColumnType> types = new LinkedHashMap<>();
    for (String name : names) {
      types.put(name, ColumnType.of(typeOf(name, texts)));
    }
    return new PartitionColumns(types, errors);
  }

  private static void checkNames(
      Set<String> expected, String one, Set<String> found, String other, S3Errors errors) {
    if (!expected.equals(found)) {
      throw errors.of(
          ErrorCode.SOURCE_DATA_INVALID,
          "object '%s' has the partition columns %s and object '%s' has %s; give both the same"
              + " directories or set partitioning to none",
          one,
          expected,
          other,
          found);
    }
  }

  /** Returns the columns and their types in the order of the directories. */
  Map<String, ColumnType> types() {
    return types;
  }

  /**
   * Returns the values of an object, in the classes that {@link Bounds} names.
   *
   * @throws io.strake.planner.StrakeException if its directories do not fit the columns
   */
  Map<String, @Nullable Comparable<?>> values(StoredObject object) {
    if (types.isEmpty()) {
      return Map.of();
    }
    Map<String, @Nullable String> texts = parse(object.key());
    checkNames(types.keySet(), "of the table", texts.keySet(), object.key(), errors);
    return values(texts, object.key());
  }

  /** Returns the values that a directory has, of its own columns and of those above. */
  Map<String, @Nullable Comparable<?>> values(String directory) {
    Map<String, @Nullable String> texts = parse(directory);
    texts.keySet().retainAll(types.keySet());
    return values(texts, directory);
  }

  /** Returns whether a condition over partition columns may hold below a directory. */
  boolean mayHold(Condition condition, String directory) {
    Map<String, @Nullable Comparable<?>> known = values(directory);
    return condition.mayHold(
        name -> known.containsKey(name) ? Bounds.constant(known.get(name)) : Bounds.UNKNOWN);
  }

  private Map<String, @Nullable Comparable<?>> values(
      Map<String, @Nullable String> texts, String key) {
    Map<String, @Nullable Comparable<?>> values = new LinkedHashMap<>();
    texts.forEach((name, text) -> values.put(name, text == null ? null : value(name, text, key)));
    return values;
  }

  private Comparable<?> value(String name, String text, String key) {
    ColumnType type = Objects.requireNonNull(types.get(name));
    if (!isOf(type, text)) {
      throw errors.of(
          ErrorCode.SOURCE_DATA_INVALID,
          "'%s': partition column '%s' is %s by the directories that were seen first, and '%s' is"
              + " none; rename the directory or narrow the location",
          key,
          name,
          type,
          text);
    }
    return switch (type.name()) {
      case BIGINT -> new BigDecimal(Long.parseLong(text));
      case DATE -> LocalDate.parse(text).toEpochDay();
      default -> new Text(text);
    };
  }

  /** Other forms of numbers and dates would not be found where directories are passed over. */
  private static boolean isOf(ColumnType type, String text) {
    return switch (type.name()) {
      case BIGINT -> WHOLE_NUMBER.matcher(text).matches();
      case DATE -> isDate(text);
      default -> true;
    };
  }

  static Map<String, @Nullable String> parse(String key) {
    Map<String, @Nullable String> values = new LinkedHashMap<>();
    String[] parts = key.split("/", -1);
    for (int i = 0; i < parts.length - 1; i++) {
      int sign = parts[i].indexOf('=');
      if (sign > 0) {
        String name = decoded(parts[i].substring(0, sign));
        String value = decoded(parts[i].substring(sign + 1));
        if (!values.containsKey(name)) {
          values.put(name, value.equals(NULL) ? null : value);
        }
      }
    }
    return values;
  }

  static String decoded(String text) {
    try {
      return text.contains("%")
          ? URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8)
          : text;
    } catch (IllegalArgumentException e) {
      return text; // a percent sign that escapes nothing stands for itself
    }
  }

  private static SqlTypeName typeOf(String name, List<Map<String, @Nullable String>> texts) {
    if (all(name, texts, text -> WHOLE_NUMBER.matcher(text).matches())) {
      return SqlTypeName.BIGINT;
    }
    return all(name, texts, PartitionColumns::isDate) ? SqlTypeName.DATE : SqlTypeName.VARCHAR;
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
