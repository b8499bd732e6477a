/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.s3.table;

/** Loader of what a table consists of now. Thread-safe. */
@FunctionalInterface
public interface ContentsLoader {
  /**
   * Returns the contents of a table.
   *
   * @throws io.strake.planner.StrakeException if there is no such table or it cannot be read
   */
  TableContents load(TableDefinition definition);
}
