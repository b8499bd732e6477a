/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.benchmarks.tpch;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.math.MathContext;
import java.nio.charset.StandardCharsets;

/**
 * The 22 queries of TPC-H with the parameters of its validation run.
 *
 * <p>They name the tables without a schema and are written so that Strake, PostgreSQL and DuckDB
 * take them alike: the end of a period is a literal, and lists of tables are only joined explicitly
 * where the meaning asks for it.
 */
public final class TpchQueries {
  /** Number of the last query; the first has the number 1. */
  public static final int COUNT = 22;

  /** Share of the stock below which query 11 leaves parts out, at scale factor 1. */
  private static final BigDecimal FRACTION = new BigDecimal("0.0001");

  private TpchQueries() {}

  /**
   * Returns the text of a query.
   *
   * @param number 1 to {@value #COUNT}
   * @param scale scale factor of the data, on which a parameter of query 11 depends
   * @throws IllegalArgumentException if there is no such query
   */
  public static String text(int number, double scale) {
    BigDecimal fraction =
        FRACTION.divide(BigDecimal.valueOf(scale), MathContext.DECIMAL32).stripTrailingZeros();
    return read(number).replace("${fraction}", fraction.toPlainString());
  }

  private static String read(int number) {
    try (InputStream text = TpchQueries.class.getResourceAsStream("q" + number + ".sql")) {
      if (text == null) {
        throw new IllegalArgumentException("TPC-H: no query " + number);
      }
      return new String(text.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
