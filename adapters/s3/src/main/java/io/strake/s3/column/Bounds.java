/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.s3.column;

import org.jspecify.annotations.Nullable;

/**
 * What is known of the values of a column in an object or row group. Immutable.
 *
 * <p>Values are {@link java.math.BigDecimal} for numbers, {@link Long} for dates (days), times and
 * timestamps (microseconds), {@link Boolean} and {@link Text}.
 *
 * @param min lower bound of the values; null if unknown
 * @param max upper bound of the values; null if unknown
 * @param mayBeNull whether a NULL is possible
 * @param mayBeValue whether something else than NULL is possible
 */
public record Bounds(
    @Nullable Comparable<?> min,
    @Nullable Comparable<?> max,
    boolean mayBeNull,
    boolean mayBeValue) {
  /** Nothing is known. */
  public static final Bounds UNKNOWN = new Bounds(null, null, true, true);

  /** There are only NULLs. */
  static final Bounds NULL = new Bounds(null, null, true, false);

  /** Returns the bounds of a column with one value; null is NULL. */
  public static Bounds constant(@Nullable Comparable<?> value) {
    return value == null ? NULL : new Bounds(value, value, false, true);
  }
}
