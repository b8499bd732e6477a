/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.s3.table;

import com.google.common.collect.ImmutableRangeSet;
import com.google.common.collect.Range;
import com.google.common.collect.RangeSet;
import com.google.common.collect.TreeRangeSet;
import io.strake.s3.column.ColumnType;
import io.strake.s3.column.Condition;
import io.strake.s3.column.Text;
import java.math.BigDecimal;
import java.time.LocalDate;

/**
 * Where the directories of a partition column are, among all in the order of their bytes, for whose
 * value a condition may hold: ranges of what is written behind {@code name=}.
 *
 * <p>A value can be written in several ways. Whole numbers may have zeros in front, so only those
 * that are equal to some are looked for; dates have one form, in the order of time. Every character
 * may be written as a percent sign with digits, and such names are looked for too: they stand where
 * the percent sign stands in place of the rest.
 */
final class PartitionRanges {
  private static final RangeSet<Text> EVERYWHERE = ImmutableRangeSet.of(Range.all());
  private static final int MAX_DIGITS = 18;
  private static final int LAST_YEAR = 9999;

  /** Character that ends a directory, and the one behind it. */
  private static final String BEHIND_SLASH = "0";

  private PartitionRanges() {}

  /** Returns the ranges for a column. */
  static RangeSet<Text> of(Condition condition, String column, ColumnType type) {
    if (condition instanceof Condition.Comparison comparison) {
      return comparison.column().equals(column) ? of(comparison, type) : EVERYWHERE;
    }
    if (condition instanceof Condition.NullTest test) {
      return test.column().equals(column) && test.isNull()
          ? written(PartitionColumns.NULL)
          : EVERYWHERE;
    }
    if (condition instanceof Condition.All all) {
      RangeSet<Text> common = TreeRangeSet.create(EVERYWHERE);
      for (Condition each : all.conditions()) {
        common.removeAll(of(each, column, type).complement());
      }
      return common;
    }
    RangeSet<Text> any = TreeRangeSet.create();
    for (Condition each : ((Condition.Any) condition).conditions()) {
      any.addAll(of(each, column, type));
    }
    return any;
  }

  private static RangeSet<Text> of(Condition.Comparison comparison, ColumnType type) {
    boolean isEqual = comparison.operator() == Condition.Operator.EQUAL;
    Comparable<?> value = comparison.value();
    return switch (type.name()) {
      case BIGINT -> isEqual ? numbers((BigDecimal) value) : EVERYWHERE;
      case DATE -> dates(comparison.operator(), LocalDate.ofEpochDay((Long) value));
      default -> isEqual ? written(((Text) value).value()) : EVERYWHERE;
    };
  }

  private static RangeSet<Text> numbers(BigDecimal value) {
    RangeSet<Text> ranges = TreeRangeSet.create();
    if (value.stripTrailingZeros().scale() > 0) {
      return ranges;
    }
    String digits = value.abs().toBigInteger().toString();
    for (String padded = digits; padded.length() <= MAX_DIGITS; padded = "0" + padded) {
      if (value.signum() >= 0) {
        ranges.addAll(written(padded));
      }
      if (value.signum() <= 0) {
        ranges.addAll(written("-" + padded));
      }
    }
    return ranges;
  }

  private static RangeSet<Text> dates(Condition.Operator operator, LocalDate date) {
    if (date.getYear() < 0 || date.getYear() > LAST_YEAR) {
      return EVERYWHERE;
    }
    String text = date.toString();
    return switch (operator) {
      case EQUAL -> written(text);
      case NOT_EQUAL -> EVERYWHERE;
      case LESS -> ImmutableRangeSet.of(Range.lessThan(new Text(text)));
      case LESS_OR_EQUAL -> ImmutableRangeSet.of(Range.lessThan(new Text(text + BEHIND_SLASH)));
      case GREATER -> from(text, text + BEHIND_SLASH);
      case GREATER_OR_EQUAL -> from(text, text);
    };
  }

  /** Returns where texts are that are at or behind another one, written in any way. */
  private static RangeSet<Text> from(String text, String begin) {
    RangeSet<Text> ranges = escaped(text);
    ranges.add(Range.atLeast(new Text(begin)));
    return ranges;
  }

  /** Returns where a text is, written in any way. */
  private static RangeSet<Text> written(String text) {
    RangeSet<Text> ranges = escaped(text);
    if (!text.contains("/")) {
      ranges.add(Range.closedOpen(new Text(text), new Text(text + BEHIND_SLASH)));
    }
    return ranges;
  }

  /** Returns where a text is of which any character but none before it is a percent sign. */
  private static RangeSet<Text> escaped(String text) {
    RangeSet<Text> ranges = TreeRangeSet.create();
    for (int i = 0; i < text.length(); i = text.offsetByCodePoints(i, 1)) {
      String begin = text.substring(0, i);
      if (!begin.contains("/")) {
        ranges.add(Range.closedOpen(new Text(begin + "%"), new Text(begin + "&")));
      }
    }
    return ranges;
  }
}
