/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.engine.local;

import io.strake.planner.arrow.ArrowRel;
import io.strake.planner.sql.SqlBackend;
import io.strake.planner.sql.SqlRel;
import io.strake.planner.sql.SqlRenderer;
import io.strake.planner.sql.SqlTemplate;
import java.util.List;

/**
 * A local subtree as one statement of DuckDB. Immutable.
 *
 * @param sql text, in which the streams are the tables {@code s0}, {@code s1} and so on
 * @param inputs those streams; one that the plan uses twice stands here twice
 * @param memoryBytes estimate of what it keeps of their rows; 0 if it only streams
 */
record LocalStatement(SqlTemplate sql, List<ArrowRel> inputs, long memoryBytes) {
  static LocalStatement of(SqlRel root, SqlBackend backend) {
    SqlRenderer renderer = new SqlRenderer(backend, root.getCluster().getRexBuilder());
    SqlTemplate sql =
        renderer.statement(
            NarrowSums.in(root),
            (column, type) -> "CAST(" + column + " AS " + LocalBackend.nameOf(type) + ")");
    return new LocalStatement(
        sql,
        renderer.inputs().stream().map(ArrowRel.class::cast).toList(),
        LocalMemory.estimate(root));
  }
}
