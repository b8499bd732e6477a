/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.benchmarks.tpch;

import java.io.IOException;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.ipc.ArrowReader;
import org.jspecify.annotations.Nullable;

/**
 * Rows that an engine gave, in order. Immutable.
 *
 * @param rows values as Arrow gives them to Java, numbers as {@link BigDecimal}
 */
record Answer(List<List<Object>> rows) {
  /** What engines may differ by: one gives averages as doubles, the other as decimals. */
  private static final MathContext PRECISION = new MathContext(9);

  private static final Object NULL = "NULL";

  /** The answer of something that computes nothing. */
  static final Answer NONE = new Answer(List.of());

  Answer {
    rows = List.copyOf(rows);
  }

  /** Reads all rows of a stream. */
  static Answer read(ArrowReader reader) throws IOException {
    List<List<Object>> rows = new ArrayList<>();
    while (reader.loadNextBatch()) {
      append(reader.getVectorSchemaRoot(), rows);
    }
    return new Answer(rows);
  }

  static void append(VectorSchemaRoot batch, List<List<Object>> rows) {
    for (int row = 0; row < batch.getRowCount(); row++) {
      List<Object> values = new ArrayList<>();
      for (FieldVector column : batch.getFieldVectors()) {
        values.add(value(column.getObject(row)));
      }
      rows.add(values);
    }
  }

  private static Object value(@Nullable Object value) {
    if (value == null) {
      return NULL;
    }
    return value instanceof Number ? new BigDecimal(value.toString()) : value.toString();
  }

  /** Returns the first difference from another answer in words; empty if they are equal. */
  Optional<String> differenceFrom(Answer other) {
    if (rows.size() != other.rows.size()) {
      return Optional.of(rows.size() + " rows instead of " + other.rows.size());
    }
    for (int i = 0; i < rows.size(); i++) {
      if (!isSame(rows.get(i), other.rows.get(i))) {
        return Optional.of("row " + i + " is " + rows.get(i) + " instead of " + other.rows.get(i));
      }
    }
    return Optional.empty();
  }

  private static boolean isSame(List<Object> left, List<Object> right) {
    boolean same = left.size() == right.size();
    for (int i = 0; same && i < left.size(); i++) {
      same =
          left.get(i) instanceof BigDecimal a && right.get(i) instanceof BigDecimal b
              ? a.round(PRECISION).compareTo(b.round(PRECISION)) == 0
              : left.get(i).equals(right.get(i));
    }
    return same;
  }
}
