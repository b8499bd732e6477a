/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.s3.column;

import com.google.common.collect.Range;
import com.google.common.collect.RangeSet;
import com.google.common.collect.TreeRangeSet;
import io.strake.s3.column.Condition.Comparison;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;
import java.util.Optional;
import org.apache.parquet.schema.LogicalTypeAnnotation.DecimalLogicalTypeAnnotation;
import org.apache.parquet.schema.PrimitiveType;

/** Whole numbers for which comparisons with constants may hold. */
final class WholeRanges {
  private static final BigDecimal MIN = BigDecimal.valueOf(Long.MIN_VALUE);
  private static final BigDecimal MAX = BigDecimal.valueOf(Long.MAX_VALUE);
  private static final long MICROS_PER_MILLI = 1_000;

  private WholeRanges() {}

  /**
   * Returns the ranges, with both ends, of comparisons of which one must hold; empty if one has no
   * such constant.
   */
  static Optional<RangeSet<Long>> of(
      List<Comparison> parts, PrimitiveType primitive, ColumnType type) {
    int scale =
        primitive.getLogicalTypeAnnotation() instanceof DecimalLogicalTypeAnnotation decimal
            ? decimal.getScale()
            : 0;
    RangeSet<Long> all = TreeRangeSet.create();
    for (Comparison part : parts) {
      if (part.value() instanceof BigDecimal number) {
        addNumbers(part, number.movePointRight(scale), all);
      } else if (part.value() instanceof Boolean flag) {
        addNumbers(part, flag ? BigDecimal.ONE : BigDecimal.ZERO, all);
      } else if (part.value() instanceof Long time) {
        addTimes(part, time, type.isCoarse() ? MICROS_PER_MILLI : 1, all);
      } else {
        return Optional.empty();
      }
    }
    return Optional.of(all);
  }

  private static void addNumbers(Comparison part, BigDecimal bound, RangeSet<Long> all) {
    BigDecimal floor = bound.setScale(0, RoundingMode.FLOOR);
    BigDecimal ceiling = bound.setScale(0, RoundingMode.CEILING);
    boolean isWhole = floor.equals(ceiling);
    switch (part.operator()) {
      case EQUAL -> {
        if (isWhole) {
          add(floor, floor, all);
        }
      }
      case NOT_EQUAL -> {
        add(MIN, ceiling.subtract(BigDecimal.ONE), all);
        add(floor.add(BigDecimal.ONE), MAX, all);
      }
      case LESS -> add(MIN, ceiling.subtract(BigDecimal.ONE), all);
      case LESS_OR_EQUAL -> add(MIN, floor, all);
      case GREATER -> add(floor.add(BigDecimal.ONE), MAX, all);
      case GREATER_OR_EQUAL -> add(ceiling, MAX, all);
    }
  }

  /** A time may be taken for the begin of its unit, so ranges that end there end with the unit. */
  private static void addTimes(Comparison part, long bound, long unit, RangeSet<Long> all) {
    BigDecimal exact = BigDecimal.valueOf(bound);
    BigDecimal last = BigDecimal.valueOf(Math.floorDiv(bound, unit)).multiply(big(unit));
    BigDecimal lastOfUnit = last.add(big(unit - 1));
    BigDecimal before = BigDecimal.valueOf(Math.floorDiv(bound - 1, unit)).multiply(big(unit));
    switch (part.operator()) {
      case EQUAL -> add(exact, lastOfUnit, all);
      case NOT_EQUAL -> {
        if (last.compareTo(exact) == 0) {
          add(MIN, exact.subtract(BigDecimal.ONE), all);
          add(exact.add(BigDecimal.ONE), MAX, all);
        } else {
          add(MIN, MAX, all);
        }
      }
      case LESS -> add(MIN, before.add(big(unit - 1)), all);
      case LESS_OR_EQUAL -> add(MIN, lastOfUnit, all);
      case GREATER -> add(exact.add(BigDecimal.ONE), MAX, all);
      case GREATER_OR_EQUAL -> add(exact, MAX, all);
    }
  }

  private static BigDecimal big(long value) {
    return BigDecimal.valueOf(value);
  }

  private static void add(BigDecimal from, BigDecimal to, RangeSet<Long> all) {
    BigDecimal least = from.max(MIN);
    BigDecimal greatest = to.min(MAX);
    if (least.compareTo(greatest) <= 0) {
      all.add(Range.closed(least.longValueExact(), greatest.longValueExact()));
    }
  }
}
