/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.s3.text;

import java.time.LocalDate;

/**
 * Reader of dates and timestamps in the forms that most files have, without what makes the parsers
 * of Java slow. Texts in other forms are left to those.
 */
public final class IsoDigits {
  /** Stands for a text in another form. */
  static final long NONE = Long.MIN_VALUE;

  private static final int DATE_LENGTH = "2026-01-31".length();
  private static final int SECONDS_LENGTH = "2026-01-31 12:34:56".length();
  private static final int MICROS_LENGTH = "2026-01-31 12:34:56.123456".length();
  private static final int MAX_HOUR = 23;
  private static final int MAX_SIXTIETH = 59;
  private static final long SECONDS_OF_DAY = 86_400;
  private static final long MICROS_OF_SECOND = 1_000_000;
  private static final int RADIX = 10;

  private IsoDigits() {}

  /** Returns the days since 1970 of {@code 2026-01-31}; {@link #NONE} for other forms. */
  static long day(String text) {
    return text.length() == DATE_LENGTH ? leadingDay(text) : NONE;
  }

  /**
   * Returns the microseconds since 1970 of {@code 2026-01-31 12:34:56} with up to six more digits
   * behind a point; {@link #NONE} for other forms.
   */
  static long timestamp(String text) {
    int length = text.length();
    if (length < SECONDS_LENGTH
        || length > MICROS_LENGTH
        || (text.charAt(10) != ' ' && text.charAt(10) != 'T')
        || text.charAt(13) != ':'
        || text.charAt(16) != ':'
        || (length > SECONDS_LENGTH && text.charAt(SECONDS_LENGTH) != '.')) {
      return NONE;
    }
    long day = leadingDay(text);
    int hour = number(text, 11, 13);
    int minute = number(text, 14, 16);
    int second = number(text, 17, SECONDS_LENGTH);
    long micros = micros(text);
    boolean isTime =
        (hour | minute | second | micros) >= 0
            && hour <= MAX_HOUR
            && minute <= MAX_SIXTIETH
            && second <= MAX_SIXTIETH;
    return day == NONE || !isTime
        ? NONE
        : (day * SECONDS_OF_DAY + hour * 3_600L + minute * 60L + second) * MICROS_OF_SECOND
            + micros;
  }

  private static long micros(String text) {
    int length = text.length();
    if (length == SECONDS_LENGTH) {
      return 0;
    }
    if (length == SECONDS_LENGTH + 1) {
      return -1; // a point without digits
    }
    long micros = number(text, SECONDS_LENGTH + 1, length);
    for (int i = length; i < MICROS_LENGTH; i++) {
      micros *= RADIX;
    }
    return micros;
  }

  private static long leadingDay(String text) {
    int year = number(text, 0, 4);
    int month = number(text, 5, 7);
    int day = number(text, 8, DATE_LENGTH);
    boolean isDate = (year | month | day) >= 0 && text.charAt(4) == '-' && text.charAt(7) == '-';
    return isDate ? LocalDate.of(year, month, day).toEpochDay() : NONE;
  }

  /** Returns the number of some digits; negative if they are none. */
  private static int number(String text, int begin, int end) {
    int value = 0;
    for (int i = begin; i < end; i++) {
      int digit = text.charAt(i) - '0';
      if (digit < 0 || digit >= RADIX) {
        return -1;
      }
      value = value * RADIX + digit;
    }
    return value;
  }
}
