/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.s3.table;

import java.util.Optional;
import org.apache.parquet.hadoop.metadata.ParquetMetadata;

/** What a table that keeps track of its data files says of one of them. Thread-safe. */
public interface TrackedFile {
  /** Returns the number of rows, those included that do not count. */
  long rows();

  /** Returns how many row groups there are, as far as it is known; at least one. */
  int rowGroups();

  /**
   * Returns a footer with the columns that the table has, under the names that they have there.
   *
   * @throws io.strake.planner.StrakeException naming the file and the column if a column is not
   *     what the table says
   */
  ParquetMetadata asTable(ParquetMetadata stored);

  /** Returns the rows that do not count; empty if all do. */
  Optional<RowDeletes> deletes();
}
