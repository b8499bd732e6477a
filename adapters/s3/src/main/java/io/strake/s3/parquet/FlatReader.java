/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.s3.parquet;

import java.io.IOException;
import org.apache.arrow.vector.FieldVector;
import org.jspecify.annotations.Nullable;

/** Reader of a column of values. Not thread-safe. */
final class FlatReader implements ColumnReader {
  private final PageCursor pages;
  private final int maxLevel;
  private final VectorSink sink;
  private final ValueBlock block;
  private final int[] levels;

  FlatReader(ColumnNode.Leaf leaf, PageCursor pages) {
    this.pages = pages;
    this.maxLevel = leaf.column().getMaxDefinitionLevel();
    this.sink = VectorSink.of(leaf.conversion());
    this.block = new ValueBlock(pages.kind(), ValueBlock.CAPACITY);
    this.levels = new int[maxLevel > 0 ? ValueBlock.CAPACITY : 0];
  }

  @Override
  public long offset() {
    return pages.offset();
  }

  @Override
  public void read(int rows, FieldVector vector) throws IOException {
    int done = 0;
    while (done < rows) {
      int available = pages.available();
      if (available == 0) {
        throw new DamageException(offset(), "a column chunk has fewer rows than its row group");
      }
      int count = Math.min(Math.min(rows - done, available), ValueBlock.CAPACITY);
      readBlock(count, vector, done);
      pages.advance(count);
      done += count;
    }
  }

  private void readBlock(int count, FieldVector vector, int at) throws IOException {
    RunLengthDecoder definition = pages.definition();
    int @Nullable [] known = null;
    int present = count;
    if (definition != null && !definition.passRun(maxLevel, count)) {
      definition.read(levels, 0, count);
      present = present(count);
      known = present == count ? null : levels;
    }
    pages.read(block, present);
    sink.write(block, known, maxLevel, count, vector, at);
  }

  private int present(int count) {
    int present = 0;
    for (int i = 0; i < count; i++) {
      present += levels[i] == maxLevel ? 1 : 0;
    }
    return present;
  }
}
