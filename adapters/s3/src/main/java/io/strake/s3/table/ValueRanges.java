/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.s3.table;

import java.util.ArrayList;
import java.util.List;

/**
 * Where the values of a column lie: intervals, each with a number of rows whose values are taken to
 * be spread evenly over it.
 *
 * <p>Not thread-safe.
 */
final class ValueRanges {
  private final List<Range> ranges = new ArrayList<>();

  private record Range(double low, double high, double rows) {}

  /** A place where rows begin or end: the rows at the place itself, and the change of density. */
  private record Edge(double place, double rows, double slope) {}

  /** Adds an interval; {@code high} is not less than {@code low}. */
  void add(double low, double high, double rows) {
    ranges.add(new Range(low, high, rows));
  }

  boolean isEmpty() {
    return ranges.isEmpty();
  }

  /** Returns the distance from the least to the greatest value. */
  double width() {
    double low = ranges.stream().mapToDouble(Range::low).min().orElse(0);
    double high = ranges.stream().mapToDouble(Range::high).max().orElse(0);
    return high - low;
  }

  /**
   * Returns over how much of the column's width an interval goes on average, from nearly 0 for
   * sorted values to 1 for those in no order.
   */
  double averageCover() {
    double width = width();
    double all = ranges.stream().mapToDouble(range -> range.high - range.low).sum();
    return width == 0 ? 1 : Math.max(1.0 / ranges.size(), all / width / ranges.size());
  }

  /**
   * Returns the values between which equally many rows lie, the least and the greatest among them.
   *
   * @param parts number of spaces between the values, at least 1
   */
  double[] quantiles(int parts) {
    List<Edge> edges = edges();
    double total = ranges.stream().mapToDouble(Range::rows).sum();
    double[] values = new double[parts + 1];
    double below = 0;
    double slope = 0;
    double place = edges.get(0).place;
    int next = 0;
    for (Edge edge : edges) {
      double atEdge = below + slope * (edge.place - place);
      while (next < parts && total * next / parts <= atEdge) {
        double wanted = total * next / parts;
        values[next++] = slope > 0 ? place + (wanted - below) / slope : edge.place;
      }
      below = atEdge + edge.rows;
      while (next < parts && total * next / parts <= below) {
        values[next++] = edge.place;
      }
      slope += edge.slope;
      place = edge.place;
    }
    while (next <= parts) {
      values[next++] = place;
    }
    return values;
  }

  private List<Edge> edges() {
    List<Edge> edges = new ArrayList<>();
    for (Range range : ranges) {
      if (range.high > range.low) {
        double slope = range.rows / (range.high - range.low);
        edges.add(new Edge(range.low, 0, slope));
        edges.add(new Edge(range.high, 0, -slope));
      } else {
        edges.add(new Edge(range.low, range.rows, 0));
      }
    }
    edges.sort((one, other) -> Double.compare(one.place, other.place));
    return edges;
  }
}
