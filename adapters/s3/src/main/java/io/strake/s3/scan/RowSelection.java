/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.s3.scan;

import io.strake.s3.column.Condition;
import io.strake.s3.table.DataObject;
import java.util.Map;
import java.util.Optional;
import org.apache.parquet.hadoop.metadata.BlockMetaData;
import org.apache.parquet.hadoop.metadata.ColumnChunkMetaData;
import org.apache.parquet.hadoop.metadata.ColumnPath;
import org.apache.parquet.schema.MessageType;

/**
 * Choice of the rows of a row group that are read: by Bloom filters first, then by dictionaries,
 * then by pages, and at last by the values of the columns that a filter compares. Immutable.
 *
 * @param schema schema of the object
 * @param chunks chunks of the columns that are read
 */
record RowSelection(
    ScanRun run,
    DataObject object,
    BlockMetaData block,
    MessageType schema,
    Map<ColumnPath, ColumnChunkMetaData> chunks) {
  /** With fewer bytes to read, a request for indexes costs more than it can save. */
  private static final long MIN_BYTES = 256 * 1024;

  private long bytes() {
    return chunks.values().stream().mapToLong(ColumnChunkMetaData::getTotalSize).sum();
  }

  /** Returns whether something that has to be read first may save reading. */
  boolean mayPay() {
    Optional<Condition> condition = run.spec().prune();
    return condition.isPresent()
        && bytes() >= MIN_BYTES
        && (BloomFilters.canRefute(run, condition.get(), block)
            || PageFilter.mayPay(run, chunks.values())
            || LateRows.mayPay(run, object, block, chunks)
            || DictionaryFilter.mayPay(run, object, block, condition.get(), bytes()));
  }

  /** Starts to read all rows. */
  RowGroupRead all() {
    return start(PageSelection.all(block.getRowCount()));
  }

  /** Reads what is needed to choose, chooses, and starts to read what is left. */
  RowGroupRead choose() {
    boolean isLate = LateRows.mayPay(run, object, block, chunks);
    PageSelection pages = pages(isLate);
    return isLate && !pages.rows().ranges().isEmpty()
        ? LateRows.read(run, object, block, schema, chunks, pages)
        : start(pages);
  }

  private RowGroupRead start(PageSelection selection) {
    RowGroupFetch fetch =
        RowGroupFetch.start(
            run, object.object(), selection.bytes(chunks, block.getRowCount()), run.segmentBytes());
    return new RowGroupRead(selection, any -> fetch, fetch);
  }

  private PageSelection pages(boolean isLate) {
    Condition condition = run.spec().prune().orElseThrow();
    boolean isRefuted =
        !BloomFilters.mayHold(run, object, block, condition) || isRefutedByDictionary(condition);
    if (isRefuted) {
      return new PageSelection(RowRanges.NONE, Map.of());
    }
    return PageFilter.mayPay(run, chunks.values())
        ? PageFilter.select(run, object, block, chunks.values(), isLate)
        : PageSelection.all(block.getRowCount());
  }

  private boolean isRefutedByDictionary(Condition condition) {
    if (!DictionaryFilter.mayPay(run, object, block, condition, bytes())) {
      return false;
    }
    boolean isRefuted = !DictionaryFilter.mayHold(run, object, block, schema, condition, bytes());
    run.first().dictionariesSkipped(isRefuted);
    return isRefuted;
  }
}
