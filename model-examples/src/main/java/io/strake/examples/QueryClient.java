/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.examples;

/** A client that runs statements and reads all rows. Not thread-safe. */
interface QueryClient extends AutoCloseable {
  /** Returns the name of the way that the statements take. */
  String name();

  /**
   * Runs a statement.
   *
   * @return its rows, with whole numbers as {@code Long}, decimals as {@code BigDecimal}, dates as
   *     {@code LocalDate} and instants as {@code Instant}
   * @throws Exception whatever the client throws
   */
  QueryAnswer run(String sql) throws Exception;
}
