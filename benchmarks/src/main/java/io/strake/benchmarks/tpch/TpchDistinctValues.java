/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.benchmarks.tpch;

import static java.util.Map.entry;

import java.util.Map;

/** The number of distinct values of columns, by the rules of the specification. */
final class TpchDistinctValues {
  private static final double DATES = 2406;

  /** Columns of which it does not depend on the scale factor. */
  static final Map<String, Double> FIXED =
      Map.ofEntries(
          entry("r_regionkey", 5.0),
          entry("r_name", 5.0),
          entry("n_nationkey", 25.0),
          entry("n_name", 25.0),
          entry("n_regionkey", 5.0),
          entry("s_nationkey", 25.0),
          entry("c_nationkey", 25.0),
          entry("c_mktsegment", 5.0),
          entry("p_mfgr", 5.0),
          entry("p_brand", 25.0),
          entry("p_type", 150.0),
          entry("p_size", 50.0),
          entry("p_container", 40.0),
          entry("o_orderstatus", 3.0),
          entry("o_orderdate", DATES),
          entry("o_orderpriority", 5.0),
          entry("o_shippriority", 1.0),
          entry("l_linenumber", 7.0),
          entry("l_quantity", 50.0),
          entry("l_discount", 11.0),
          entry("l_tax", 9.0),
          entry("l_returnflag", 3.0),
          entry("l_linestatus", 2.0),
          entry("l_shipdate", DATES + 120),
          entry("l_commitdate", DATES + 60),
          entry("l_receiptdate", DATES + 150),
          entry("l_shipinstruct", 4.0),
          entry("l_shipmode", 7.0));

  /** Columns of which it grows with the scale factor; the number is that of scale factor 1. */
  static final Map<String, Double> PER_SCALE =
      Map.ofEntries(
          entry("s_suppkey", 10_000.0),
          entry("s_name", 10_000.0),
          entry("c_custkey", 150_000.0),
          entry("c_name", 150_000.0),
          entry("p_partkey", 200_000.0),
          entry("ps_partkey", 200_000.0),
          entry("ps_suppkey", 10_000.0),
          entry("o_orderkey", 1_500_000.0),
          entry("o_custkey", 100_000.0), // a third of the customers has no order
          entry("l_orderkey", 1_500_000.0),
          entry("l_partkey", 200_000.0),
          entry("l_suppkey", 10_000.0));

  private TpchDistinctValues() {}
}
