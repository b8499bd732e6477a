/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.s3.parquet;

/**
 * What happens to a value whose column has a wider type in the table than in the object. Immutable.
 *
 * @param kind kind of the wider type
 * @param digits digits behind the point that a decimal has more than in the object; 0 for others
 */
public record Widening(Kind kind, int digits) {
  /** The types are the same, or decimals that differ in the digits before the point alone. */
  public static final Widening NONE = new Widening(Kind.NONE, 0);

  /** Kind of a wider type. */
  public enum Kind {
    NONE,
    /** A whole number, as wide as its vector. */
    WHOLE,
    /** A decimal, as wide as its vector. */
    DECIMAL,
    DOUBLE,
    /** A timestamp, midnight of a date. */
    TIMESTAMP
  }

  /** Returns the widening to a type other than a decimal. */
  public static Widening to(Kind kind) {
    return new Widening(kind, 0);
  }

  /**
   * Returns the widening to a decimal.
   *
   * @param digits digits behind the point that are added, 0 to 38
   */
  public static Widening toDecimal(int digits) {
    return new Widening(Kind.DECIMAL, digits);
  }
}
