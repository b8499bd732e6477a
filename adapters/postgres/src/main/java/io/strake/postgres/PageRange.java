/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.postgres;

import java.util.List;

/**
 * Pages of a table, or of each of its partitions.
 *
 * @param first number of the first one
 * @param end number of the first one behind it; {@link #UNBOUNDED} for all that follow
 */
record PageRange(long first, long end) {
  /** The end of what has no end, also if the table grows. */
  static final long UNBOUNDED = Long.MAX_VALUE;

  /** Returns the conditions under which a row of a table alias is in it. */
  List<String> conditions(String alias) {
    String from = alias + ".ctid >= '(" + first + ",0)'::pg_catalog.tid";
    return end == UNBOUNDED
        ? List.of(from)
        : List.of(from, alias + ".ctid < '(" + end + ",0)'::pg_catalog.tid");
  }
}
