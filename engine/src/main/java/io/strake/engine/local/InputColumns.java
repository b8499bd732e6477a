/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.engine.local;

import io.strake.planner.ErrorCode;
import io.strake.planner.StrakeException;
import io.strake.planner.arrow.NarrowDecimals;
import java.util.ArrayList;
import java.util.List;
import org.apache.arrow.memory.ArrowBuf;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.util.MemoryUtil;
import org.apache.arrow.vector.DecimalVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.IntVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.ipc.message.ArrowFieldNode;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.FieldType;
import org.apache.arrow.vector.types.pojo.Schema;

/**
 * The columns of a source as the local engine takes them in: under names that cannot clash, and
 * with decimals as narrow as DuckDB stores them.
 *
 * <p>Many sources yield decimals in 128 bits. DuckDB keeps those of at most 18 digits in 64 bits
 * and those of at most 9 in 32, and checks each value of 128 bits that it makes smaller, which
 * costs more than most of what a query does with them. So here all are {@link NarrowDecimals} that
 * can be.
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
      Field narrow = NarrowDecimals.narrowed(field);
      fields.add(
          new Field(
              "c" + fields.size(), FieldType.nullable(narrow.getType()), narrow.getChildren()));
    }
    return new InputColumns(new Schema(fields));
  }

  /** Returns names and types. */
  Schema schema() {
    return schema;
  }

  /** Returns a batch without rows, which the caller closes. */
  VectorSchemaRoot empty(BufferAllocator allocator) {
    return NarrowDecimals.batch(schema, allocator);
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
