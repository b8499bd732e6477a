/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.postgres;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.function.IntFunction;
import org.apache.arrow.vector.BaseIntVector;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.BitVector;
import org.apache.arrow.vector.DateDayVector;
import org.apache.arrow.vector.DecimalVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.IntVector;
import org.apache.arrow.vector.SmallIntVector;
import org.apache.arrow.vector.TimeMicroVector;
import org.apache.arrow.vector.TimeStampMicroTZVector;
import org.apache.arrow.vector.TimeStampMicroVector;
import org.apache.arrow.vector.TimeStampVector;
import org.apache.arrow.vector.VarCharVector;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.sql.type.SqlTypeName;
import org.jspecify.annotations.Nullable;

/**
 * Writer of the keys of a lookup as one constant array for each of their columns.
 *
 * <p>A value that the server has no place for, such as a date beyond its calendar, is written as
 * NULL, which is equal to nothing. Texts are quoted, so that none can become SQL.
 */
final class KeyArrays {
  /** The server's calendar, by its manual; the first day of its Julian period. */
  private static final LocalDate FIRST_DAY = LocalDate.of(-4713, 11, 24);

  private static final LocalDate LAST_DAY = LocalDate.of(5_874_897, 12, 31);
  private static final LocalDate LAST_DAY_OF_TIMESTAMPS = LocalDate.of(294_276, 12, 31);

  /** The kinds of values that are compared with each other. */
  private enum Kind {
    BOOLEAN,
    EXACT,
    TEXT,
    DATE,
    TIME,
    TIMESTAMP,
    INSTANT
  }

  private KeyArrays() {}

  /** Returns whether columns of a type can be keys. */
  static boolean isKey(RelDataType type) {
    return kind(type) != null;
  }

  /**
   * Returns an array with the first values of a vector.
   *
   * @param type type of the column that they are compared with
   * @throws IllegalArgumentException if they are of another kind
   */
  static String write(RelDataType type, FieldVector values, int count) {
    Elements elements = elements(values);
    if (elements.kind != kind(type)) {
      throw new IllegalArgumentException(
          "keys of type %s for a column of type %s".formatted(values.getField().getType(), type));
    }
    StringBuilder array = new StringBuilder("'{");
    for (int row = 0; row < count; row++) {
      String text = elements.text.apply(row);
      array.append(row == 0 ? "" : ",").append(text == null ? "NULL" : text);
    }
    return array.append("}'::").append(elements.typeName).append("[]").toString();
  }

  /**
   * The values of a vector.
   *
   * @param text the text of a row within an array; null if the server cannot have it
   */
  private record Elements(Kind kind, String typeName, IntFunction<@Nullable String> text) {}

  private static Elements elements(FieldVector values) {
    if (values.getField().getType() instanceof ArrowType.Decimal decimal) {
      return new Elements(Kind.EXACT, "numeric", row -> number(values, decimal.getScale(), row));
    } else if (values instanceof SmallIntVector || values instanceof IntVector) {
      BaseIntVector integers = (BaseIntVector) values;
      String name = values instanceof IntVector ? "int4" : "int2";
      return new Elements(Kind.EXACT, name, row -> Long.toString(integers.getValueAsLong(row)));
    } else if (values instanceof BigIntVector integers) {
      return new Elements(Kind.EXACT, "int8", row -> Long.toString(integers.get(row)));
    } else if (values instanceof BitVector booleans) {
      return new Elements(Kind.BOOLEAN, "bool", row -> booleans.get(row) == 1 ? "t" : "f");
    } else if (values instanceof VarCharVector texts) {
      return new Elements(Kind.TEXT, "text", row -> text(texts.get(row)));
    } else if (values instanceof DateDayVector days) {
      return new Elements(Kind.DATE, "date", row -> date(days.get(row)));
    } else if (values instanceof TimeMicroVector times) {
      return new Elements(Kind.TIME, "time", row -> time(times.get(row)));
    } else if (values instanceof TimeStampMicroVector times) {
      return new Elements(Kind.TIMESTAMP, "timestamp", row -> timestamp(times, row));
    } else if (values instanceof TimeStampMicroTZVector times) {
      return new Elements(Kind.INSTANT, "timestamptz", row -> timestamp(times, row)); // in UTC
    }
    throw new IllegalArgumentException("keys of type " + values.getField().getType());
  }

  private static @Nullable Kind kind(RelDataType type) {
    SqlTypeName name = type.getSqlTypeName();
    return switch (name) {
      case BOOLEAN -> Kind.BOOLEAN;
      case SMALLINT, INTEGER, BIGINT, DECIMAL -> Kind.EXACT;
      case CHAR, VARCHAR -> Kind.TEXT;
      case DATE -> Kind.DATE;
      case TIME -> Kind.TIME;
      case TIMESTAMP -> Kind.TIMESTAMP;
      case TIMESTAMP_WITH_LOCAL_TIME_ZONE -> Kind.INSTANT;
      default -> null; // of approximate numbers, equality is a matter of taste
    };
  }

  /** Narrow decimals are integers, the unscaled values. */
  private static String number(FieldVector values, int scale, int row) {
    BigDecimal number =
        values instanceof DecimalVector decimals
            ? decimals.getObject(row)
            : BigDecimal.valueOf(((BaseIntVector) values).getValueAsLong(row), scale);
    return number.toPlainString();
  }

  /** In quotes within an array backslashes and quotes count, around it single quotes do. */
  private static @Nullable String text(byte[] utf8) {
    String text = new String(utf8, StandardCharsets.UTF_8);
    if (text.indexOf('\0') >= 0) {
      return null;
    }
    return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"").replace("'", "''") + '"';
  }

  private static @Nullable String date(int epochDay) {
    LocalDate day = LocalDate.ofEpochDay(epochDay);
    return day.isBefore(FIRST_DAY) || day.isAfter(LAST_DAY)
        ? null
        : '"' + date(day) + era(day) + '"';
  }

  private static String date(LocalDate day) {
    int year = day.getYear() > 0 ? day.getYear() : 1 - day.getYear();
    return String.format(
        Locale.ROOT, "%04d-%02d-%02d", year, day.getMonthValue(), day.getDayOfMonth());
  }

  private static String era(LocalDate day) {
    return day.getYear() > 0 ? "" : " BC";
  }

  private static String time(long micros) {
    return LocalTime.ofNanoOfDay(micros * 1000).toString();
  }

  private static @Nullable String timestamp(TimeStampVector times, int row) {
    LocalDateTime time =
        LocalDateTime.ofInstant(
            Instant.EPOCH.plus(times.get(row), ChronoUnit.MICROS), ZoneOffset.UTC);
    LocalDate day = time.toLocalDate();
    return day.isBefore(FIRST_DAY) || day.isAfter(LAST_DAY_OF_TIMESTAMPS)
        ? null
        : '"' + date(day) + ' ' + time.toLocalTime() + era(day) + '"';
  }
}
