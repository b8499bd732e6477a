/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.examples;

/**
 * Size of the shop in rows; everything else follows from these numbers.
 *
 * @param customers customers, at least 1
 * @param orders orders over two years, at least 1; each has one to eight line items, 4.5 on average
 * @param products products, at least 1
 * @param webEvents events on the web pages over two years, at least 1
 */
public record ShopScale(int customers, int orders, int products, int webEvents) {
  /** The demonstration: more than a million line items, loaded in well under a minute. */
  public static final ShopScale DEMO = new ShopScale(20_000, 250_000, 2_000, 500_000);

  /** Creates a size. */
  public ShopScale {
    if (customers < 1 || orders < 1 || products < 1 || webEvents < 1) {
      throw new IllegalArgumentException("every number of rows must be at least 1");
    }
  }

  /** Returns this size with every number divided, rounded down but at least 1. */
  public ShopScale dividedBy(int divisor) {
    return new ShopScale(
        Math.max(1, customers / divisor),
        Math.max(1, orders / divisor),
        Math.max(1, products / divisor),
        Math.max(1, webEvents / divisor));
  }
}
