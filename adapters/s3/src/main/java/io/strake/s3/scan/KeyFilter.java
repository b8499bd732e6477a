/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.s3.scan;

import io.strake.planner.arrow.BatchReader;
import java.io.IOException;
import java.util.List;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.ipc.ArrowReader;
import org.apache.arrow.vector.types.pojo.Schema;

/** Stream of those rows of another stream that have one of some keys; closes the other. */
public final class KeyFilter extends BatchReader {
  private final ArrowReader rows;
  private final List<Integer> columns;
  private final KeySet keys;

  /**
   * Creates a stream.
   *
   * @param schema schema of {@code rows}
   * @param rows stream without dictionaries, which this one takes over
   * @param columns columns of the rows that make up the key
   */
  public KeyFilter(
      BufferAllocator allocator,
      Schema schema,
      ArrowReader rows,
      List<Integer> columns,
      KeySet keys) {
    super(allocator, schema);
    this.rows = rows;
    this.columns = List.copyOf(columns);
    this.keys = keys;
  }

  @Override
  protected boolean fill(VectorSchemaRoot root) throws IOException {
    while (rows.loadNextBatch()) {
      VectorSchemaRoot batch = rows.getVectorSchemaRoot();
      List<FieldVector> key = columns.stream().map(batch::getVector).toList();
      int count = 0;
      for (int row = 0; row < batch.getRowCount(); row++) {
        if (keys.contains(key, row)) {
          copy(batch, row, root, count++);
        }
      }
      if (count > 0) {
        root.setRowCount(count);
        return true;
      }
    }
    return false;
  }

  private static void copy(VectorSchemaRoot from, int row, VectorSchemaRoot to, int index) {
    for (int i = 0; i < from.getFieldVectors().size(); i++) {
      to.getVector(i).copyFromSafe(row, index, from.getVector(i));
    }
  }

  @Override
  public long bytesRead() {
    return rows.bytesRead();
  }

  @Override
  protected void release() throws IOException {
    rows.close();
  }
}
