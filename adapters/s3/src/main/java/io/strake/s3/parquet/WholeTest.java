/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.s3.parquet;

import com.google.common.collect.Range;
import com.google.common.collect.RangeSet;
import java.util.Arrays;

/**
 * Test whether whole numbers lie in ranges: integers, unscaled decimals, days, and microseconds,
 * whatever unit a column stores. What has no microseconds, as the infinity of some writers, passes.
 * Immutable.
 */
public final class WholeTest extends ValueTest {
  private static final long MICROS_PER_MILLI = 1_000;
  private static final long NANOS_PER_MICRO = 1_000;

  private final Conversion conversion;
  private final long[] from;
  private final long[] to;

  /**
   * Creates a test.
   *
   * @param conversion what happens to the values before they are compared
   * @param ranges numbers that pass, as ranges with both ends
   */
  public WholeTest(Conversion conversion, RangeSet<Long> ranges) {
    if (!isSupported(conversion)) {
      throw new IllegalArgumentException("not whole numbers: " + conversion);
    }
    this.conversion = conversion;
    this.from = ranges.asRanges().stream().mapToLong(Range::lowerEndpoint).toArray();
    this.to = ranges.asRanges().stream().mapToLong(Range::upperEndpoint).toArray();
  }

  /** Returns whether values with a conversion can be tested. */
  public static boolean isSupported(Conversion conversion) {
    return switch (conversion) {
      case FLOAT, DOUBLE, UINT64_TO_DECIMAL -> false;
      default -> conversion.kind() != PhysicalKind.BYTES;
    };
  }

  @Override
  boolean ofNull() {
    return false;
  }

  @Override
  void test(ValueBlock block, int count, boolean[] passes) {
    if (from.length == 1) {
      long least = from[0];
      long greatest = to[0];
      for (int i = 0; i < count; i++) {
        long value = value(block, i);
        passes[i] = (value >= least && value <= greatest) || isBeyond(block, i);
      }
      return;
    }
    for (int i = 0; i < count; i++) {
      passes[i] = isInRange(value(block, i)) || isBeyond(block, i);
    }
  }

  private boolean isBeyond(ValueBlock block, int i) {
    return conversion == Conversion.MILLIS
        && Math.abs(block.longs[i]) > Long.MAX_VALUE / MICROS_PER_MILLI;
  }

  private boolean isInRange(long value) {
    int found = Arrays.binarySearch(from, value);
    int range = found >= 0 ? found : -found - 2;
    return range >= 0 && value <= to[range];
  }

  private long value(ValueBlock block, int i) {
    return switch (conversion) {
      case INT8 -> (byte) block.ints[i];
      case INT16, UINT8_TO_INT16 -> (short) block.ints[i];
      case UINT32_TO_INT64 -> Integer.toUnsignedLong(block.ints[i]);
      case TIME_MILLIS -> block.ints[i] * MICROS_PER_MILLI;
      case INT64, INT64_TO_DECIMAL -> block.longs[i];
      case MILLIS -> block.longs[i] * MICROS_PER_MILLI;
      case NANOS -> Math.floorDiv(block.longs[i], NANOS_PER_MICRO);
      default -> block.ints[i];
    };
  }
}
