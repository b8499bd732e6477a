/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.gateway.common;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.strake.planner.ErrorCode;
import io.strake.planner.StrakeException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class DrainGateTest {
  private final DrainGate gate = new DrainGate();

  @Test
  void refusesNewWorkWhileItDrainsAndWaitsForTheRest() throws InterruptedException {
    AtomicInteger stops = new AtomicInteger();
    DrainGate.Lease lease = gate.enter();
    lease.onStop(stops::incrementAndGet);
    gate.drain();

    assertThatThrownBy(() -> gate.enter())
        .isInstanceOfSatisfying(
            StrakeException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.SHUTTING_DOWN));
    assertThat(gate.awaitIdle(Duration.ofMillis(20))).isFalse();
    gate.stopAll();
    assertThat(stops).hasValue(1);
    lease.close();
    lease.close();
    assertThat(gate.awaitIdle(Duration.ZERO)).isTrue();
    assertThat(gate.running()).isZero();
  }
}
