/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.benchmarks.spill;

import io.strake.benchmarks.generated.GeneratedRows;
import java.util.Arrays;
import org.apache.arrow.vector.VarCharVector;
import org.apache.arrow.vector.VectorSchemaRoot;

/**
 * Check of every value of every row of a result, while it streams.
 *
 * <p>That no key is missing or there twice follows from the number of rows and two sums over all
 * keys. Not thread-safe.
 */
final class RowCheck {
  private final SpillQuery query;
  private final GeneratedRows first;
  private final GeneratedRows second;
  private final byte[] expectedText = new byte[GeneratedRows.TEXT_BYTES];
  private long rows;
  private long wrong;
  private long keySum;
  private long mixedSum;
  private long hashSum;

  RowCheck(SpillQuery query, int bits) {
    this.query = query;
    this.first = new GeneratedRows(bits, 1);
    this.second = new GeneratedRows(bits, 2);
  }

  GeneratedRows first() {
    return first;
  }

  GeneratedRows second() {
    return second;
  }

  void add(VectorSchemaRoot batch) {
    for (int row = 0; row < batch.getRowCount(); row++) {
      long key = SpillQuery.number(batch, 0, row);
      boolean isRight =
          SpillQuery.number(batch, 1, row) == first.value(key)
              && query.isRight(batch, row, key, rows, this);
      wrong += isRight ? 0 : 1;
      keySum += key;
      mixedSum += GeneratedRows.mix(key);
      hashSum += hash(batch, row);
      rows++;
    }
  }

  private static long hash(VectorSchemaRoot batch, int row) {
    long hash = 0;
    for (int column = 0; column < batch.getFieldVectors().size(); column++) {
      long value =
          batch.getVector(column) instanceof VarCharVector texts
              ? Arrays.hashCode(texts.get(row))
              : SpillQuery.number(batch, column, row);
      hash = GeneratedRows.mix(hash + value);
    }
    return hash;
  }

  boolean hasText(GeneratedRows table, long key, VarCharVector texts, int row) {
    table.writeText(key, expectedText);
    return Arrays.equals(texts.get(row), expectedText);
  }

  long rows() {
    return rows;
  }

  /** Returns the sum of a hash of all values of each row, which does not depend on their order. */
  long checksum() {
    return hashSum;
  }

  /** Returns whether all rows came, once each, with the right values. */
  boolean isRight() {
    long count = first.count();
    long expected = 0;
    for (long key = 0; key < count; key++) {
      expected += GeneratedRows.mix(key);
    }
    return wrong == 0 && rows == count && keySum == count * (count - 1) / 2 && mixedSum == expected;
  }
}
