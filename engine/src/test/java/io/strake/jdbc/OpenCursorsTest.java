/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.strake.planner.ErrorCode;
import io.strake.planner.StrakeException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

final class OpenCursorsTest {
  private final OpenCursors cursors = new OpenCursors();
  private final AtomicInteger closed = new AtomicInteger();

  @Test
  void closesWhatHasNotBeenRemoved() {
    AutoCloseable kept = cursors.<AutoCloseable>open(() -> closed::incrementAndGet);
    AutoCloseable removed = cursors.<AutoCloseable>open(() -> () -> closed.addAndGet(100));
    assertThat(kept).isNotSameAs(removed);

    cursors.remove(removed);
    cursors.close();

    assertThat(closed).hasValue(1);
  }

  @Test
  void opensNothingAfterTheConnectionWasClosed() {
    cursors.close();

    assertThatThrownBy(() -> cursors.<AutoCloseable>open(() -> closed::incrementAndGet))
        .isInstanceOfSatisfying(
            StrakeException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.CANCELLED));
  }
}
