/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.planner.metadata;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

final class ValueDistributionTest {
  private static final Offset<Double> EXACTLY = within(1e-9);

  /** A tenth NULL, 7 and 9 common, the rest from 0 to 100 in four parts. */
  private final ValueDistribution numbers =
      ValueDistribution.of(
          0.1,
          42,
          Map.of(number("7"), 0.3, number("9.0"), 0.2),
          List.of(number("0"), number("10"), number("20"), number("60"), number("100")));

  @Test
  void commonValuesHaveTheirSharesAndOthersWhatIsLeft() {
    assertThat(numbers.nulls()).isEqualTo(0.1);
    assertThat(numbers.equal(number("7.00")).orElseThrow()).isEqualTo(0.3);
    assertThat(numbers.equal(number("55")).orElseThrow()).isCloseTo(0.4 / 40, EXACTLY);
  }

  @Test
  void rangesAreCommonValuesAndPartsOfTheHistogram() {
    assertThat(numbers.less(number("-5")).orElseThrow()).isZero();
    assertThat(numbers.less(number("7")).orElseThrow()).isCloseTo(0.4 * 0.7 / 4, EXACTLY);
    assertThat(numbers.less(number("40")).orElseThrow()).isCloseTo(0.5 + 0.4 * 2.5 / 4, EXACTLY);
    assertThat(numbers.less(number("1000")).orElseThrow()).isCloseTo(0.9, EXACTLY);
  }

  @Test
  void knowsNothingOfValuesOfOtherClasses() {
    assertThat(numbers.equal("7")).isEmpty();
    assertThat(numbers.less(LocalDate.EPOCH)).isEmpty();
    ValueDistribution nothing = ValueDistribution.of(0.5, 10, Map.of(), List.of());
    assertThat(nothing.equal(number("1"))).isEmpty();
    assertThat(nothing.nulls()).isEqualTo(0.5);
    assertThatThrownBy(
            () -> ValueDistribution.of(0, 1, Map.of("a", 0.1), List.of(number("1"), number("2"))))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void withoutAHistogramOrderIsKnownOnlyIfAllValuesAreCommon() {
    ValueDistribution all = ValueDistribution.of(0, 2, Map.of("a", 0.25, "b", 0.75), List.of());
    assertThat(all.less("b").orElseThrow()).isEqualTo(0.25);
    assertThat(all.equal("c").orElseThrow()).isZero();
    ValueDistribution some = ValueDistribution.of(0, 9, Map.of("a", 0.25), List.of());
    assertThat(some.less("b")).isEmpty();
  }

  private static BigDecimal number(String text) {
    return new BigDecimal(text);
  }
}
