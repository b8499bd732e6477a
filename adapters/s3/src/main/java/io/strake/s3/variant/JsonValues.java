/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.s3.variant;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import org.apache.parquet.variant.Variant;

/**
 * Forms of values in JSON that JSON has no type for: decimals are numbers with all of their digits,
 * dates and times texts of ISO 8601, in UTC with a Z behind them if they are points in time.
 */
public final class JsonValues {
  private static final long MICROS_PER_SECOND = 1_000_000;
  private static final long NANOS_PER_SECOND = 1_000_000_000;
  private static final long NANOS_PER_MICRO = 1_000;

  private JsonValues() {}

  /** Writes a decimal without an exponent. */
  public static void writeDecimal(BigDecimal value, JsonGenerator json) throws IOException {
    json.writeNumber(value.toPlainString());
  }

  /**
   * Writes a value that is stored as a whole number.
   *
   * @param value the number; days, microseconds or nanoseconds for dates, times and timestamps
   * @throws java.time.DateTimeException if a time of a day is none
   */
  public static void writeWhole(Variant.Type type, long value, JsonGenerator json)
      throws IOException {
    switch (type) {
      case BYTE, SHORT, INT, LONG -> json.writeNumber(value);
      case DATE -> json.writeString(LocalDate.ofEpochDay(value).toString());
      case TIME -> json.writeString(time(value));
      case TIMESTAMP_NTZ -> json.writeString(timestamp(value, MICROS_PER_SECOND));
      case TIMESTAMP_TZ -> json.writeString(timestamp(value, MICROS_PER_SECOND) + "Z");
      case TIMESTAMP_NANOS_NTZ -> json.writeString(timestamp(value, NANOS_PER_SECOND));
      case TIMESTAMP_NANOS_TZ -> json.writeString(timestamp(value, NANOS_PER_SECOND) + "Z");
      default -> throw new IllegalArgumentException("not stored as a whole number: " + type);
    }
  }

  private static String time(long micros) {
    LocalTime time = LocalTime.ofNanoOfDay(Math.multiplyExact(micros, NANOS_PER_MICRO));
    return DateTimeFormatter.ISO_LOCAL_TIME.format(time);
  }

  private static String timestamp(long value, long perSecond) {
    long nanos = Math.floorMod(value, perSecond) * (NANOS_PER_SECOND / perSecond);
    LocalDateTime time =
        LocalDateTime.ofEpochSecond(Math.floorDiv(value, perSecond), (int) nanos, ZoneOffset.UTC);
    return DateTimeFormatter.ISO_LOCAL_DATE_TIME.format(time);
  }
}
