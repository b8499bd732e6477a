/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.s3.table;

import io.strake.planner.metadata.ValueDistribution;
import io.strake.s3.column.Bounds;
import io.strake.s3.column.ColumnType;
import io.strake.s3.column.Text;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneOffset;
import org.jspecify.annotations.Nullable;

/** Values in the classes of {@link ValueDistribution}, from those that {@link Bounds} names. */
final class PlannedValue {
  private static final long MICROS_PER_SECOND = 1_000_000;
  private static final long MICROS_PER_DAY = 86_400 * MICROS_PER_SECOND;
  private static final int NANOS_PER_MICRO = 1_000;

  private PlannedValue() {}

  /** Returns a value; null if there is none, or the planner has no class for it. */
  static @Nullable Comparable<?> of(ColumnType type, @Nullable Comparable<?> value) {
    if (value instanceof Text text) {
      return text.value();
    } else if (value instanceof Long number) {
      return temporal(type, number);
    }
    return value instanceof BigDecimal || value instanceof Boolean ? value : null;
  }

  /** Returns the value at a place between others, a number of days, microseconds or units. */
  static Comparable<?> at(ColumnType type, double place) {
    return switch (type.name()) {
      case DATE, TIME, TIMESTAMP, TIMESTAMP_WITH_LOCAL_TIME_ZONE ->
          temporal(type, Math.round(place));
      case DECIMAL -> BigDecimal.valueOf(place).setScale(type.scale(), RoundingMode.HALF_EVEN);
      case TINYINT, SMALLINT, INTEGER, BIGINT -> BigDecimal.valueOf(Math.round(place));
      default -> BigDecimal.valueOf(place);
    };
  }

  private static Comparable<?> temporal(ColumnType type, long value) {
    return switch (type.name()) {
      case DATE -> LocalDate.ofEpochDay(value);
      case TIME -> // some writers know 24:00:00
          LocalTime.ofNanoOfDay(Math.max(0, Math.min(value, MICROS_PER_DAY - 1)) * NANOS_PER_MICRO);
      default ->
          LocalDateTime.ofEpochSecond(
              Math.floorDiv(value, MICROS_PER_SECOND),
              (int) Math.floorMod(value, MICROS_PER_SECOND) * NANOS_PER_MICRO,
              ZoneOffset.UTC);
    };
  }
}
