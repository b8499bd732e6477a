/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.s3.scan;

import java.util.BitSet;
import org.apache.arrow.memory.ArrowBuf;
import org.apache.arrow.vector.BaseFixedWidthVector;
import org.apache.arrow.vector.BaseVariableWidthVector;
import org.apache.arrow.vector.BitVector;
import org.apache.arrow.vector.BitVectorHelper;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.util.TransferPair;
import org.apache.arrow.vector.util.VectorAppender;

/** Removal of rows from vectors that were filled and whose number of values is not set yet. */
final class RowRemoval {
  private RowRemoval() {}

  /** Called with rows that stay: where they begin, where they go to, and how many they are. */
  @FunctionalInterface
  private interface Move {
    void run(int from, int to, int count);
  }

  /**
   * Removes rows; the others move up in their order.
   *
   * @param removed bits of the rows to remove
   * @param rows how many rows there are
   */
  static void remove(FieldVector vector, BitSet removed, int rows) {
    if (vector instanceof BitVector bits) {
      forEachRun(removed, rows, (from, to, n) -> moveBits(bits.getDataBuffer(), from, to, n));
      moveValidity(vector, removed, rows);
    } else if (vector instanceof BaseFixedWidthVector fixed) {
      long width = fixed.getTypeWidth();
      ArrowBuf data = fixed.getDataBuffer();
      forEachRun(
          removed, rows, (from, to, n) -> data.setBytes(to * width, data, from * width, n * width));
      moveValidity(vector, removed, rows);
    } else if (vector instanceof BaseVariableWidthVector variable) {
      forEachRun(removed, rows, (from, to, n) -> moveTexts(variable, from, to, n));
      moveValidity(vector, removed, rows);
      variable.setLastSet(rows - removed.cardinality() - 1);
    } else {
      rebuild(vector, removed, rows);
    }
  }

  private static void forEachRun(BitSet removed, int rows, Move move) {
    int to = removed.nextSetBit(0);
    int from = removed.nextClearBit(to);
    while (from < rows) {
      int next = removed.nextSetBit(from);
      int end = next < 0 ? rows : Math.min(next, rows);
      move.run(from, to, end - from);
      to += end - from;
      from = removed.nextClearBit(end);
    }
  }

  private static void moveValidity(FieldVector vector, BitSet removed, int rows) {
    ArrowBuf bits = vector.getValidityBuffer();
    forEachRun(removed, rows, (from, to, n) -> moveBits(bits, from, to, n));
  }

  private static void moveBits(ArrowBuf bits, int from, int to, int count) {
    for (int i = 0; i < count; i++) {
      BitVectorHelper.setValidityBit(bits, to + i, BitVectorHelper.get(bits, from + i));
    }
  }

  private static void moveTexts(BaseVariableWidthVector vector, int from, int to, int count) {
    ArrowBuf offsets = vector.getOffsetBuffer();
    int begin = offset(offsets, from);
    int end = offset(offsets, from + count);
    int target = offset(offsets, to);
    vector.getDataBuffer().setBytes(target, vector.getDataBuffer(), begin, end - begin);
    for (int i = 1; i <= count; i++) {
      int moved = offset(offsets, from + i) - begin + target;
      offsets.setInt((long) (to + i) * Integer.BYTES, moved);
    }
  }

  private static int offset(ArrowBuf offsets, int row) {
    return offsets.getInt((long) row * Integer.BYTES);
  }

  /** Nested values are copied, run by run. */
  private static void rebuild(FieldVector vector, BitSet removed, int rows) {
    vector.setValueCount(rows);
    TransferPair whole = vector.getTransferPair(vector.getAllocator());
    whole.transfer();
    try (FieldVector all = (FieldVector) whole.getTo()) {
      vector.allocateNew();
      vector.setValueCount(0);
      VectorAppender appender = new VectorAppender(vector);
      int from = removed.nextClearBit(0);
      while (from < rows) {
        int next = removed.nextSetBit(from);
        int end = next < 0 ? rows : Math.min(next, rows);
        TransferPair part = all.getTransferPair(vector.getAllocator());
        part.splitAndTransfer(from, end - from);
        try (FieldVector run = (FieldVector) part.getTo()) {
          run.accept(appender, null);
        }
        from = removed.nextClearBit(end);
      }
    }
  }
}
