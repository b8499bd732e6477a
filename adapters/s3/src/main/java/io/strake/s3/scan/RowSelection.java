/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.s3.scan;

import io.strake.s3.column.Condition;
import io.strake.s3.table.DataObject;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import org.apache.parquet.hadoop.metadata.BlockMetaData;
import org.apache.parquet.hadoop.metadata.ColumnChunkMetaData;

/** Choice of the rows of a row group that are read: by Bloom filters first, then by pages. */
public final class RowSelection {
  /** With fewer bytes to read, a request for indexes costs more than it can save. */
  private static final long MIN_BYTES = 256 * 1024;

  private RowSelection() {}

  /**
   * Returns whether Bloom filters or page indexes may save reading.
   *
   * @param chunks chunks of the columns that are read
   */
  static boolean needsIndexes(
      ScanRun run, BlockMetaData block, Collection<ColumnChunkMetaData> chunks) {
    long bytes = chunks.stream().mapToLong(ColumnChunkMetaData::getTotalSize).sum();
    Optional<Condition> condition = run.spec().prune();
    return condition.isPresent()
        && bytes >= MIN_BYTES
        && (BloomFilters.canRefute(run, condition.get(), block) || PageFilter.mayPay(run, chunks));
  }

  /** Reads what is needed to choose, and chooses. */
  static PageSelection of(
      ScanRun run, DataObject object, BlockMetaData block, Collection<ColumnChunkMetaData> chunks) {
    Condition condition = run.spec().prune().orElseThrow();
    if (!BloomFilters.mayHold(run, object, block, condition)) {
      return new PageSelection(RowRanges.NONE, Map.of());
    }
    return PageFilter.mayPay(run, chunks)
        ? PageFilter.select(run, object, block, chunks)
        : PageSelection.all(block.getRowCount());
  }
}
