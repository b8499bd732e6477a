/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.engine;

import java.math.BigDecimal;
import java.math.MathContext;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.HexFormat;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.DateDayVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.TimeMicroVector;
import org.apache.arrow.vector.TimeStampVector;
import org.apache.calcite.sql.type.SqlTypeName;

/** One text for the forms in which PostgreSQL's driver and Arrow give one value. */
final class CanonicalText {
  /** Digits in which results of the mathematical library have to agree. */
  private static final int DIGITS = 12;

  private static final long MICROS = 1_000_000;
  private static final long NANOS_PER_MICRO = 1000;

  private CanonicalText() {}

  static String ofPostgres(ResultSet rows, int column, Expression expression) throws SQLException {
    if (rows.getObject(column) == null) {
      return "NULL";
    }
    return switch (expression.type().getSqlTypeName()) {
      case DATE -> rows.getObject(column, LocalDate.class).toString();
      case TIME -> rows.getObject(column, LocalTime.class).toString();
      case TIMESTAMP -> rows.getObject(column, LocalDateTime.class).toString();
      case TIMESTAMP_WITH_LOCAL_TIME_ZONE ->
          rows.getObject(column, OffsetDateTime.class)
              .withOffsetSameInstant(ZoneOffset.UTC)
              .toLocalDateTime()
              .toString();
      default -> of(rows.getObject(column), expression);
    };
  }

  static String ofArrow(FieldVector vector, int row, Expression expression) {
    if (vector.isNull(row)) {
      return "NULL";
    } else if (vector instanceof DateDayVector days) {
      return LocalDate.ofEpochDay(days.get(row)).toString();
    } else if (vector instanceof TimeMicroVector micros) {
      return LocalTime.ofNanoOfDay(micros.get(row) * NANOS_PER_MICRO).toString();
    } else if (vector instanceof TimeStampVector micros) {
      long value = micros.get(row);
      return LocalDateTime.ofEpochSecond(
              Math.floorDiv(value, MICROS),
              (int) (Math.floorMod(value, MICROS) * NANOS_PER_MICRO),
              ZoneOffset.UTC)
          .toString();
    } else if (vector instanceof BigIntVector numbers) {
      return of(numbers.get(row), expression);
    }
    return of(vector.getObject(row), expression);
  }

  private static String of(Object value, Expression expression) {
    if (value instanceof byte[] bytes) {
      return HexFormat.of().formatHex(bytes);
    } else if (value instanceof Double || value instanceof Float) {
      return approximate((Number) value, expression);
    } else if (value instanceof BigDecimal || value instanceof Number) {
      BigDecimal number = new BigDecimal(value.toString());
      if (expression.inexact() && expression.type().getSqlTypeName() != SqlTypeName.DECIMAL) {
        number = number.round(new MathContext(DIGITS));
      }
      return number.signum() == 0 ? "0" : number.stripTrailingZeros().toPlainString();
    }
    return value.toString();
  }

  private static String approximate(Number value, Expression expression) {
    double number = value.doubleValue();
    if (!expression.inexact() || Double.isNaN(number) || Double.isInfinite(number)) {
      return value.toString();
    }
    BigDecimal rounded = new BigDecimal(number).round(new MathContext(DIGITS));
    return rounded.signum() == 0 ? "0" : rounded.stripTrailingZeros().toString();
  }
}
