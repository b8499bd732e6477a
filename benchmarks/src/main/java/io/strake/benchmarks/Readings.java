/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.benchmarks;

/**
 * The rows that are measured: deterministic, of eight columns of eight types.
 *
 * <p>One query computes them, which PostgreSQL and DuckDB understand alike.
 *
 * @param rows number of rows, at least 1
 */
public record Readings(long rows) {
  private static final long CYCLE = 1_000_000;

  /** Columns as PostgreSQL declares them. */
  public static final String COLUMNS =
      "id bigint NOT NULL, device int NOT NULL, amount numeric(12, 2) NOT NULL,"
          + " label text NOT NULL, day date NOT NULL, taken_at timestamptz NOT NULL,"
          + " valid boolean NOT NULL, ratio double precision NOT NULL";

  /** Returns the query of all rows. */
  public String query() {
    return query(1, rows);
  }

  /** Returns the query of the rows of which the number is between the bounds, both included. */
  public String query(long first, long last) {
    return """
        SELECT CAST(i AS BIGINT) AS id,
          CAST(i %% 1000 AS INTEGER) AS device,
          CAST((i %% %d) * 0.01 AS DECIMAL(12, 2)) AS amount,
          'reading ' || (i %% 5000) AS label,
          DATE '2020-01-01' + CAST(i %% 2000 AS INTEGER) AS day,
          to_timestamp(1577836800 + i) AS taken_at,
          i %% 3 = 0 AS valid,
          CAST(i %% 1000 AS DOUBLE PRECISION) / 8 AS ratio
        FROM generate_series(%d, %d) AS s(i)
        """
        .formatted(CYCLE, first, last);
  }

  /** Returns the sum of the column {@code amount}, in hundredths. */
  public long totalAmount() {
    long cycles = rows / CYCLE;
    long rest = rows % CYCLE;
    return cycles * (CYCLE * (CYCLE - 1) / 2) + rest * (rest + 1) / 2;
  }
}
