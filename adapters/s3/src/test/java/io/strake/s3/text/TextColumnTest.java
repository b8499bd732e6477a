/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.s3.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import io.strake.s3.column.ColumnType;
import java.time.Duration;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.DecimalVector;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Decimals given as text, also those that would be written out in full for seconds. */
final class TextColumnTest {
  private static final Duration SOON = Duration.ofSeconds(2);

  @ParameterizedTest
  @ValueSource(
      strings = {"1e400000000", "-1e-400000000", "1e100000000", "12345.6", "1.2345", "1234567"})
  void refusesDecimalsThatDoNotFitAtOnce(String text) {
    assertTimeoutPreemptively(
        SOON,
        () ->
            assertThatThrownBy(() -> written(text))
                .isInstanceOf(ArithmeticException.class)
                .hasMessageContaining("too many digits"));
  }

  @Test
  void takesZeroWithAnyExponentAndZerosBehindThePoint() {
    assertTimeoutPreemptively(
        SOON,
        () -> {
          assertThat(written("0e400000000")).isEqualTo("0.000");
          assertThat(written("0e-400000000")).isEqualTo("0.000");
        });
    assertThat(written("1.50000")).isEqualTo("1.500");
    assertThat(written("12e2")).isEqualTo("1200.000");
    assertThat(written("-9999.999")).isEqualTo("-9999.999");
  }

  private static String written(String text) {
    try (RootAllocator allocator = new RootAllocator();
        DecimalVector vector = new DecimalVector("v", allocator, 7, 3)) {
      TextColumn.of(ColumnType.decimal(7, 3), vector).write(0, text);
      vector.setValueCount(1);
      return vector.getObject(0).toPlainString();
    }
  }
}
