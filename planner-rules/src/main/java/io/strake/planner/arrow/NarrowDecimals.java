/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.planner.arrow;

import java.util.ArrayList;
import java.util.List;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.IntVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.FieldType;
import org.apache.arrow.vector.types.pojo.Schema;

/**
 * Decimals in 32 bits, if their type has at most 9 digits, and in 64 bits, if it has at most 18.
 *
 * <p>Arrow's format and its C interface have them, its Java vectors do not. So here a narrow
 * decimal is a vector of integers, the unscaled values, whose field says that it is a decimal.
 *
 * @see ArrowRel#executeNarrow
 */
public final class NarrowDecimals {
  private NarrowDecimals() {}

  /** Returns a field with its decimal as narrow as can be; the same for any other type. */
  public static Field narrowed(Field field) {
    if (field.getType() instanceof ArrowType.Decimal decimal) {
      for (int bits : new int[] {Integer.SIZE, Long.SIZE}) {
        if (decimal.getPrecision() <= digits(bits)) {
          ArrowType type = new ArrowType.Decimal(decimal.getPrecision(), decimal.getScale(), bits);
          return new Field(
              field.getName(),
              new FieldType(field.isNullable(), type, field.getDictionary(), field.getMetadata()),
              List.of());
        }
      }
    }
    return field;
  }

  /** Returns how many digits a decimal of so many bits has at most. */
  private static int digits(int bits) {
    return bits == Integer.SIZE ? 9 : 18;
  }

  /** Returns an empty vector of a field, whether it is a narrow decimal or not. */
  public static FieldVector vector(Field field, BufferAllocator allocator) {
    int bits = field.getType() instanceof ArrowType.Decimal decimal ? decimal.getBitWidth() : 0;
    return switch (bits) {
      case Integer.SIZE -> new IntVector(field, allocator);
      case Long.SIZE -> new BigIntVector(field, allocator);
      default -> field.createVector(allocator);
    };
  }

  /** Returns a batch without rows, which the caller closes. */
  public static VectorSchemaRoot batch(Schema schema, BufferAllocator allocator) {
    List<FieldVector> columns = new ArrayList<>();
    schema.getFields().forEach(field -> columns.add(vector(field, allocator)));
    return new VectorSchemaRoot(schema, columns, 0);
  }
}
