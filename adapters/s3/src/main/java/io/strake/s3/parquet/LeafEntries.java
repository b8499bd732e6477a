/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.s3.parquet;

import java.io.IOException;
import java.util.Arrays;
import org.apache.arrow.vector.FieldVector;
import org.jspecify.annotations.Nullable;

/**
 * Reader of one leaf of a nested column: writes its values and keeps the levels of a batch, from
 * which the lists and structs around it are made. Not thread-safe.
 */
final class LeafEntries {
  /** A batch has some thousand rows; a list of so many elements is damage or not to be held. */
  private static final int MAX_ENTRIES = 1 << 26;

  private final ColumnNode.Leaf leaf;
  private final PageCursor pages;
  private final VectorSink sink;
  private final ValueBlock block;
  private final int[] pageRepetition = new int[ValueBlock.CAPACITY];
  private final int[] pageDefinition = new int[ValueBlock.CAPACITY];
  private final int[] slotLevels = new int[ValueBlock.CAPACITY];
  private int position;
  private int limit;
  private int[] repetition = {};
  private int[] definition = {};
  private int count;
  private int slots;
  private int rows;

  LeafEntries(ColumnNode.Leaf leaf, PageCursor pages) {
    this.leaf = leaf;
    this.pages = pages;
    this.sink = VectorSink.of(leaf.conversion(), leaf.widening());
    this.block = new ValueBlock(pages.kind(), ValueBlock.CAPACITY);
  }

  long offset() {
    return pages.offset();
  }

  /** Returns the number of entries of the batch. */
  int count() {
    return count;
  }

  /** Returns whether an entry is a value of a node above the leaf, or of the leaf itself. */
  boolean isSlot(int entry, ColumnNode node) {
    return repetition[entry] <= node.depth() && definition[entry] >= node.slotLevel();
  }

  /** Returns the definition level of an entry. */
  int definition(int entry) {
    return definition[entry];
  }

  /** Writes the values of the next rows, unless the vector is null, and keeps their levels. */
  void read(int wanted, @Nullable FieldVector vector) throws IOException {
    count = 0;
    slots = 0;
    rows = 0;
    boolean ended = false;
    while (!ended) {
      if (position == limit && !loadLevels()) {
        break;
      }
      int end = endOfRows(wanted);
      ended = end < limit;
      consume(end, vector);
    }
    if (rows < wanted) {
      throw new DamageException(offset(), "a column chunk has fewer rows than its row group");
    }
  }

  private boolean loadLevels() throws IOException {
    int available = Math.min(pages.available(), ValueBlock.CAPACITY);
    position = 0;
    limit = available;
    if (available == 0) {
      return false;
    }
    load(pages.repetition(), pageRepetition, 0);
    load(pages.definition(), pageDefinition, leaf.column().getMaxDefinitionLevel());
    return true;
  }

  private void load(@Nullable RunLengthDecoder levels, int[] out, int otherwise)
      throws DamageException {
    if (levels == null) {
      Arrays.fill(out, 0, limit, otherwise);
    } else {
      levels.read(out, 0, limit);
    }
  }

  private int endOfRows(int wanted) throws DamageException {
    int end = position;
    while (end < limit) {
      if (pageRepetition[end] == 0) {
        if (rows == wanted) {
          return end;
        }
        rows++;
      } else if (rows == 0) {
        throw new DamageException(offset(), "a list that begins in the row before");
      }
      end++;
    }
    return end;
  }

  private void consume(int end, @Nullable FieldVector vector) throws IOException {
    int entries = end - position;
    int max = leaf.column().getMaxDefinitionLevel();
    keepLevels(entries);
    int present = 0;
    int blockSlots = 0;
    for (int i = position; i < end; i++) {
      int level = pageDefinition[i];
      present += level == max ? 1 : 0;
      if (level >= leaf.slotLevel()) {
        slotLevels[blockSlots++] = level;
      }
    }
    pages.read(block, present);
    if (vector != null) {
      while (vector.getValueCapacity() < slots + blockSlots) {
        vector.reAlloc();
      }
      sink.write(block, present == blockSlots ? null : slotLevels, max, blockSlots, vector, slots);
    }
    slots += blockSlots;
    position = end;
    pages.advance(entries);
  }

  private void keepLevels(int entries) throws DamageException {
    if (entries > MAX_ENTRIES - count) {
      throw new DamageException(offset(), "lists of more than " + MAX_ENTRIES + " elements");
    }
    if (count + entries > definition.length) {
      int length = Math.max(2 * definition.length, count + entries);
      repetition = Arrays.copyOf(repetition, length);
      definition = Arrays.copyOf(definition, length);
    }
    System.arraycopy(pageRepetition, position, repetition, count, entries);
    System.arraycopy(pageDefinition, position, definition, count, entries);
    count += entries;
  }
}
