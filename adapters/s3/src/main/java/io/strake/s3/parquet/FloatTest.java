/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.s3.parquet;

/**
 * Test whether floats or doubles lie between two values, both included. What has no place in an
 * order that all engines agree on, NaN and the infinities, passes. Immutable.
 */
public final class FloatTest extends ValueTest {
  private final boolean isNarrow;
  private final double least;
  private final double greatest;

  /**
   * Creates a test.
   *
   * @param isNarrow whether the values are stored as floats and not as doubles
   */
  public FloatTest(boolean isNarrow, double least, double greatest) {
    this.isNarrow = isNarrow;
    this.least = least;
    this.greatest = greatest;
  }

  @Override
  boolean ofNull() {
    return false;
  }

  @Override
  void test(ValueBlock block, int count, boolean[] passes) {
    for (int i = 0; i < count; i++) {
      double value =
          isNarrow ? Float.intBitsToFloat(block.ints[i]) : Double.longBitsToDouble(block.longs[i]);
      passes[i] = (value >= least && value <= greatest) || !Double.isFinite(value);
    }
  }
}
