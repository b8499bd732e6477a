/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.planner;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ErrorCodeTest {
  @Test
  void hasOneNumberForEachCategory() {
    assertThat(Arrays.stream(ErrorCode.values()).map(ErrorCode::number)).doesNotHaveDuplicates();
  }

  @ParameterizedTest
  @EnumSource
  void hasAnIdentifierAndAnSqlState(ErrorCode code) {
    assertThat(code.id()).matches("STRAKE-[1-5]\\d{3}");
    assertThat(code.sqlState()).matches("[0-9A-Z]{5}");
  }

  @Test
  void keepsMessagesOnOneLineAndIsFoundInACauseChain() {
    StrakeException failure = StrakeException.of(ErrorCode.INTERNAL, "a%nb %s", "c");

    assertThat(failure).hasMessage("a b c");
    assertThat(StrakeException.findIn(new RuntimeException(new IllegalStateException(failure))))
        .contains(failure);
    assertThat(StrakeException.findIn(new RuntimeException("other"))).isEmpty();
  }
}
