/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.engine;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.sql.Array;
import java.sql.Date;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.apache.arrow.vector.DateDayVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.TimeMicroVector;
import org.apache.arrow.vector.TimeStampVector;
import org.apache.arrow.vector.complex.ListVector;
import org.jspecify.annotations.Nullable;

/**
 * One text for the forms in which PostgreSQL's driver and Arrow give one value. Instants are in
 * UTC.
 */
final class CanonicalText {
  private static final long MICROS = 1_000_000;
  private static final long NANOS_PER_MICRO = 1000;

  /** Moves short fractions away from the edge between two roundings. */
  private static final BigDecimal OFF_THE_EDGE = new BigDecimal("1.00000000031415");

  private CanonicalText() {}

  /** Digits of a number that have to agree. */
  enum Digits {
    /** All of them. */
    ALL,

    /** 12, which mathematical libraries agree in. */
    LIBRARY,

    /**
     * 9, and at most 12 behind the point: what sums in another order agree in, and what should
     * cancel out may leave a speck.
     */
    AGGREGATE
  }

  static String of(@Nullable Object value, Digits digits) {
    if (value == null) {
      return "NULL";
    } else if (value instanceof byte[] bytes) {
      return HexFormat.of().formatHex(bytes);
    } else if (value instanceof Number number) {
      return number(number, digits);
    } else if (value instanceof List<?> items) {
      return ofAll(items, digits);
    }
    return value.toString().isEmpty() ? "''" : value.toString();
  }

  static String ofAll(List<?> values, Digits digits) {
    return values.stream().map(value -> of(value, digits)).toList().toString();
  }

  /** Returns a cell of a batch as an object that {@link #of} takes. */
  static @Nullable Object cell(FieldVector column, int row) {
    if (column.isNull(row)) {
      return null;
    } else if (column instanceof DateDayVector days) {
      return LocalDate.ofEpochDay(days.get(row));
    } else if (column instanceof TimeMicroVector micros) {
      return LocalTime.ofNanoOfDay(micros.get(row) * NANOS_PER_MICRO);
    } else if (column instanceof TimeStampVector micros) {
      return LocalDateTime.ofEpochSecond(
          Math.floorDiv(micros.get(row), MICROS),
          (int) (Math.floorMod(micros.get(row), MICROS) * NANOS_PER_MICRO),
          ZoneOffset.UTC);
    } else if (column instanceof ListVector lists) {
      List<@Nullable Object> items = new ArrayList<>();
      for (int i = lists.getElementStartIndex(row); i < lists.getElementEndIndex(row); i++) {
        items.add(cell(lists.getDataVector(), i));
      }
      return items;
    }
    Object value = column.getObject(row);
    return value instanceof Number || value instanceof byte[] ? value : value.toString();
  }

  /** Returns a cell of PostgreSQL's rows as an object that {@link #of} takes. */
  static @Nullable Object cell(ResultSet rows, int column) throws SQLException {
    if (rows.getObject(column) == null) {
      return null;
    }
    return switch (rows.getMetaData().getColumnTypeName(column)) {
      case "date" -> rows.getObject(column, LocalDate.class);
      case "time" -> rows.getObject(column, LocalTime.class);
      case "timestamp" -> rows.getObject(column, LocalDateTime.class);
      case "timestamptz" ->
          rows.getObject(column, OffsetDateTime.class)
              .withOffsetSameInstant(ZoneOffset.UTC)
              .toLocalDateTime();
      default -> plain(rows.getObject(column));
    };
  }

  private static @Nullable Object plain(@Nullable Object value) throws SQLException {
    if (value instanceof Array array) {
      List<@Nullable Object> items = new ArrayList<>();
      for (Object item : Arrays.asList((Object[]) array.getArray())) {
        items.add(plain(item));
      }
      return items;
    } else if (value instanceof Date date) {
      return date.toLocalDate();
    }
    return value instanceof Timestamp time ? time.toLocalDateTime() : value;
  }

  private static String number(Number number, Digits digits) {
    boolean approximate = number instanceof Double || number instanceof Float;
    if (!Double.isFinite(number.doubleValue()) || (approximate && digits == Digits.ALL)) {
      return number.toString();
    }
    BigDecimal exact = new BigDecimal(number.toString());
    BigDecimal rounded =
        switch (digits) {
          case ALL -> exact;
          case LIBRARY -> exact.round(new MathContext(12));
          case AGGREGATE -> aggregate(exact.multiply(OFF_THE_EDGE));
        };
    return rounded.signum() == 0 ? "0" : rounded.stripTrailingZeros().toPlainString();
  }

  private static BigDecimal aggregate(BigDecimal exact) {
    int scale = 9 - (exact.precision() - exact.scale());
    return exact.setScale(Math.min(12, Math.max(0, scale)), RoundingMode.HALF_EVEN);
  }
}
