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
    int low = 0;
    int high = ranges.size();
    while (low < high) { // the first range that ends behind the first row
      int middle = (low + high) >>> 1;
      if (ranges.get(middle).to() > from) {
        high = middle;
      } else {
        low = middle + 1;
      }
    }
    return low < ranges.size() && ranges.get(low).from() < to;
  }

  RowRanges intersect(RowRanges other) {
    List<Range> common = new ArrayList<>();
    int left = 0;
    int right = 0;
    while (left < ranges.size() && right < other.ranges.size()) {
      Range one = ranges.get(left);
      Range two = other.ranges.get(right);
      long from = Math.max(one.from(), two.from());
      long to = Math.min(one.to(), two.to());
      if (from < to) {
        common.add(new Range(from, to));
      }
      if (one.to() < two.to()) {
        left++;
      } else {
        right++;
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
