/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.s3.text;

import io.strake.s3.column.ColumnType;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Parser of values given as text. Its methods throw {@link RuntimeException}s of several kinds if
 * the text is no value of the type; none shows the text.
 */
public final class TextValues {
  /** Nanoseconds of a microsecond, the finest unit of SQL here. */
  private static final long NANOS_PER_MICRO = 1_000;

  private static final int DATE_LENGTH = "2026-01-31".length();

  /** An offset of hours, or one whose minutes follow without a colon, which Java does not take. */
  private static final Pattern SHORT_OFFSET = Pattern.compile("(.*T.*[+-]\\d\\d)(\\d\\d)?");

  private TextValues() {}

  static boolean bool(String text) {
    String trimmed = text.trim();
    if (trimmed.equalsIgnoreCase("true")) {
      return true;
    } else if (trimmed.equalsIgnoreCase("false")) {
      return false;
    }
    throw new IllegalArgumentException("not true or false");
  }

  static float real(String text) {
    String number = number(text);
    float value = Float.parseFloat(number);
    checkRange(Float.isInfinite(value), number);
    return value;
  }

  static double approximate(String text) {
    String number = number(text);
    double value = Double.parseDouble(number);
    checkRange(Double.isInfinite(value), number);
    return value;
  }

  private static void checkRange(boolean isInfinite, String number) {
    if (isInfinite && !number.endsWith("Infinity")) {
      throw new ArithmeticException("out of range");
    }
  }

  /** Java takes a type suffix and hexadecimal digits for part of a number; SQL does not. */
  private static String number(String text) {
    String trimmed = text.trim();
    char last = trimmed.isEmpty() ? ' ' : trimmed.charAt(trimmed.length() - 1);
    if (Character.isDigit(last) || last == '.') {
      if (trimmed.indexOf('x') >= 0 || trimmed.indexOf('X') >= 0) {
        throw new NumberFormatException("not a number");
      }
      return trimmed;
    }
    return switch (trimmed.toLowerCase(Locale.ROOT)) {
      case "nan" -> "NaN";
      case "inf", "+inf", "infinity", "+infinity" -> "Infinity";
      case "-inf", "-infinity" -> "-Infinity";
      default -> throw new NumberFormatException("not a number");
    };
  }

  static BigDecimal decimal(ColumnType type, String text) {
    BigDecimal value = new BigDecimal(text.trim());
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

  /** Returns the days since 1970 of an ISO date. */
  static int day(String text) {
    String iso = text.trim();
    long day = IsoDigits.day(iso);
    return Math.toIntExact(day == IsoDigits.NONE ? LocalDate.parse(iso).toEpochDay() : day);
  }

  /** Returns the microseconds since midnight of an ISO time. */
  static long timeOfDay(String text) {
    return wholeMicros(LocalTime.parse(text.trim()).toNanoOfDay());
  }

  /** Returns the microseconds since 1970 of an ISO date with or without a time. */
  static long timestamp(String text) {
    long micros = IsoDigits.timestamp(text.trim());
    return micros == IsoDigits.NONE ? uncommonTimestamp(iso(text)) : micros;
  }

  private static long uncommonTimestamp(String iso) {
    LocalDateTime time =
        iso.length() == DATE_LENGTH
            ? LocalDate.parse(iso).atStartOfDay()
            : LocalDateTime.parse(iso);
    return micros(time.atOffset(ZoneOffset.UTC));
  }

  /** Returns the microseconds since 1970 of an ISO time with an offset. */
  static long instant(String text) {
    String iso = iso(text);
    Matcher offset = SHORT_OFFSET.matcher(iso);
    if (offset.matches()) {
      iso = offset.group(1) + ":" + (offset.group(2) == null ? "00" : offset.group(2));
    }
    return micros(OffsetDateTime.parse(iso));
  }

  private static String iso(String text) {
    return text.trim().replace(' ', 'T');
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
