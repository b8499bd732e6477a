/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.rest.scan;

import io.strake.planner.ErrorCode;
import io.strake.planner.StrakeException;
import io.strake.rest.model.ColumnSpec;
import org.jspecify.annotations.Nullable;

/**
 * Where a scan is in the answers of its endpoint, for the messages about wrong data; they never
 * show a value. Not thread-safe.
 */
final class RowPosition {
  private final String source;
  private final String endpoint;
  private long page;
  private long row;

  RowPosition(String source, String endpoint) {
    this.source = source;
    this.endpoint = endpoint;
  }

  void nextPage() {
    page++;
    row = 0;
  }

  void nextRow() {
    row++;
  }

  /** Returns the number of rows of this page so far. */
  long row() {
    return row;
  }

  /** Returns the number of pages so far. */
  long page() {
    return page;
  }

  /** Returns the failure of a value that is not of its column's type. */
  StrakeException mismatch(ColumnSpec column, String found, @Nullable Exception cause) {
    String message =
        String.format(
            "%s: endpoint '%s', column '%s': row %d of page %d has %s at '%s', not %s%s; declare"
                + " another type or 'pointer'",
            source,
            endpoint,
            column.name(),
            row,
            page,
            found,
            column.pointer(),
            column.type(),
            column.nullable() ? "" : " not null");
    return failure(message, cause);
  }

  /** Returns the failure of a page that is not of the declared form. */
  StrakeException malformed(String found, @Nullable Exception cause) {
    String message =
        String.format(
            "%s: endpoint '%s': page %d, after row %d, has %s", source, endpoint, page, row, found);
    return failure(message, cause);
  }

  /** Returns the failure of a scan that has more pages than it may read. */
  StrakeException tooManyPages(int maxPages) {
    return StrakeException.of(
        ErrorCode.LIMIT_EXCEEDED,
        "%s: endpoint '%s' has more than %d pages; narrow the query or raise 'maxPages'",
        source,
        endpoint,
        maxPages);
  }

  private static StrakeException failure(String message, @Nullable Exception cause) {
    return cause == null
        ? StrakeException.of(ErrorCode.SOURCE_DATA_INVALID, "%s", message)
        : StrakeException.causedBy(cause, ErrorCode.SOURCE_DATA_INVALID, "%s", message);
  }
}
