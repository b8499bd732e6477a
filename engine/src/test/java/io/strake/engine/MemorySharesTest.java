/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.strake.planner.StrakeException;
import org.junit.jupiter.api.Test;

class MemorySharesTest {
  private static final long MB = 1L << 20;

  @Test
  void dividesWhatTheHeapLeaves() {
    MemoryShares shares = MemoryShares.of(528 * MB, limits(128, 0));

    assertThat(shares.heap()).isEqualTo(128 * MB);
    assertThat(shares.batches()).isEqualTo(80 * MB);
    assertThat(shares.local()).isEqualTo(320 * MB);
    assertThat(shares.warnings()).isEmpty();
  }

  @Test
  void warnsOfAHeapLargerThanHalfOfTheMemory() {
    MemoryShares shares = MemoryShares.of(512 * MB, limits(1024, 0));

    assertThat(shares.local() + shares.batches()).isEqualTo(256 * MB);
    assertThat(shares.warnings())
        .singleElement()
        .asString()
        .contains("-Xmx256m", "1 GB", "512 MB", "1.3 GB");
  }

  @Test
  void warnsOfDirectMemoryThatIsTooSmallAndGivesTheRestToTheLocalEngine() {
    MemoryShares shares = MemoryShares.of(512 * MB, limits(128, 32));

    assertThat(shares.batches()).isEqualTo(32 * MB);
    assertThat(shares.local()).isEqualTo(352 * MB);
    assertThat(shares.warnings())
        .singleElement()
        .asString()
        .contains("MaxDirectMemorySize", "32 MB");
  }

  @Test
  void refusesMoreThanTheMachineHasAndLessThanIsUsable() {
    assertThatThrownBy(() -> MemoryShares.of(32 * MB, limits(128, 0)))
        .isInstanceOf(StrakeException.class)
        .hasMessageContainingAll("'memory' is 32 MB", "at least 64 MB");
    assertThatThrownBy(() -> MemoryShares.of(16_384 * MB, limits(128, 0)))
        .isInstanceOf(StrakeException.class)
        .hasMessageContainingAll("'memory' is 16 GB", "at most the 8 GB");
  }

  @Test
  void givesTheLocalEngineNoMoreThreadsThanItsMemoryCarries() {
    assertThat(MemoryShares.of(512 * MB, limits(128, 0)).localThreads(8)).isEqualTo(2);
    assertThat(MemoryShares.of(512 * MB, limits(128, 0)).localThreads(1)).isEqualTo(2);
    assertThat(MemoryShares.of(4096 * MB, limits(1024, 0)).localThreads(8)).isEqualTo(8);
    assertThat(MemoryShares.of(4096 * MB, limits(1024, 0)).localThreads(2)).isEqualTo(2);
  }

  private static MemoryShares.Limits limits(long heapMb, long directMb) {
    return new MemoryShares.Limits(heapMb * MB, directMb * MB, 8192 * MB);
  }
}
