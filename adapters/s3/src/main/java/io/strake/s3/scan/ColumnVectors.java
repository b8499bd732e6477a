/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.s3.scan;

import io.strake.planner.arrow.ArrowTypes;
import io.strake.planner.type.StrakeTypeFactory;
import io.strake.s3.column.TableColumn;
import java.util.List;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.types.pojo.Schema;
import org.apache.calcite.rel.type.RelDataTypeFactory;

/** Vectors for columns that are read beside a query. Not thread-safe. */
public final class ColumnVectors implements AutoCloseable {
  private final VectorSchemaRoot root;

  private ColumnVectors(VectorSchemaRoot root) {
    this.root = root;
  }

  /** Returns empty vectors, one per column, which the caller closes. */
  public static ColumnVectors of(List<TableColumn> columns, BufferAllocator allocator) {
    RelDataTypeFactory factory = new StrakeTypeFactory();
    RelDataTypeFactory.Builder row = factory.builder();
    columns.forEach(
        column -> row.add(column.name(), column.type().toRelDataType(factory, column.nullable())));
    Schema schema = ArrowTypes.toSchema(row.build());
    return new ColumnVectors(VectorSchemaRoot.create(schema, allocator));
  }

  /** Returns the vectors in the order of the columns. */
  public List<FieldVector> vectors() {
    return root.getFieldVectors();
  }

  /** Makes room for rows, all of them NULL. */
  public void allocate(int rows) {
    for (FieldVector vector : root.getFieldVectors()) {
      vector.setInitialCapacity(rows);
      vector.allocateNew();
    }
  }

  @Override
  public void close() {
    root.close();
  }
}
