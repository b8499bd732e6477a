/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.examples;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Rows that a client got, with the time from sending the statement to the last row.
 *
 * @param columns labels of the columns
 * @param rows rows with one value per column; null for SQL's NULL
 * @param elapsed time that the client waited
 */
record QueryAnswer(List<String> columns, List<List<@Nullable Object>> rows, Duration elapsed) {
  QueryAnswer {
    columns = List.copyOf(columns);
    rows = List.copyOf(rows);
  }
}
