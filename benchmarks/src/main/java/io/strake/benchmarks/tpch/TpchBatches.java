/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.benchmarks.tpch;

import io.strake.planner.arrow.ArrowTypes;
import io.strake.planner.arrow.NarrowDecimals;
import io.strake.planner.type.StrakeTypeFactory;
import io.trino.tpch.TpchColumn;
import io.trino.tpch.TpchEntity;
import io.trino.tpch.TpchTable;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.DateDayVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.IntVector;
import org.apache.arrow.vector.VarCharVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;
import org.apache.calcite.rel.type.RelProtoDataType;
import org.jspecify.annotations.Nullable;

/** Writes generated rows into batches. Not thread-safe. */
final class TpchBatches<E extends TpchEntity> {
  private static final int BATCH_ROWS = 128 * 1024;
  private static final int CENTS = 100;

  private final List<ColumnWriter<E>> writers = new ArrayList<>();
  private final VectorSchemaRoot batch;

  private TpchBatches(TpchTable<E> table, VectorSchemaRoot batch) {
    this.batch = batch;
    for (int i = 0; i < table.getColumns().size(); i++) {
      writers.add(writer(table.getColumns().get(i), batch.getVector(i)));
    }
  }

  /** Writes the value of one column. */
  private interface ColumnWriter<E> {
    void write(int row, E entity);
  }

  /** Returns the rows of a table in the order of their keys; the caller closes the batches. */
  static <E extends TpchEntity> List<VectorSchemaRoot> of(
      BufferAllocator allocator, TpchTable<E> table, RelProtoDataType rowType, double scale) {
    List<Field> fields =
        ArrowTypes.toSchema(rowType.apply(new StrakeTypeFactory())).getFields().stream()
            .map(NarrowDecimals::narrowed)
            .toList();
    List<VectorSchemaRoot> batches = new ArrayList<>();
    try {
      TpchBatches<E> current = null;
      int row = 0;
      for (E entity : table.createGenerator(scale, 1, 1)) {
        if (current == null || row == BATCH_ROWS) {
          end(current, row);
          VectorSchemaRoot batch = NarrowDecimals.batch(new Schema(fields), allocator);
          batches.add(batch);
          current = new TpchBatches<>(table, batch);
          row = 0;
        }
        current.write(row++, entity);
      }
      end(current, row);
      return batches;
    } catch (RuntimeException | Error e) {
      batches.forEach(VectorSchemaRoot::close);
      throw e;
    }
  }

  private void write(int row, E entity) {
    for (ColumnWriter<E> writer : writers) {
      writer.write(row, entity);
    }
  }

  private static void end(@Nullable TpchBatches<?> batch, int rows) {
    if (batch != null) {
      batch.batch.setRowCount(rows);
    }
  }

  private static <E extends TpchEntity> ColumnWriter<E> writer(
      TpchColumn<E> column, FieldVector vector) {
    return switch (column.getType().getBase()) {
      case IDENTIFIER -> {
        BigIntVector target = (BigIntVector) vector;
        yield (row, entity) -> target.setSafe(row, column.getIdentifier(entity));
      }
      case INTEGER -> {
        IntVector target = (IntVector) vector;
        yield (row, entity) -> target.setSafe(row, column.getInteger(entity));
      }
      case DATE -> {
        DateDayVector target = (DateDayVector) vector;
        yield (row, entity) -> target.setSafe(row, column.getDate(entity));
      }
      case DOUBLE -> {
        BigIntVector target = (BigIntVector) vector; // a narrow decimal
        yield (row, entity) ->
            target.setSafe(row, Math.round(column.getDouble(entity) * CENTS)); // unscaled
      }
      case VARCHAR -> {
        VarCharVector target = (VarCharVector) vector;
        yield (row, entity) ->
            target.setSafe(row, column.getString(entity).getBytes(StandardCharsets.UTF_8));
      }
    };
  }
}
