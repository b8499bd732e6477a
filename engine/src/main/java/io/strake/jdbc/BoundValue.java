/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.jdbc;

import java.sql.RowId;
import java.util.Calendar;
import org.jspecify.annotations.Nullable;

/**
 * Value that a client has bound to a parameter.
 *
 * <p>A row identifier to Avatica, because that is the one kind of value that it hands on untouched;
 * as anything else a timestamp would lose its microseconds.
 *
 * @param value value as the client gave it; null for NULL
 * @param sqlType code of {@link java.sql.Types} that the client named, or {@code Types.OTHER}
 * @param calendar calendar in whose zone the client means dates and times; null for the JVM's
 */
record BoundValue(@Nullable Object value, int sqlType, @Nullable Calendar calendar)
    implements RowId {
  @Override
  public byte[] getBytes() {
    throw new UnsupportedOperationException("not a row of a table");
  }

  @Override
  public String toString() {
    return "bound value"; // never the value, which may be secret
  }
}
