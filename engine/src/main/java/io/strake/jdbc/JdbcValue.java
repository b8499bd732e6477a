/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.jdbc;

import io.strake.planner.arrow.RowValue;
import java.sql.Date;
import java.sql.Time;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneOffset;
import org.apache.arrow.vector.DateDayVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.TimeMicroVector;
import org.apache.arrow.vector.TimeStampMicroTZVector;
import org.apache.arrow.vector.TimeStampMicroVector;
import org.apache.calcite.rel.type.RelDataType;
import org.jspecify.annotations.Nullable;

/**
 * Reader of one column of a batch as the Java objects that JDBC gives a client: times as {@code
 * java.sql} objects, whose local fields are those of the SQL value, or whose instant it is.
 */
@FunctionalInterface
interface JdbcValue {
  /** Microseconds in a second. */
  long MICROS_PER_SECOND = 1_000_000;

  /** Nanoseconds in a microsecond. */
  int NANOS_PER_MICRO = 1000;

  /** Returns the value at a row; null for SQL's NULL. */
  @Nullable Object at(int row);

  static JdbcValue of(FieldVector vector, RelDataType type) {
    if (vector instanceof TimeStampMicroVector v) {
      return row -> v.isNull(row) ? null : new LocalTimestamp(dateTime(v.get(row)));
    } else if (vector instanceof TimeStampMicroTZVector v) {
      return row -> v.isNull(row) ? null : Timestamp.from(instant(v.get(row)));
    } else if (vector instanceof DateDayVector v) {
      return row -> v.isNull(row) ? null : Date.valueOf(LocalDate.ofEpochDay(v.get(row)));
    } else if (vector instanceof TimeMicroVector v) {
      return row ->
          v.isNull(row) ? null : Time.valueOf(LocalTime.ofNanoOfDay(v.get(row) * NANOS_PER_MICRO));
    }
    return RowValue.internal(vector, type)::at;
  }

  /** Timestamp that knows its local fields, of which some have no instant in the JVM's zone. */
  final class LocalTimestamp extends Timestamp {
    private final LocalDateTime local;

    LocalTimestamp(LocalDateTime local) {
      super(Timestamp.valueOf(local).getTime());
      setNanos(local.getNano());
      this.local = local;
    }

    @Override
    public LocalDateTime toLocalDateTime() {
      return local;
    }
  }

  private static LocalDateTime dateTime(long micros) {
    return LocalDateTime.ofEpochSecond(
        Math.floorDiv(micros, MICROS_PER_SECOND), nanos(micros), ZoneOffset.UTC);
  }

  private static Instant instant(long micros) {
    return Instant.ofEpochSecond(Math.floorDiv(micros, MICROS_PER_SECOND), nanos(micros));
  }

  private static int nanos(long micros) {
    return (int) Math.floorMod(micros, MICROS_PER_SECOND) * NANOS_PER_MICRO;
  }
}
