/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.examples;

import java.util.Locale;

/** A table of the shop: the source that holds it, and its columns as PostgreSQL declares them. */
enum ShopTable {
  CUSTOMERS(
      "crm",
      """
      customer_id integer PRIMARY KEY,
      name text NOT NULL,
      country text NOT NULL,
      segment text NOT NULL,
      since date NOT NULL,
      credit numeric(12, 2) NOT NULL,
      email text
      """),
  ORDERS(
      "crm",
      """
      order_id bigint PRIMARY KEY,
      customer_id integer NOT NULL,
      ordered_at timestamptz NOT NULL,
      status text NOT NULL,
      priority smallint NOT NULL,
      currency text NOT NULL
      """),
  LINE_ITEMS(
      "lake",
      """
      order_id bigint,
      line_no integer,
      product_id integer,
      quantity integer,
      price numeric(12, 2),
      discount numeric(4, 2),
      ship_date date,
      ship_year integer,
      ship_month integer
      """),
  WEB_EVENTS(
      "lake",
      """
      event_id bigint,
      event_time timestamptz,
      customer_id integer,
      kind text,
      page text,
      duration_ms integer,
      event_month text
      """),
  PRODUCTS(
      "lake",
      """
      product_id integer,
      name text,
      category text,
      list_price numeric(12, 2)
      """),
  RATES(
      "market",
      """
      currency text,
      rate_date date,
      per_euro numeric(12, 6)
      """),
  RATINGS(
      "market",
      """
      product_id integer,
      category text,
      stars numeric(3, 2),
      reviews integer
      """);

  private final String source;
  private final String columns;

  ShopTable(String source, String columns) {
    this.source = source;
    this.columns = columns;
  }

  /** Returns the name of the source in the model, which is its schema in SQL. */
  String source() {
    return source;
  }

  /** Returns the name of the table. */
  String tableName() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Returns the column list of a {@code CREATE TABLE} of PostgreSQL. */
  String columns() {
    return columns;
  }
}
