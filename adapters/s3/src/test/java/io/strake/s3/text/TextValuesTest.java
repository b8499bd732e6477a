/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.s3.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Values given as text, in the forms that are common and in those that are not. */
final class TextValuesTest {
  private static final long DAY = 20_484;
  private static final long NOON = (DAY * 24 + 12) * 3_600_000_000L;

  @Test
  void timestampsAreThoseOfJava() {
    Random random = new Random(3);
    for (int i = 0; i < 10_000; i++) {
      LocalDateTime time =
          LocalDateTime.ofEpochSecond(
              random.nextLong(-60_000_000_000L, 250_000_000_000L),
              random.nextInt(1_000_000) * 1_000,
              ZoneOffset.UTC);
      long micros = time.toEpochSecond(ZoneOffset.UTC) * 1_000_000 + time.getNano() / 1_000;
      assertThat(TextValues.timestamp(time.toString())).isEqualTo(micros);
      assertThat(TextValues.timestamp(time.toString().replace('T', ' '))).isEqualTo(micros);
      assertThat(TextValues.instant(time + "Z")).isEqualTo(micros);
      assertThat(TextValues.day(time.toLocalDate().toString()))
          .isEqualTo((int) time.toLocalDate().toEpochDay());
    }
  }

  @ParameterizedTest
  @CsvSource({
    "2026-01-31, -43200000000",
    "2026-01-31 12:00, 0",
    " 2026-01-31 12:00:00 , 0",
    "2026-01-31T12:00:00.5, 500000",
    "2026-01-31T12:00:00.000001, 1",
    "2026-01-31T12:00:00.000001000, 1"
  })
  void readsTimestamps(String text, long afterNoon) {
    assertThat(TextValues.timestamp(text)).isEqualTo(NOON + afterNoon);
  }

  @ParameterizedTest
  @CsvSource({
    "2026-01-31 12:00:00Z, 0",
    "2026-01-31 13:00:00+01, 0",
    "2026-01-31 12:00:00-0530, 19800000000",
    "2026-01-31 12:00:00.5-05:30, 19800500000",
    "2026-01-31 12:00+00:00:10, -10000000"
  })
  void readsInstants(String text, long afterNoon) {
    assertThat(TextValues.instant(text)).isEqualTo(NOON + afterNoon);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "2026-02-30 12:00:00",
        "2026-01-31 24:00:00",
        "2026-01-31 12:60:00",
        "2026-01-31 12:00:60",
        "2026-01-31 12:00:00,5",
        "2026-01-31 12:00:00.0000001",
        "2026-01-31x12:00:00",
        "2026/01/31 12:00:00",
        "2026-01-31 -1:00:00",
        "2026-01-31 12:00:00Z",
        "31.01.2026",
        ""
      })
  void refusesWhatIsNoTimestamp(String text) {
    assertThatThrownBy(() -> TextValues.timestamp(text)).isInstanceOf(RuntimeException.class);
  }

  @Test
  void readsApproximateNumbersAsSqlWritesThem() {
    assertThat(TextValues.approximate(" -1.5e3 ")).isEqualTo(-1500);
    assertThat(TextValues.approximate("nan")).isNaN();
    assertThat(TextValues.approximate("-Infinity")).isEqualTo(Double.NEGATIVE_INFINITY);
    assertThat(TextValues.real("inf")).isEqualTo(Float.POSITIVE_INFINITY);
  }

  @ParameterizedTest
  @ValueSource(strings = {"1e400", "-1e400", "1d", "1f", "0x1p3", "1e", "", " ", "NULL"})
  void refusesWhatIsNoApproximateNumber(String text) {
    assertThatThrownBy(() -> TextValues.approximate(text)).isInstanceOf(RuntimeException.class);
    assertThatThrownBy(() -> TextValues.real(text)).isInstanceOf(RuntimeException.class);
  }
}
