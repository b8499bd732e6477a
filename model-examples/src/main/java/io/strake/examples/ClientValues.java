/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.examples;

import java.sql.Date;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import org.apache.arrow.vector.DateDayVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.TimeStampMicroTZVector;
import org.apache.arrow.vector.VarCharVector;
import org.jspecify.annotations.Nullable;

/**
 * Values of clients in one representation, so that answers of different clients can be compared.
 */
final class ClientValues {
  private ClientValues() {}

  /** Returns a value of JDBC; see {@link QueryClient#run}. */
  static @Nullable Object of(@Nullable Object value) {
    if (value instanceof Integer || value instanceof Short || value instanceof Byte) {
      return ((Number) value).longValue();
    } else if (value instanceof Date date) {
      return date.toLocalDate();
    } else if (value instanceof Timestamp timestamp) {
      return timestamp.toInstant();
    } else if (value instanceof OffsetDateTime dateTime) {
      return dateTime.toInstant();
    }
    return value;
  }

  /** Returns a value of Arrow; see {@link QueryClient#run}. */
  static @Nullable Object of(FieldVector vector, int row) {
    if (vector.isNull(row)) {
      return null;
    } else if (vector instanceof VarCharVector text) {
      return text.getObject(row).toString();
    } else if (vector instanceof DateDayVector date) {
      return LocalDate.ofEpochDay(date.get(row));
    } else if (vector instanceof TimeStampMicroTZVector timestamp) {
      return Instant.EPOCH.plus(timestamp.get(row), ChronoUnit.MICROS);
    }
    return of(vector.getObject(row));
  }
}
