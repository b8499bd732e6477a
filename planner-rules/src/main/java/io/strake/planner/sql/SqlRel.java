/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.planner.sql;

import org.apache.calcite.rel.RelNode;

/** Relational expression in an {@link SqlConvention}. */
public interface SqlRel extends RelNode {
  /** Returns this expression as a statement; inputs are written through the renderer. */
  SqlSelect render(SqlRenderer renderer);
}
