/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.strake.planner.ErrorCode;
import io.strake.planner.StrakeException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MemorySizeTest {
  private static final long MACHINE = 8L << 30;

  @ParameterizedTest
  @CsvSource({
    "512MB, 536870912",
    "512 MiB, 536870912",
    "512m, 536870912",
    "2GB, 2147483648",
    "1.5g, 1610612736",
    "64kb, 65536",
    "1t, 1099511627776",
    "4096, 4096",
    "4096b, 4096",
    "50%, 4294967296",
    "12.5 %, 1073741824",
    "100%, 8589934592"
  })
  void reads(String text, long bytes) {
    assertThat(MemorySize.parse(text, MACHINE)).isEqualTo(bytes);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "much",
        "-1",
        "0",
        "0%",
        "101%",
        "1.5.5g",
        "9999999999t",
        "5 apples",
        "1e3",
        "%"
      })
  void refuses(String text) {
    assertThatThrownBy(() -> MemorySize.parse(text, MACHINE))
        .isInstanceOfSatisfying(
            StrakeException.class,
            e -> assertThat(e.code()).isEqualTo(ErrorCode.INVALID_CONFIGURATION))
        .hasMessageContaining("512MB");
  }

  @ParameterizedTest
  @CsvSource({"512, 512 bytes", "1536, 1.5 KB", "536870912, 512 MB", "8589934592, 8 GB"})
  void writes(long bytes, String text) {
    assertThat(MemorySize.format(bytes)).isEqualTo(text);
  }

  @Test
  void knowsTheMachine() {
    assertThat(MemorySize.ofMachine()).isGreaterThan(64L << 20);
  }
}
