/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.postgres;

import org.apache.arrow.vector.DateDayVector;
import org.apache.arrow.vector.TimeMicroVector;
import org.apache.arrow.vector.TimeStampVector;

/**
 * Decoders of dates and times, which the server counts from 2000-01-01 in days or microseconds; the
 * extreme values stand for the infinities.
 */
final class TimeDecoders {
  /** Days from 1970-01-01 to 2000-01-01. */
  private static final int EPOCH_DAYS = 10_957;

  private static final long DAY_MICROS = 86_400_000_000L;
  private static final long EPOCH_MICROS = EPOCH_DAYS * DAY_MICROS;
  private static final String REMEDY =
      "exclude such rows with a view in the database that replaces them by NULL";

  private TimeDecoders() {}

  private static UnfitValueException unfit(String value) {
    return new UnfitValueException(value + ", which has no place in its type", REMEDY);
  }

  /** {@code date}. */
  static final class OfDate extends ColumnDecoder<DateDayVector> {
    private final byte[] values = new byte[RowBlock.ROWS * Integer.BYTES];

    OfDate() {
      super(DateDayVector.class, Integer.BYTES);
    }

    @Override
    void decode(byte[][] rows, int[] offsets, int[] lengths, int count, int first) {
      for (int i = 0; i < count; i++) {
        Wire.putInt4(values, i, lengths[i] < 0 ? 0 : days(Wire.int4(rows[i], offsets[i])));
      }
      write(values, count, first);
    }

    private static int days(int days) {
      if (days == Integer.MAX_VALUE || days == Integer.MIN_VALUE) {
        throw unfit("an infinite date");
      }
      return days + EPOCH_DAYS;
    }
  }

  /** {@code time}: microseconds since midnight. */
  static final class OfTime extends ColumnDecoder<TimeMicroVector> {
    private final byte[] values = new byte[RowBlock.ROWS * Long.BYTES];

    OfTime() {
      super(TimeMicroVector.class, Long.BYTES);
    }

    @Override
    void decode(byte[][] rows, int[] offsets, int[] lengths, int count, int first) {
      for (int i = 0; i < count; i++) {
        Wire.putInt8(values, i, lengths[i] < 0 ? 0 : micros(Wire.int8(rows[i], offsets[i])));
      }
      write(values, count, first);
    }

    private static long micros(long micros) {
      if (micros >= DAY_MICROS) {
        throw unfit("the time 24:00:00");
      }
      return micros;
    }
  }

  /** {@code timestamp} and {@code timestamptz}. */
  static final class OfTimestamp extends ColumnDecoder<TimeStampVector> {
    private final byte[] values = new byte[RowBlock.ROWS * Long.BYTES];

    OfTimestamp() {
      super(TimeStampVector.class, Long.BYTES);
    }

    @Override
    void decode(byte[][] rows, int[] offsets, int[] lengths, int count, int first) {
      for (int i = 0; i < count; i++) {
        Wire.putInt8(values, i, lengths[i] < 0 ? 0 : micros(Wire.int8(rows[i], offsets[i])));
      }
      write(values, count, first);
    }

    private static long micros(long micros) {
      if (micros == Long.MAX_VALUE || micros == Long.MIN_VALUE) {
        throw unfit("an infinite timestamp");
      } else if (micros > Long.MAX_VALUE - EPOCH_MICROS) {
        throw unfit("a timestamp after the year 294247");
      }
      return micros + EPOCH_MICROS;
    }
  }
}
