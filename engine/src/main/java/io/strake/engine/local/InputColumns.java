/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.engine.local;

import io.strake.planner.ErrorCode;
import io.strake.planner.StrakeException;
import java.util.ArrayList;
import java.util.List;
import org.apache.arrow.memory.ArrowBuf;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.util.MemoryUtil;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.DecimalVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.IntVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.ipc.message.ArrowFieldNode;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.FieldType;
import org.apache.arrow.vector.types.pojo.Schema;

/**
 * The columns of a source as the local engine takes them in: under names that cannot clash, and
 * with decimals as narrow as DuckDB stores them.
 *
 * <p>Sources yield decimals in 128 bits. DuckDB keeps those of at most 18 digits in 64 bits and
 * those of at most 9 in 32, and checks each value of 128 bits that it makes smaller, which costs
 * more than most of what a query does with them. Arrow's C interface has narrow decimals, Arrow's
 * Java vectors do not, so here they are vectors of integers with fields of decimals.
 *
 * <p>Immutable.
 */
final class InputColumns {
  private static final int WIDE_BYTES = DecimalVector.TYPE_WIDTH;

  private final Schema schema;

  private InputColumns(Schema schema) {
    this.schema = schema;
  }

  /** Returns the columns of a source, of which all may be NULL for the local engine. */
  static InputColumns of(Schema source) {
    List<Field> fields = new ArrayList<>();
    for (Field field : source.getFields()) {
      fields.add(
          new Field(
              "c" + fields.size(),
              FieldType.nullable(narrowed(field.getType())),
              field.getChildren()));
    }
    return new InputColumns(new Schema(fields));
  }

  private static ArrowType narrowed(ArrowType type) {
    if (type instanceof ArrowType.Decimal decimal) {
      for (int bits : new int[] {Integer.SIZE, Long.SIZE}) {
        if (decimal.getPrecision() <= digits(bits)) {
          return new ArrowType.Decimal(decimal.getPrecision(), decimal.getScale(), bits);
        }
      }
    }
    return type;
  }

  /** Returns how many digits a decimal of so many bits has at most. */
  private static int digits(int bits) {
    return bits == Integer.SIZE ? 9 : 18;
  }

  /** Returns names and types. */
  Schema schema() {
    return schema;
  }

  /** Returns a batch without rows, which the caller closes. */
  VectorSchemaRoot empty(BufferAllocator allocator) {
    List<FieldVector> columns = new ArrayList<>();
    schema.getFields().forEach(field -> columns.add(vector(field, allocator)));
    return new VectorSchemaRoot(schema, columns, 0);
  }

  /**
   * Moves the rows of a source's batch into a new one, which the caller closes.
   *
   * @throws StrakeException if a decimal has more digits than its column
   */
  VectorSchemaRoot take(VectorSchemaRoot batch, BufferAllocator allocator) {
    VectorSchemaRoot taken = empty(allocator);
    try {
      for (int i = 0; i < schema.getFields().size(); i++) {
        FieldVector target = taken.getVector(i);
        if (batch.getVector(i) instanceof DecimalVector wide
            && !(target instanceof DecimalVector)) {
          narrow(wide, batch.getRowCount(), target);
        } else {
          batch.getVector(i).makeTransferPair(target).transfer();
        }
      }
      taken.setRowCount(batch.getRowCount());
      return taken;
    } catch (RuntimeException | Error e) {
      taken.close();
      throw e;
    }
  }

  private static FieldVector vector(Field field, BufferAllocator allocator) {
    int bits = field.getType() instanceof ArrowType.Decimal decimal ? decimal.getBitWidth() : 0;
    return switch (bits) {
      case Integer.SIZE -> new IntVector(field, allocator);
      case Long.SIZE -> new BigIntVector(field, allocator);
      default -> field.createVector(allocator);
    };
  }

  private static void narrow(DecimalVector wide, int rows, FieldVector target) {
    boolean isInt = target instanceof IntVector;
    int width = isInt ? Integer.BYTES : Long.BYTES;
    try (ArrowBuf values = target.getAllocator().buffer((long) rows * width)) {
      long from = wide.getDataBuffer().memoryAddress();
      long lost =
          isInt
              ? narrowToInts(from, rows, values.memoryAddress())
              : narrowToLongs(from, rows, values.memoryAddress());
      if (lost != 0) {
        checkDigits(wide, rows, isInt ? Integer.SIZE : Long.SIZE);
      }
      target.loadFieldBuffers(
          new ArrowFieldNode(rows, wide.getNullCount()), List.of(wide.getValidityBuffer(), values));
    }
  }

  /** Returns a number other than 0 if a value, or what stands in place of a NULL, does not fit. */
  private static long narrowToLongs(long from, int rows, long to) {
    long lost = 0;
    for (int i = 0; i < rows; i++) {
      long low = MemoryUtil.getLong(from + (long) i * WIDE_BYTES);
      long high = MemoryUtil.getLong(from + (long) i * WIDE_BYTES + Long.BYTES);
      lost |= high ^ (low >> (Long.SIZE - 1));
      MemoryUtil.putLong(to + (long) i * Long.BYTES, low);
    }
    return lost;
  }

  private static long narrowToInts(long from, int rows, long to) {
    long lost = 0;
    for (int i = 0; i < rows; i++) {
      long low = MemoryUtil.getLong(from + (long) i * WIDE_BYTES);
      long high = MemoryUtil.getLong(from + (long) i * WIDE_BYTES + Long.BYTES);
      int value = (int) low;
      lost |= (high ^ (low >> (Long.SIZE - 1))) | (low ^ value);
      MemoryUtil.putInt(to + (long) i * Integer.BYTES, value);
    }
    return lost;
  }

  private static void checkDigits(DecimalVector wide, int rows, int bits) {
    for (int i = 0; i < rows; i++) {
      if (!wide.isNull(i) && wide.getObject(i).unscaledValue().bitLength() >= bits) {
        throw StrakeException.of(
            ErrorCode.SOURCE_DATA_INVALID,
            "query: column '%s' of a source has a number of more digits than its type %s; declare it"
                + " with more digits",
            wide.getField().getName(),
            wide.getField().getType());
      }
    }
  }
}
