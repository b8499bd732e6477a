/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.examples;

import java.util.List;

/**
 * A query of the demonstration, from a file in {@code queries}.
 *
 * @param name name of the file without its ending
 * @param purpose what the query shows: the comment on the first line
 * @param sql the statement
 */
record ShopQuery(String name, String purpose, String sql) {
  private static final List<String> NAMES =
      List.of(
          "1-revenue-by-country-and-category",
          "2-top-customers-with-ratings",
          "3-conversion-by-segment",
          "4-revenue-in-local-currency",
          "5-one-customer-everywhere",
          "6-orders-by-segment");
  private static final String COMMENT = "-- ";

  /** Returns all queries in the order of the demonstration. */
  static List<ShopQuery> all() {
    return NAMES.stream().map(ShopQuery::load).toList();
  }

  private static ShopQuery load(String name) {
    String text = Resources.text("/queries/" + name + ".sql");
    int end = text.indexOf('\n');
    if (!text.startsWith(COMMENT) || end < 0) {
      throw new IllegalStateException(name + ": the first line must be a comment");
    }
    return new ShopQuery(
        name, text.substring(COMMENT.length(), end).strip(), text.substring(end).strip());
  }
}
