/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.benchmarks.slt;

import io.strake.planner.arrow.ArrowTypes;
import io.strake.planner.type.StrakeTypeFactory;
import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.Float4Vector;
import org.apache.arrow.vector.Float8Vector;
import org.apache.arrow.vector.IntVector;
import org.apache.arrow.vector.VarCharVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rel.type.RelDataTypeFactory;
import org.apache.calcite.rel.type.RelDataTypeImpl;
import org.apache.calcite.rel.type.RelProtoDataType;
import org.apache.calcite.sql.type.SqlTypeName;

/** The columns of a table of the store as columns of Arrow, for the types that the corpus has. */
final class MemoryColumns {
  private final RelDataType rowType;

  MemoryColumns(Store.Relation relation) {
    RelDataTypeFactory types = new StrakeTypeFactory();
    RelDataTypeFactory.Builder builder = types.builder();
    relation.columns().forEach(column -> builder.add(column.name(), type(types, column)));
    this.rowType = builder.build();
  }

  /** Returns names and types of the columns. */
  RelProtoDataType rowType() {
    return RelDataTypeImpl.proto(rowType);
  }

  /** Returns rows as at most one batch, which the caller closes. */
  List<VectorSchemaRoot> read(ResultSet rows, BufferAllocator allocator) throws SQLException {
    VectorSchemaRoot batch = VectorSchemaRoot.create(ArrowTypes.toSchema(rowType), allocator);
    try {
      int row = 0;
      for (; rows.next(); row++) {
        for (int i = 0; i < batch.getFieldVectors().size(); i++) {
          set(batch.getVector(i), row, rows.getObject(i + 1));
        }
      }
      batch.setRowCount(row);
    } catch (SQLException | RuntimeException e) {
      batch.close();
      throw e;
    }
    if (batch.getRowCount() == 0) {
      batch.close();
      return List.of();
    }
    return List.of(batch);
  }

  private static RelDataType type(RelDataTypeFactory types, Store.Column column) {
    String name = column.type().replaceAll("\\(.*", "");
    SqlTypeName type =
        switch (name) {
          case "smallint", "integer" -> SqlTypeName.INTEGER;
          case "bigint" -> SqlTypeName.BIGINT;
          case "real" -> SqlTypeName.REAL;
          case "double precision" -> SqlTypeName.DOUBLE;
          case "text", "character varying" -> SqlTypeName.VARCHAR;
          default -> throw unknown(column.name() + " " + column.type());
        };
    return types.createTypeWithNullability(types.createSqlType(type), true);
  }

  private static void set(FieldVector vector, int row, Object value) {
    if (value == null) {
      vector.setNull(row);
    } else if (vector instanceof IntVector integers) {
      integers.setSafe(row, ((Number) value).intValue());
    } else if (vector instanceof BigIntVector integers) {
      integers.setSafe(row, ((Number) value).longValue());
    } else if (vector instanceof Float4Vector numbers) {
      numbers.setSafe(row, ((Number) value).floatValue());
    } else if (vector instanceof Float8Vector numbers) {
      numbers.setSafe(row, ((Number) value).doubleValue());
    } else if (vector instanceof VarCharVector texts) {
      texts.setSafe(row, value.toString().getBytes(StandardCharsets.UTF_8));
    } else {
      throw unknown(vector.getField().toString());
    }
  }

  private static IllegalArgumentException unknown(String column) {
    return new IllegalArgumentException("tables in memory cannot have a column " + column);
  }
}
