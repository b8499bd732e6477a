/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.s3;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoField;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.BitVector;
import org.apache.arrow.vector.DateDayVector;
import org.apache.arrow.vector.DecimalVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.Float4Vector;
import org.apache.arrow.vector.Float8Vector;
import org.apache.arrow.vector.IntVector;
import org.apache.arrow.vector.SmallIntVector;
import org.apache.arrow.vector.TimeMicroVector;
import org.apache.arrow.vector.TimeStampVector;
import org.apache.arrow.vector.TinyIntVector;
import org.apache.arrow.vector.VarCharVector;

/** Writer of values given as text into a vector of the declared type. */
@FunctionalInterface
interface TextColumn {
  /**
   * Writes a value.
   *
   * @throws RuntimeException of several kinds if the text is no value of the type
   */
  void write(int row, String text);

  /** Returns the writer of a column. */
  static TextColumn of(ColumnType type, FieldVector vector) {
    return switch (type.name()) {
      case BOOLEAN -> (row, text) -> ((BitVector) vector).setSafe(row, bool(text));
      case TINYINT ->
          (row, text) -> ((TinyIntVector) vector).setSafe(row, Byte.parseByte(text.trim()));
      case SMALLINT ->
          (row, text) -> ((SmallIntVector) vector).setSafe(row, Short.parseShort(text.trim()));
      case INTEGER ->
          (row, text) -> ((IntVector) vector).setSafe(row, Integer.parseInt(text.trim()));
      case BIGINT ->
          (row, text) -> ((BigIntVector) vector).setSafe(row, Long.parseLong(text.trim()));
      case REAL ->
          (row, text) -> ((Float4Vector) vector).setSafe(row, Float.parseFloat(number(text)));
      case DOUBLE ->
          (row, text) -> ((Float8Vector) vector).setSafe(row, Double.parseDouble(number(text)));
      case DECIMAL ->
          (row, text) -> ((DecimalVector) vector).setSafe(row, decimal(type, text.trim()));
      case VARCHAR ->
          (row, text) ->
              ((VarCharVector) vector).setSafe(row, text.getBytes(StandardCharsets.UTF_8));
      case DATE ->
          (row, text) ->
              ((DateDayVector) vector)
                  .setSafe(row, Math.toIntExact(LocalDate.parse(text.trim()).toEpochDay()));
      case TIME ->
          (row, text) ->
              ((TimeMicroVector) vector)
                  .setSafe(row, LocalTime.parse(text.trim()).getLong(ChronoField.MICRO_OF_DAY));
      case TIMESTAMP ->
          (row, text) ->
              ((TimeStampVector) vector)
                  .setSafe(row, micros(LocalDateTime.parse(iso(text)).atOffset(ZoneOffset.UTC)));
      case TIMESTAMP_WITH_LOCAL_TIME_ZONE ->
          (row, text) ->
              ((TimeStampVector) vector).setSafe(row, micros(OffsetDateTime.parse(iso(text))));
      default -> throw new AssertionError(type);
    };
  }

  private static int bool(String text) {
    if (text.trim().equalsIgnoreCase("true")) {
      return 1;
    } else if (text.trim().equalsIgnoreCase("false")) {
      return 0;
    }
    throw new IllegalArgumentException("not true or false");
  }

  /** Java takes a type suffix and hexadecimal digits for part of a number; SQL does not. */
  private static String number(String text) {
    String trimmed = text.trim();
    char last = trimmed.isEmpty() ? ' ' : trimmed.charAt(trimmed.length() - 1);
    if ("dDfF".indexOf(last) >= 0 || trimmed.contains("x") || trimmed.contains("X")) {
      throw new NumberFormatException("not a number");
    }
    return trimmed;
  }

  private static BigDecimal decimal(ColumnType type, String text) {
    BigDecimal value = new BigDecimal(text).setScale(type.scale());
    if (value.precision() > type.precision()) {
      throw new ArithmeticException("too many digits");
    }
    return value;
  }

  private static String iso(String text) {
    return text.trim().replace(' ', 'T');
  }

  private static long micros(OffsetDateTime time) {
    return Math.addExact(
        Math.multiplyExact(time.toEpochSecond(), 1_000_000L), time.getNano() / 1_000);
  }
}
