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
import org.apache.arrow.vector.BitVector;
import org.apache.arrow.vector.DateDayVector;
import org.apache.arrow.vector.DecimalVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.TimeMicroVector;
import org.apache.arrow.vector.TimeStampVector;
import org.apache.arrow.vector.VarCharVector;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.calcite.rel.type.RelDataType;
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
    }
    return switch (values.getMinorType()) {
      case BIT -> new Elements(Kind.BOOLEAN, "bool", row -> bool((BitVector) values, row));
      case SMALLINT -> new Elements(Kind.EXACT, "int2", row -> integer(values, row));
      case INT -> new Elements(Kind.EXACT, "int4", row -> integer(values, row));
      case BIGINT -> new Elements(Kind.EXACT, "int8", row -> integer(values, row));
      case VARCHAR -> new Elements(Kind.TEXT, "text", row -> text((VarCharVector) values, row));
      case DATEDAY -> new Elements(Kind.DATE, "date", row -> date((DateDayVector) values, row));
      case TIMEMICRO -> new Elements(Kind.TIME, "time", row -> time((TimeMicroVector) values, row));
      case TIMESTAMPMICRO ->
          new Elements(Kind.TIMESTAMP, "timestamp", row -> time((TimeStampVector) values, row));
      case TIMESTAMPMICROTZ -> // in UTC, which is the zone of the transaction
          new Elements(Kind.INSTANT, "timestamptz", row -> time((TimeStampVector) values, row));
      default -> throw new IllegalArgumentException("keys of type " + values.getField().getType());
    };
  }

  private static @Nullable Kind kind(RelDataType type) {
    return switch (type.getSqlTypeName()) {
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

  private static String bool(BitVector values, int row) {
    return values.get(row) == 1 ? "t" : "f";
  }

  private static String integer(FieldVector values, int row) {
    return Long.toString(((BaseIntVector) values).getValueAsLong(row));
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
  private static @Nullable String text(VarCharVector values, int row) {
    String text = new String(values.get(row), StandardCharsets.UTF_8);
    if (text.indexOf('\0') >= 0) {
      return null;
    }
    return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"").replace("'", "''") + '"';
  }

  private static @Nullable String date(DateDayVector values, int row) {
    return onDay(LocalDate.ofEpochDay(values.get(row)), LAST_DAY, "");
  }

  private static String time(TimeMicroVector values, int row) {
    return LocalTime.ofNanoOfDay(values.get(row) * 1000).toString();
  }

  private static @Nullable String time(TimeStampVector values, int row) {
    LocalDateTime time =
        LocalDateTime.ofInstant(
            Instant.EPOCH.plus(values.get(row), ChronoUnit.MICROS), ZoneOffset.UTC);
    return onDay(time.toLocalDate(), LAST_DAY_OF_TIMESTAMPS, " " + time.toLocalTime());
  }

  /** Returns a date with a time behind it; null if it is not between the first and last day. */
  private static @Nullable String onDay(LocalDate day, LocalDate last, String time) {
    if (day.isBefore(FIRST_DAY) || day.isAfter(last)) {
      return null;
    }
    boolean isBc = day.getYear() <= 0;
    return String.format(
        Locale.ROOT,
        "\"%04d-%02d-%02d%s%s\"",
        isBc ? 1 - day.getYear() : day.getYear(),
        day.getMonthValue(),
        day.getDayOfMonth(),
        time,
        isBc ? " BC" : "");
  }
}
