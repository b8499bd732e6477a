/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.s3.column;

import io.strake.s3.column.Condition.Comparison;
import io.strake.s3.parquet.Conversion;
import io.strake.s3.parquet.WholeTest;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.apache.calcite.sql.type.SqlTypeName;
import org.apache.parquet.schema.LogicalTypeAnnotation.DecimalLogicalTypeAnnotation;
import org.apache.parquet.schema.PrimitiveType;

/**
 * Whole numbers for which a comparison with a constant may hold, as ranges that do not overlap, in
 * ascending order. Immutable.
 */
record WholeRanges(List<Range> ranges) {
  private static final BigDecimal MIN = BigDecimal.valueOf(Long.MIN_VALUE);
  private static final BigDecimal MAX = BigDecimal.valueOf(Long.MAX_VALUE);
  private static final long MICROS_PER_MILLI = 1_000;

  /** Numbers from {@code from} to {@code to}, both included. */
  record Range(long from, long to) {}

  /** Copies the list. */
  WholeRanges {
    ranges = List.copyOf(ranges);
  }

  /**
   * Returns the ranges of comparisons of which one must hold; empty if one has no such constant.
   */
  static Optional<WholeRanges> of(
      List<Comparison> parts, PrimitiveType primitive, ColumnType type) {
    int scale =
        primitive.getLogicalTypeAnnotation() instanceof DecimalLogicalTypeAnnotation decimal
            ? decimal.getScale()
            : 0;
    List<Range> all = new ArrayList<>();
    for (Comparison part : parts) {
      if (part.value() instanceof BigDecimal number) {
        addNumbers(part, number.movePointRight(scale), all);
      } else if (part.value() instanceof Boolean flag) {
        addNumbers(part, flag ? BigDecimal.ONE : BigDecimal.ZERO, all);
      } else if (part.value() instanceof Long time) {
        addTimes(part, time, isCoarse(type) ? MICROS_PER_MILLI : 1, all);
      } else {
        return Optional.empty();
      }
    }
    return Optional.of(new WholeRanges(merged(all)));
  }

  /** Some engines keep milliseconds only, so a time is any of those from its millisecond on. */
  private static boolean isCoarse(ColumnType type) {
    return type.name() == SqlTypeName.TIME
        || type.name() == SqlTypeName.TIMESTAMP
        || type.name() == SqlTypeName.TIMESTAMP_WITH_LOCAL_TIME_ZONE;
  }

  private static void addNumbers(Comparison part, BigDecimal bound, List<Range> all) {
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
  private static void addTimes(Comparison part, long bound, long unit, List<Range> all) {
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

  private static void add(BigDecimal from, BigDecimal to, List<Range> all) {
    BigDecimal least = from.max(MIN);
    BigDecimal greatest = to.min(MAX);
    if (least.compareTo(greatest) <= 0) {
      all.add(new Range(least.longValueExact(), greatest.longValueExact()));
    }
  }

  private static List<Range> merged(List<Range> all) {
    all.sort(Comparator.comparingLong(Range::from));
    List<Range> merged = new ArrayList<>();
    for (Range range : all) {
      int last = merged.size() - 1;
      if (last >= 0 && merged.get(last).to() >= range.from()) {
        Range before = merged.get(last);
        merged.set(last, new Range(before.from(), Math.max(before.to(), range.to())));
      } else {
        merged.add(range);
      }
    }
    return merged;
  }

  WholeTest test(Conversion conversion) {
    return new WholeTest(
        conversion,
        ranges.stream().mapToLong(Range::from).toArray(),
        ranges.stream().mapToLong(Range::to).toArray());
  }
}
