/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.s3.scan;

import java.util.ArrayList;
import java.util.List;

/**
 * Rows of a row group, as ranges in ascending order that neither touch nor overlap. Immutable.
 *
 * @param ranges ranges
 */
public record RowRanges(List<Range> ranges) {
  static final RowRanges NONE = new RowRanges(List.of());

  /** Copies the list. */
  public RowRanges {
    ranges = List.copyOf(ranges);
  }

  /** Rows from {@code from} on, before {@code to}. */
  record Range(long from, long to) {}

  static RowRanges all(long rows) {
    return rows == 0 ? NONE : new RowRanges(List.of(new Range(0, rows)));
  }

  long count() {
    return ranges.stream().mapToLong(range -> range.to() - range.from()).sum();
  }

  /** Returns whether any of the rows from {@code from} on, before {@code to}, is among these. */
  boolean overlaps(long from, long to) {
    return ranges.stream().anyMatch(range -> range.from() < to && range.to() > from);
  }

  RowRanges intersect(RowRanges other) {
    List<Range> common = new ArrayList<>();
    for (Range left : ranges) {
      for (Range right : other.ranges) {
        long from = Math.max(left.from(), right.from());
        long to = Math.min(left.to(), right.to());
        if (from < to) {
          common.add(new Range(from, to));
        }
      }
    }
    return new RowRanges(common);
  }

  RowRanges union(RowRanges other) {
    List<Range> sorted = new ArrayList<>(ranges);
    sorted.addAll(other.ranges);
    sorted.sort(java.util.Comparator.comparingLong(Range::from));
    List<Range> merged = new ArrayList<>();
    for (Range range : sorted) {
      int last = merged.size() - 1;
      if (last >= 0 && merged.get(last).to() >= range.from()) {
        Range before = merged.get(last);
        merged.set(last, new Range(before.from(), Math.max(before.to(), range.to())));
      } else {
        merged.add(range);
      }
    }
    return new RowRanges(merged);
  }
}
