/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.planner.arrow;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;

/**
 * The distinct keys of rows, in batches for {@link KeyLookup}: a key with a NULL is equal to none
 * and left out.
 *
 * <p>Not thread-safe. The batch belongs to this object, and its buffers to the allocator.
 */
public final class KeyBatches implements AutoCloseable {
  private final List<Integer> columns;
  private final int maxKeys;
  private final VectorSchemaRoot keys;
  private final Set<List<Object>> seen = new HashSet<>();

  /**
   * Creates an empty batch.
   *
   * @param schema schema of the rows
   * @param columns the columns of the rows that make up the key
   * @param maxKeys keys of a batch at most
   */
  public KeyBatches(BufferAllocator allocator, Schema schema, List<Integer> columns, int maxKeys) {
    this.columns = List.copyOf(columns);
    this.maxKeys = maxKeys;
    List<Field> fields = columns.stream().map(schema.getFields()::get).toList();
    this.keys = NarrowDecimals.batch(new Schema(fields), allocator);
  }

  /**
   * Adds the keys of rows until the batch is full.
   *
   * @param first the row to begin with
   * @return the row to go on with after {@link #clear}; the number of rows if all were taken
   */
  public int add(VectorSchemaRoot rows, int first) {
    int row = first;
    while (row < rows.getRowCount() && !isFull()) {
      add(rows, row, keys.getRowCount());
      row++;
    }
    return row;
  }

  /** Returns whether there is no room for another key. */
  public boolean isFull() {
    return keys.getRowCount() >= maxKeys;
  }

  /** Returns the keys, which change with the next call. */
  public VectorSchemaRoot keys() {
    return keys;
  }

  /** Forgets the keys. */
  public void clear() {
    keys.clear();
    seen.clear();
  }

  @Override
  public void close() {
    keys.close();
  }

  private void add(VectorSchemaRoot rows, int row, int index) {
    List<Object> key = new ArrayList<>(columns.size());
    for (int column : columns) {
      FieldVector values = rows.getVector(column);
      if (values.isNull(row)) {
        return;
      }
      key.add(values.getObject(row));
    }
    if (seen.add(key)) {
      for (int i = 0; i < columns.size(); i++) {
        keys.getVector(i).copyFromSafe(row, index, rows.getVector(columns.get(i)));
      }
      keys.setRowCount(index + 1);
    }
  }
}
