/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.planner.arrow;

import java.util.ArrayList;
import java.util.List;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.BitVector;
import org.apache.arrow.vector.DateDayVector;
import org.apache.arrow.vector.DecimalVector;
import org.apache.arrow.vector.DurationVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.Float4Vector;
import org.apache.arrow.vector.Float8Vector;
import org.apache.arrow.vector.IntVector;
import org.apache.arrow.vector.IntervalYearVector;
import org.apache.arrow.vector.NullVector;
import org.apache.arrow.vector.SmallIntVector;
import org.apache.arrow.vector.TimeMicroVector;
import org.apache.arrow.vector.TimeStampVector;
import org.apache.arrow.vector.TinyIntVector;
import org.apache.arrow.vector.VarBinaryVector;
import org.apache.arrow.vector.VarCharVector;
import org.apache.arrow.vector.complex.ListVector;
import org.apache.arrow.vector.complex.StructVector;
import org.apache.calcite.avatica.util.ByteString;
import org.apache.calcite.rel.type.RelDataType;
import org.jspecify.annotations.Nullable;

/** Reader of one column of a batch as Java objects. Not thread-safe; valid for one batch. */
@FunctionalInterface
public interface RowValue {
  /** Microseconds in a millisecond. */
  long MICROS_PER_MILLI = 1000;

  /** Returns the value at a row; null for SQL's NULL. */
  @Nullable Object at(int row);

  /**
   * Returns a reader in the representation of Calcite's Enumerable convention: dates are days,
   * times and timestamps milliseconds (microseconds are cut off towards the past), binary is {@link
   * ByteString}, arrays are lists and rows are arrays of objects.
   */
  static RowValue internal(FieldVector vector, RelDataType type) {
    RowValue value = notNull(vector, type);
    return row -> vector.isNull(row) ? null : value.at(row);
  }

  private static RowValue notNull(FieldVector vector, RelDataType type) {
    if (vector instanceof BigIntVector v) {
      return v::get;
    } else if (vector instanceof IntVector v) {
      return v::get;
    } else if (vector instanceof SmallIntVector v) {
      return v::get;
    } else if (vector instanceof TinyIntVector v) {
      return v::get;
    } else if (vector instanceof Float8Vector v) {
      return v::get;
    } else if (vector instanceof Float4Vector v) {
      return v::get;
    } else if (vector instanceof BitVector v) {
      return row -> v.get(row) != 0;
    } else if (vector instanceof DecimalVector v) {
      return v::getObjectNotNull;
    } else if (vector instanceof VarCharVector v) {
      return row -> new String(v.get(row), java.nio.charset.StandardCharsets.UTF_8);
    } else if (vector instanceof VarBinaryVector v) {
      return row -> new ByteString(v.get(row));
    } else if (vector instanceof DateDayVector v) {
      return v::get;
    } else if (vector instanceof TimeMicroVector v) {
      return row -> (int) (v.get(row) / MICROS_PER_MILLI);
    } else if (vector instanceof TimeStampVector v) {
      return row -> Math.floorDiv(v.get(row), MICROS_PER_MILLI);
    } else if (vector instanceof DurationVector v) {
      return row -> DurationVector.get(v.getDataBuffer(), row) / MICROS_PER_MILLI;
    } else if (vector instanceof IntervalYearVector v) {
      return v::get;
    } else if (vector instanceof ListVector v) {
      return list(v, type);
    } else if (vector instanceof StructVector v) {
      return struct(v, type);
    } else if (vector instanceof NullVector) {
      return row -> null;
    }
    throw new AssertionError("vector " + vector.getField());
  }

  private static RowValue list(ListVector vector, RelDataType type) {
    RowValue item = internal(vector.getDataVector(), componentType(type));
    return row -> {
      List<@Nullable Object> items = new ArrayList<>();
      for (int i = vector.getElementStartIndex(row); i < vector.getElementEndIndex(row); i++) {
        items.add(item.at(i));
      }
      return items;
    };
  }

  private static RowValue struct(StructVector vector, RelDataType type) {
    List<RowValue> fields = new ArrayList<>();
    for (int i = 0; i < vector.size(); i++) {
      fields.add(
          internal((FieldVector) vector.getVectorById(i), type.getFieldList().get(i).getType()));
    }
    return row -> fields.stream().map(field -> field.at(row)).toArray();
  }

  private static RelDataType componentType(RelDataType type) {
    RelDataType component = type.getComponentType();
    if (component == null) {
      throw new AssertionError("no component in " + type);
    }
    return component;
  }
}
