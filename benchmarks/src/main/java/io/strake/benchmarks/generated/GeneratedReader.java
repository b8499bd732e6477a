/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.benchmarks.generated;

import io.strake.planner.arrow.BatchReader;
import io.strake.planner.arrow.ExecutionContext;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.VarCharVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.types.pojo.Schema;

/** Stream of computed rows. */
final class GeneratedReader extends BatchReader {
  private final ExecutionContext context;
  private final GeneratedRows rows;
  private final int batchRows;
  private final byte[] text = new byte[GeneratedRows.TEXT_BYTES];
  private long next;

  GeneratedReader(ExecutionContext context, Schema schema, GeneratedRows rows) {
    super(context.allocator(), schema);
    this.context = context;
    this.rows = rows;
    this.batchRows =
        (int)
            Math.max(
                1, Math.min(context.batchRows(), context.batchBytes() / GeneratedRows.ROW_BYTES));
  }

  @Override
  protected boolean fill(VectorSchemaRoot root) {
    context.checkActive();
    int count = (int) Math.min(batchRows, rows.count() - next);
    if (count == 0) {
      return false;
    }
    BigIntVector keys = (BigIntVector) root.getVector(0);
    BigIntVector values = (BigIntVector) root.getVector(1);
    BigIntVector groups = (BigIntVector) root.getVector(2);
    VarCharVector texts = (VarCharVector) root.getVector(3);
    keys.allocateNew(count);
    values.allocateNew(count);
    groups.allocateNew(count);
    texts.allocateNew((long) count * GeneratedRows.TEXT_BYTES, count);
    for (int i = 0; i < count; i++) {
      long key = rows.key(next + i);
      keys.set(i, key);
      values.set(i, rows.value(key));
      groups.set(i, GeneratedRows.group(key));
      rows.writeText(key, text);
      texts.set(i, text);
    }
    root.setRowCount(count);
    next += count;
    return true;
  }

  @Override
  protected void release() {
    next = rows.count();
  }
}
