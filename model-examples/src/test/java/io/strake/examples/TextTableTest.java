/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Tests of {@link TextTable}. */
class TextTableTest {
  private final QueryAnswer answer =
      new QueryAnswer(
          List.of("name", "amount"),
          List.of(
              Arrays.asList("電気", new BigDecimal("1E+2")),
              Arrays.asList("Zoë", null),
              Arrays.asList("Ravi", 7L)),
          Duration.ZERO);

  @Test
  void alignsNumbersToTheRightAndCountsIdeographsTwice() {
    assertThat(TextTable.format(answer, 10))
        .isEqualTo(
            """
            name  amount
            ----  ------
            電気     100
            Zoë   -
            Ravi       7
            """);
  }

  @Test
  void saysHowManyRowsItOmits() {
    assertThat(TextTable.format(answer, 1)).endsWith("100\n... and 2 more rows\n");
  }
}
