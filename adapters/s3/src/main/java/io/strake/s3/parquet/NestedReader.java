/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.s3.parquet;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import org.apache.arrow.vector.BitVectorHelper;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.VarCharVector;
import org.apache.arrow.vector.complex.ListVector;
import org.apache.arrow.vector.complex.StructVector;
import org.apache.parquet.column.ColumnDescriptor;
import org.jspecify.annotations.Nullable;

/**
 * Reader of a column of lists and structs: its leaves are read one by one, and the first leaf below
 * a list or struct tells its offsets and NULLs. Not thread-safe.
 */
final class NestedReader implements ColumnReader {
  private final ColumnNode root;
  private final List<LeafEntries> leaves = new ArrayList<>();
  private long position;

  NestedReader(ColumnNode root, Function<ColumnDescriptor, PageCursor> cursors) {
    this.root = root;
    addLeaves(root, cursors);
  }

  private void addLeaves(ColumnNode node, Function<ColumnDescriptor, PageCursor> cursors) {
    if (node instanceof ColumnNode.Leaf leaf) {
      leaves.add(new LeafEntries(leaf, cursors.apply(leaf.column())));
    } else if (node instanceof ColumnNode.Levels levels) {
      addLeaves(levels.leaf(), cursors);
    } else if (node instanceof ColumnNode.ListOf list) {
      addLeaves(list.element(), cursors);
    } else if (node instanceof ColumnNode.Struct struct) {
      struct.fields().forEach(field -> addLeaves(field, cursors));
    } else if (node instanceof ColumnNode.Variant variant) {
      addLeaves(variant.parts(), cursors);
    }
  }

  @Override
  public long offset() {
    return leaves.stream().mapToLong(LeafEntries::offset).max().orElse(0);
  }

  @Override
  public void skipTo(long row) {
    if (row != position) {
      throw new UnsupportedOperationException("nested columns are read row by row");
    }
  }

  @Override
  public void read(int rows, FieldVector vector, int at) throws IOException {
    if (at != 0) {
      throw new UnsupportedOperationException("nested columns are read range by range");
    }
    readNode(root, 0, vector, rows);
    position += rows;
  }

  /** Reads the leaves below a node, from one on, and returns the one behind them. */
  private int readNode(ColumnNode node, int firstLeaf, @Nullable FieldVector vector, int rows)
      throws IOException {
    if (node instanceof ColumnNode.Absent) {
      return firstLeaf;
    }
    LeafEntries first = leaves.get(firstLeaf);
    if (node instanceof ColumnNode.ListOf list) {
      ListVector lists = (ListVector) Objects.requireNonNull(vector);
      int next = readNode(list.element(), firstLeaf, lists.getDataVector(), rows);
      writeLists(list, first, lists);
      return next;
    } else if (node instanceof ColumnNode.Struct struct) {
      StructVector structs = (StructVector) Objects.requireNonNull(vector);
      int next = firstLeaf;
      for (int i = 0; i < struct.fields().size(); i++) {
        ColumnNode field = struct.fields().get(i);
        boolean isPart = !(field instanceof ColumnNode.Levels);
        next =
            readNode(field, next, isPart ? (FieldVector) structs.getChildByOrdinal(i) : null, rows);
      }
      writeStructs(struct, first, structs);
      return next;
    } else if (node instanceof ColumnNode.Variant variant) {
      return readVariants(variant, firstLeaf, (VarCharVector) Objects.requireNonNull(vector), rows);
    }
    first.read(rows, vector);
    return firstLeaf + 1;
  }

  private int readVariants(ColumnNode.Variant variant, int firstLeaf, VarCharVector texts, int rows)
      throws IOException {
    try (StructVector parts = VariantParts.allocate(variant.parts(), texts.getAllocator(), rows)) {
      int next = readNode(variant.parts(), firstLeaf, parts, rows);
      LeafEntries entries = leaves.get(firstLeaf);
      int slots = 0;
      for (int entry = 0; entry < entries.count(); entry++) {
        slots += entries.isSlot(entry, variant) ? 1 : 0;
      }
      new VariantAssembler(variant.layout(), parts, entries.offset()).write(slots, texts);
      return next;
    }
  }

  private static void writeLists(ColumnNode.ListOf list, LeafEntries entries, ListVector vector) {
    int slots = 0;
    int elements = 0;
    for (int entry = 0; entry < entries.count(); entry++) {
      if (entries.isSlot(entry, list)) {
        while (vector.getValueCapacity() <= slots) {
          vector.reAlloc();
        }
        vector.getOffsetBuffer().setInt((long) slots * Integer.BYTES, elements);
        if (entries.definition(entry) >= list.definedLevel()) {
          BitVectorHelper.setBit(vector.getValidityBuffer(), slots);
        }
        slots++;
      }
      elements += entries.isSlot(entry, list.element()) ? 1 : 0;
    }
    if (slots > 0) {
      vector.getOffsetBuffer().setInt((long) slots * Integer.BYTES, elements);
    }
    vector.setLastSet(slots - 1);
  }

  private static void writeStructs(
      ColumnNode.Struct struct, LeafEntries entries, StructVector vector) {
    int slots = 0;
    for (int entry = 0; entry < entries.count(); entry++) {
      if (entries.isSlot(entry, struct)) {
        while (vector.getValueCapacity() <= slots) {
          vector.reAlloc();
        }
        if (entries.definition(entry) >= struct.definedLevel()) {
          BitVectorHelper.setBit(vector.getValidityBuffer(), slots);
        }
        slots++;
      }
    }
  }
}
