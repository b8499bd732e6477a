/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.s3.table;

import io.strake.planner.Operands;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * An order of rows by columns, of which none has NULLs. Immutable.
 *
 * @param keys what comes first, and then what decides between equal ones; at least one
 */
public record RowOrder(List<Key> keys) {
  private static final String DESCENDING = " desc";

  /** Copies the list. */
  public RowOrder {
    keys = List.copyOf(keys);
  }

  /** A column and its direction. */
  public record Key(String column, boolean isDescending) {
    private static Key parse(String text) {
      String trimmed = text.trim();
      boolean isDescending = trimmed.toLowerCase(Locale.ROOT).endsWith(DESCENDING);
      int end = trimmed.length() - (isDescending ? DESCENDING.length() : 0);
      return new Key(trimmed.substring(0, end).trim(), isDescending);
    }

    @Override
    public String toString() {
      return column + (isDescending ? DESCENDING : "");
    }
  }

  /**
   * Reads names of columns, each with {@code desc} behind it if great values come first.
   *
   * @throws io.strake.planner.StrakeException INVALID_CONFIGURATION if one is empty or twice there
   */
  static RowOrder parse(Operands operands, List<String> texts) {
    List<Key> keys = new ArrayList<>();
    Set<String> names = new HashSet<>();
    for (String text : texts) {
      Key key = Key.parse(text);
      if (key.column.isEmpty() || !names.add(key.column)) {
        throw operands.malformed(
            "sortedBy", "names of different columns, with desc behind those that descend");
      }
      keys.add(key);
    }
    return new RowOrder(keys);
  }

  /** Returns whether rows in this order are in another one as well. */
  public boolean implies(RowOrder other) {
    return other.keys.size() <= keys.size()
        && keys.subList(0, other.keys.size()).equals(other.keys);
  }

  @Override
  public String toString() {
    return keys.stream().map(Key::toString).collect(Collectors.joining(", "));
  }
}
