/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.postgres;

import io.strake.planner.sql.SqlRel;
import java.util.List;
import java.util.Optional;
import org.apache.calcite.plan.RelOptUtil;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Filter;
import org.apache.calcite.rel.core.Project;
import org.apache.calcite.schema.Schema;

/**
 * A statement that goes through one large table row by row, so that several can do so for parts of
 * the table. Immutable.
 *
 * @param root the statement
 * @param table what it reads
 * @param filtered whether it leaves rows out
 */
record PlainScan(RelNode root, PostgresTable table, boolean filtered) {
  /** Smaller tables are read in no time; 32 MiB. */
  private static final long MIN_PAGES = 4096;

  /** Returns the parts of a statement if it can be divided. */
  static Optional<PlainScan> of(RelNode root) {
    RelNode rel = root;
    boolean filtered = false;
    while (!(rel instanceof PostgresTableScan)) {
      boolean rowByRow =
          rel instanceof Filter || (rel instanceof Project project && !project.containsOver());
      if (!rowByRow || !RelOptUtil.getVariablesUsed(rel).isEmpty()) {
        return Optional.empty();
      }
      filtered |= rel instanceof Filter;
      rel = rel.getInput(0);
    }
    PostgresTable table = ((PostgresTableScan) rel).postgresTable();
    return isLarge(table) ? Optional.of(new PlainScan(root, table, filtered)) : Optional.empty();
  }

  private static boolean isLarge(PostgresTable table) {
    Schema.TableType type = table.getJdbcTableType();
    return table.pages() >= MIN_PAGES
        && (type == Schema.TableType.TABLE || type == Schema.TableType.MATERIALIZED_VIEW);
  }

  /** Returns the statement for some pages of the table. */
  SqlRel within(PageRange range) {
    return (SqlRel) within(root, range);
  }

  private static RelNode within(RelNode rel, PageRange range) {
    return rel instanceof PostgresTableScan scan
        ? scan.within(range)
        : rel.copy(rel.getTraitSet(), List.of(within(rel.getInput(0), range)));
  }
}
