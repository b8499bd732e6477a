/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.engine;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.sql.Array;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.arrow.vector.DateDayVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.complex.ListVector;
import org.jspecify.annotations.Nullable;

/** One text for the forms in which PostgreSQL's driver and Arrow give one value. */
final class ComparableText {
  /** Significant digits in which approximate numbers and quotients have to agree. */
  private static final int DIGITS = 9;

  /** Digits behind the point at most, so that what should cancel out may leave a speck. */
  private static final int SMALLEST = 12;

  /** Moves short fractions away from the edge between two roundings. */
  private static final BigDecimal OFF_THE_EDGE = new BigDecimal("1.00000000031415");

  private ComparableText() {}

  static String of(List<?> values) {
    List<String> texts = new ArrayList<>();
    for (Object value : values) {
      texts.add(text(value));
    }
    return texts.toString();
  }

  /** Returns a cell of a batch as an object that {@link #of} takes. */
  static @Nullable Object value(FieldVector column, int row) {
    if (column.isNull(row)) {
      return null;
    } else if (column instanceof DateDayVector days) {
      return LocalDate.ofEpochDay(days.get(row));
    } else if (column instanceof ListVector lists) {
      List<@Nullable Object> items = new ArrayList<>();
      for (int i = lists.getElementStartIndex(row); i < lists.getElementEndIndex(row); i++) {
        items.add(value(lists.getDataVector(), i));
      }
      return items;
    }
    return column.getObject(row);
  }

  private static String text(@Nullable Object value) {
    if (value == null) {
      return "null";
    } else if (value instanceof Number number) {
      return number(number);
    } else if (value instanceof Timestamp time) {
      return time.toLocalDateTime().toString();
    } else if (value instanceof Array array) {
      return of(items(array));
    } else if (value instanceof List<?> items) {
      return of(items);
    }
    return value.toString().isEmpty() ? "''" : value.toString();
  }

  private static List<?> items(Array array) {
    try {
      return Arrays.asList((Object[]) array.getArray());
    } catch (SQLException e) {
      throw new AssertionError(e);
    }
  }

  private static String number(Number number) {
    if (!Double.isFinite(number.doubleValue())) {
      return number.toString();
    }
    BigDecimal exact = new BigDecimal(number.toString()).multiply(OFF_THE_EDGE);
    int scale = DIGITS - (exact.precision() - exact.scale());
    BigDecimal rounded =
        exact.setScale(Math.min(SMALLEST, Math.max(0, scale)), RoundingMode.HALF_EVEN);
    return rounded.signum() == 0 ? "0" : rounded.stripTrailingZeros().toPlainString();
  }
}
