/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.engine.fallback;

import io.strake.planner.ErrorCode;
import io.strake.planner.StrakeException;
import io.strake.planner.arrow.ArrowTypes;
import io.strake.planner.arrow.BatchReader;
import io.strake.planner.arrow.ExecutionContext;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.calcite.linq4j.Enumerable;
import org.apache.calcite.linq4j.Enumerator;
import org.apache.calcite.rel.type.RelDataType;
import org.jspecify.annotations.Nullable;

/** Rows of generated code, gathered into batches. Not thread-safe. */
final class RowBatchReader extends BatchReader {
  private final Enumerator<?> rows;
  private final ExecutionContext context;
  private final int width;

  private RowBatchReader(Enumerator<?> rows, RelDataType rowType, ExecutionContext context) {
    super(context.allocator(), ArrowTypes.toSchema(rowType));
    this.rows = rows;
    this.context = context;
    this.width = rowType.getFieldCount();
  }

  static RowBatchReader open(Enumerable<?> rows, RelDataType rowType, ExecutionContext context) {
    try {
      return new RowBatchReader(rows.enumerator(), rowType, context);
    } catch (RuntimeException e) {
      throw translate(e);
    }
  }

  @Override
  protected boolean fill(VectorSchemaRoot root) {
    ColumnWriter[] writers = new ColumnWriter[width];
    for (int i = 0; i < width; i++) {
      writers[i] = ColumnWriter.of(root.getVector(i));
    }
    int count = 0;
    long bytes = 0;
    try {
      while (count < context.batchRows() && bytes < context.batchBytes()) {
        if (count % 1024 == 0) {
          context.checkActive();
        }
        if (!rows.moveNext()) {
          break;
        }
        bytes += write(writers, count++, rows.current());
      }
    } catch (RuntimeException e) {
      throw translate(e);
    }
    root.setRowCount(count);
    return count > 0;
  }

  /** A row of one column is that column's value, any other is an array. */
  private long write(ColumnWriter[] writers, int row, @Nullable Object current) {
    if (width == 1) {
      return writers[0].writeNullable(row, current);
    }
    @Nullable Object[] values = (Object[]) current;
    long bytes = 0;
    for (int i = 0; i < width; i++) {
      bytes += writers[i].writeNullable(row, values == null ? null : values[i]);
    }
    return bytes;
  }

  @Override
  protected void release() {
    rows.close();
  }

  /** Calcite's run time throws plain Java exceptions for errors in the data. */
  private static StrakeException translate(RuntimeException failure) {
    return StrakeException.findIn(failure)
        .orElseGet(
            () ->
                failure instanceof ArithmeticException
                    ? arithmetic((ArithmeticException) failure)
                    : StrakeException.causedBy(
                        failure, ErrorCode.DATA_EXCEPTION, "query: %s", failure.getMessage()));
  }

  private static StrakeException arithmetic(ArithmeticException failure) {
    String message = String.valueOf(failure.getMessage());
    return message.contains("zero")
        ? StrakeException.causedBy(failure, ErrorCode.DIVISION_BY_ZERO, "query: division by zero")
        : StrakeException.causedBy(
            failure, ErrorCode.VALUE_OUT_OF_RANGE, "query: a value is out of range, %s", message);
  }
}
