/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.rest.scan;

import com.fasterxml.jackson.core.JsonParser;
import io.strake.rest.model.ColumnSpec;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import org.apache.arrow.vector.DateDayVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.TimeMicroVector;
import org.apache.arrow.vector.TimeStampMicroTZVector;
import org.apache.arrow.vector.TimeStampMicroVector;

/** The writers of dates and times, which are texts as ISO 8601 has them. */
final class TemporalWriters {
  private static final long MICROS_PER_SECOND = 1_000_000;
  private static final long NANOS_PER_SECOND = 1_000_000_000;
  private static final int NANOS_PER_MICRO = 1000;
  private static final int NANO_DIGITS = 9;
  private static final int MAX_YEAR = 9999;
  private static final int DATE_CHARS = 10;

  private TemporalWriters() {}

  /** Common part: a text of the wrong form, or with digits that would be lost, is an error. */
  private abstract static class Temporal<V extends FieldVector> extends ColumnWriter<V> {
    Temporal(ColumnSpec column, RowPosition position, Class<V> vectorClass) {
      super(column, position, vectorClass);
    }

    abstract void set(V target, int row, String text);

    @Override
    final int writeValue(JsonParser parser, int row, V target) throws IOException {
      String text = text(parser);
      try {
        set(target, row, text);
      } catch (DateTimeException e) {
        throw mismatch("a text of another form", null);
      }
      return Long.BYTES;
    }

    final long micros(long seconds, int nanos) {
      int lost = (int) Math.pow(10, NANO_DIGITS - column().type().timePrecision());
      if (nanos % lost != 0) {
        throw mismatch("more digits of a second", null);
      }
      return seconds * MICROS_PER_SECOND + nanos / NANOS_PER_MICRO;
    }

    final void checkYear(int year) {
      if (year < 1 || year > MAX_YEAR) {
        throw mismatch("a year that is not within 1 and 9999", null);
      }
    }

    /** SQL writes a blank where ISO 8601 writes a T. */
    static String withT(String text) {
      return text.length() > DATE_CHARS && text.charAt(DATE_CHARS) == ' '
          ? text.substring(0, DATE_CHARS) + 'T' + text.substring(DATE_CHARS + 1)
          : text;
    }
  }

  static final class Dates extends Temporal<DateDayVector> {
    Dates(ColumnSpec column, RowPosition position) {
      super(column, position, DateDayVector.class);
    }

    @Override
    void set(DateDayVector target, int row, String text) {
      LocalDate date = LocalDate.parse(text);
      checkYear(date.getYear());
      target.setSafe(row, (int) date.toEpochDay());
    }
  }

  static final class Times extends Temporal<TimeMicroVector> {
    Times(ColumnSpec column, RowPosition position) {
      super(column, position, TimeMicroVector.class);
    }

    @Override
    void set(TimeMicroVector target, int row, String text) {
      long nanos = LocalTime.parse(text).toNanoOfDay();
      target.setSafe(row, micros(nanos / NANOS_PER_SECOND, (int) (nanos % NANOS_PER_SECOND)));
    }
  }

  static final class Timestamps extends Temporal<TimeStampMicroVector> {
    Timestamps(ColumnSpec column, RowPosition position) {
      super(column, position, TimeStampMicroVector.class);
    }

    @Override
    void set(TimeStampMicroVector target, int row, String text) {
      LocalDateTime time = LocalDateTime.parse(withT(text));
      checkYear(time.getYear());
      Instant instant = time.toInstant(ZoneOffset.UTC);
      target.setSafe(row, micros(instant.getEpochSecond(), instant.getNano()));
    }
  }

  static final class Instants extends Temporal<TimeStampMicroTZVector> {
    Instants(ColumnSpec column, RowPosition position) {
      super(column, position, TimeStampMicroTZVector.class);
    }

    @Override
    void set(TimeStampMicroTZVector target, int row, String text) {
      OffsetDateTime time = OffsetDateTime.parse(withT(text));
      checkYear(time.getYear());
      Instant instant = time.toInstant();
      target.setSafe(row, micros(instant.getEpochSecond(), instant.getNano()));
    }
  }
}
