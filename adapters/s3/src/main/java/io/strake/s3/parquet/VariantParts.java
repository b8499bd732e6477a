/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.s3.parquet;

import java.util.ArrayList;
import java.util.List;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.complex.StructVector;
import org.apache.arrow.vector.types.FloatingPointPrecision;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.FieldType;

/** Vectors for the columns of a variant's group, with the values as they are stored. */
final class VariantParts {
  private VariantParts() {}

  /** Returns empty vectors with room for some rows, which the caller closes. */
  static StructVector allocate(ColumnNode.Struct parts, BufferAllocator allocator, int rows) {
    StructVector vector = (StructVector) field("variant", parts).createVector(allocator);
    try {
      vector.setInitialCapacity(Math.max(1, rows));
      vector.allocateNew();
      return vector;
    } catch (RuntimeException e) {
      vector.close();
      throw e;
    }
  }

  private static Field field(String name, ColumnNode node) {
    if (node instanceof ColumnNode.Struct struct) {
      List<Field> fields = new ArrayList<>();
      for (ColumnNode field : struct.fields()) {
        fields.add(field("f" + fields.size(), field));
      }
      return new Field(name, FieldType.nullable(ArrowType.Struct.INSTANCE), fields);
    } else if (node instanceof ColumnNode.ListOf list) {
      return new Field(
          name,
          FieldType.nullable(ArrowType.List.INSTANCE),
          List.of(field("item", list.element())));
    }
    return new Field(name, FieldType.nullable(type((ColumnNode.Leaf) node)), List.of());
  }

  private static ArrowType type(ColumnNode.Leaf leaf) {
    return switch (leaf.conversion()) {
      case BOOLEAN -> ArrowType.Bool.INSTANCE;
      case INT32 -> new ArrowType.Int(Integer.SIZE, true);
      case INT64 -> new ArrowType.Int(Long.SIZE, true);
      case FLOAT -> new ArrowType.FloatingPoint(FloatingPointPrecision.SINGLE);
      case DOUBLE -> new ArrowType.FloatingPoint(FloatingPointPrecision.DOUBLE);
      case BYTES -> ArrowType.Binary.INSTANCE;
      default -> throw new IllegalArgumentException("part of a variant: " + leaf.conversion());
    };
  }
}
