/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.s3;

import com.google.common.base.Utf8;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
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
  /** Nanoseconds of a microsecond, the finest unit of SQL here. */
  long NANOS_PER_MICRO = 1_000;

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
      case VARCHAR -> (row, text) -> ((VarCharVector) vector).setSafe(row, utf8(text));
      case DATE ->
          (row, text) ->
              ((DateDayVector) vector)
                  .setSafe(row, Math.toIntExact(LocalDate.parse(text.trim()).toEpochDay()));
      case TIME ->
          (row, text) ->
              ((TimeMicroVector) vector)
                  .setSafe(row, wholeMicros(LocalTime.parse(text.trim()).toNanoOfDay()));
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
    BigDecimal value = new BigDecimal(text);
    if (value.signum() == 0) {
      return BigDecimal.ZERO.setScale(type.scale());
    }
    // Looked at first: a change of scale writes the power of ten of 1e1000000 or 1e-1000000 out
    long wholeDigits = (long) value.precision() - value.scale();
    boolean isTooFine = (long) value.scale() - type.scale() >= value.precision();
    if (wholeDigits > type.precision() - type.scale() || isTooFine) {
      throw new ArithmeticException("too many digits");
    }
    try {
      return value.setScale(type.scale(), RoundingMode.UNNECESSARY);
    } catch (ArithmeticException e) {
      throw new ArithmeticException("too many digits behind the point");
    }
  }

  private static String iso(String text) {
    return text.trim().replace(' ', 'T');
  }

  /**
   * JSON can escape half of a surrogate pair, which UTF-8 cannot hold; Java would write '?'.
   *
   * @throws IllegalArgumentException if there is one
   */
  private static byte[] utf8(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    if (Utf8.encodedLength(text) != bytes.length) {
      throw new IllegalArgumentException("not well-formed Unicode");
    }
    return bytes;
  }

  private static long micros(OffsetDateTime time) {
    return Math.addExact(
        Math.multiplyExact(time.toEpochSecond(), 1_000_000L), wholeMicros(time.getNano()));
  }

  private static long wholeMicros(long nanos) {
    if (nanos % NANOS_PER_MICRO != 0) {
      throw new ArithmeticException("digits below a microsecond");
    }
    return nanos / NANOS_PER_MICRO;
  }
}
