/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.s3.column;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** A text that compares by code points, as UTF-8 and the statistics of Parquet do. Immutable. */
public record Text(String value) implements Comparable<Text> {
  @Override
  public int compareTo(Text other) {
    return Arrays.compareUnsigned(
        value.getBytes(StandardCharsets.UTF_8), other.value.getBytes(StandardCharsets.UTF_8));
  }

  /**
   * Returns whether texts stand to this one as they do by UTF-16 code units, the order of Java:
   * true unless a character lies behind the surrogates.
   */
  public boolean hasOneOrder() {
    return value.chars().allMatch(c -> c < Character.MIN_SURROGATE);
  }

  @Override
  public String toString() {
    return "'" + value.replace("'", "''") + "'";
  }
}
