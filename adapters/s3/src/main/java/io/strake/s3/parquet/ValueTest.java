/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.s3.parquet;

/** Test of the values of one column as they are stored. Immutable. */
public abstract class ValueTest {
  ValueTest() {}

  /** Returns whether a NULL passes. */
  abstract boolean ofNull();

  /**
   * Tests the first {@code count} values of a block.
   *
   * @param passes set to whether each of them passes
   */
  abstract void test(ValueBlock block, int count, boolean[] passes);

  /** Returns a test that only NULLs pass, or only values. */
  public static ValueTest ofNulls(boolean isNull) {
    return new ValueTest() {
      @Override
      boolean ofNull() {
        return isNull;
      }

      @Override
      void test(ValueBlock block, int count, boolean[] passes) {
        java.util.Arrays.fill(passes, 0, count, !isNull);
      }
    };
  }
}
