/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.gateway.common;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class NamePatternTest {
  @Test
  void matchesAsLikeDoes() {
    assertThat(NamePattern.of(null).matches("anything")).isTrue();
    assertThat(NamePattern.of("%").matches("")).isTrue();
    assertThat(NamePattern.of("ord%").matches("orders")).isTrue();
    assertThat(NamePattern.of("o_ders").matches("orders")).isTrue();
    assertThat(NamePattern.of("o_ders").matches("oders")).isFalse();
    assertThat(NamePattern.of("").matches("orders")).isFalse();
  }

  @Test
  void takesEscapedAndSpecialCharactersAsTheyAre() {
    assertThat(NamePattern.of("a\\_b").matches("a_b")).isTrue();
    assertThat(NamePattern.of("a\\_b").matches("axb")).isFalse();
    assertThat(NamePattern.of("a.(b").matches("a.(b")).isTrue();
    assertThat(NamePattern.of("a.b").matches("axb")).isFalse();
  }
}
