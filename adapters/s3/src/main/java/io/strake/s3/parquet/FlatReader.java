/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.s3.parquet;

import java.io.IOException;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import org.apache.arrow.vector.FieldVector;
import org.jspecify.annotations.Nullable;

/** Reader of a column of values. Not thread-safe. */
final class FlatReader implements ColumnReader {
  private final PageCursor pages;
  private final int maxLevel;
  private final VectorSink sink;
  private final ValueBlock block;
  private final int[] levels;
  private final Map<Long, Long> firstRows;
  private long position;

  FlatReader(ColumnNode.Leaf leaf, PageCursor pages, Map<Long, Long> firstRows) {
    this.pages = pages;
    this.firstRows = firstRows;
    this.maxLevel = leaf.column().getMaxDefinitionLevel();
    this.sink = VectorSink.of(leaf.conversion(), leaf.widening());
    this.block = new ValueBlock(pages.kind(), ValueBlock.CAPACITY);
    this.levels = new int[maxLevel > 0 ? ValueBlock.CAPACITY : 0];
  }

  @Override
  public long offset() {
    return pages.offset();
  }

  @Override
  public void skipTo(long row) throws IOException {
    while (position < row) {
      int available = available();
      if (position > row) {
        throw new DamageException(offset(), "a page index that does not fit its pages");
      }
      long toSkip = row - position;
      if (toSkip >= available) {
        advance(available); // nothing of the page has to be decoded
      } else {
        int count = (int) Math.min(toSkip, ValueBlock.CAPACITY);
        readBlock(count);
        advance(count);
      }
    }
  }

  @Override
  public void read(int rows, FieldVector vector, int at) throws IOException {
    forBlocks(
        rows, (known, count, done) -> sink.write(block, known, maxLevel, count, vector, at + done));
  }

  /**
   * Tests the next rows.
   *
   * @param passing sets of each test, to which rows that pass are added
   */
  void test(int rows, List<ValueTest> tests, List<BitSet> passing) throws IOException {
    boolean[] passes = new boolean[ValueBlock.CAPACITY];
    long first = position;
    forBlocks(
        rows,
        (known, count, done) -> {
          int present = known == null ? count : present(count);
          for (int i = 0; i < tests.size(); i++) {
            tests.get(i).test(block, present, passes);
            int from = Math.toIntExact(first + done);
            mark(known, count, passes, tests.get(i).ofNull(), passing.get(i), from);
          }
        });
  }

  private void mark(
      int @Nullable [] known,
      int count,
      boolean[] passes,
      boolean ofNull,
      BitSet passing,
      int from) {
    int next = 0;
    for (int i = 0; i < count; i++) {
      if (known == null || known[i] == maxLevel ? passes[next++] : ofNull) {
        passing.set(from + i);
      }
    }
  }

  /** Work on a decoded block; {@code levels} are null if all of its values are present. */
  private interface BlockWork {
    void accept(int @Nullable [] levels, int count, int done);
  }

  private void forBlocks(int rows, BlockWork work) throws IOException {
    long first = position;
    while (position < first + rows) {
      long before = position;
      int available = available();
      if (position != before) {
        throw new DamageException(offset(), "a page index that does not fit its pages");
      }
      int done = (int) (position - first);
      int count = Math.min(Math.min(rows - done, available), ValueBlock.CAPACITY);
      work.accept(readBlock(count), count, done);
      advance(count);
    }
  }

  /** Returns how many values the current page has left, and takes over where a new one begins. */
  private int available() throws IOException {
    boolean moves = pages.left() == 0;
    int available = pages.available();
    if (available == 0) {
      throw new DamageException(offset(), "a column chunk has fewer rows than its row group");
    }
    if (moves && !firstRows.isEmpty()) {
      Long first = firstRows.get(pages.offset());
      if (first == null) {
        throw new DamageException(offset(), "a page that is not in the page index");
      }
      position = first;
    }
    return available;
  }

  private void advance(int count) {
    pages.advance(count);
    position += count;
  }

  /** Decodes values and returns their levels; null if all are present. */
  private int @Nullable [] readBlock(int count) throws IOException {
    RunLengthDecoder definition = pages.definition();
    int @Nullable [] known = null;
    int present = count;
    if (definition != null && !definition.passRun(maxLevel, count)) {
      definition.read(levels, 0, count);
      present = present(count);
      known = present == count ? null : levels;
    }
    pages.read(block, present);
    return known;
  }

  private int present(int count) {
    int present = 0;
    for (int i = 0; i < count; i++) {
      present += levels[i] == maxLevel ? 1 : 0;
    }
    return present;
  }
}
