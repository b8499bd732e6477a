/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.engine.fallback;

import io.strake.planner.ErrorCode;
import io.strake.planner.StrakeException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;
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
import org.jspecify.annotations.Nullable;

/** Writer of values as Calcite's Enumerable has them into one column of a batch. */
@FunctionalInterface
interface ColumnWriter {
  /** Microseconds in a millisecond. */
  long MICROS_PER_MILLI = 1000;

  /** Bytes that a value of fixed width is counted with. */
  int FIXED_BYTES = 8;

  /**
   * Writes a value other than null.
   *
   * @return about how many bytes it took
   */
  int write(int row, Object value);

  /** Writes a value; a null leaves the row null, as it is in a cleared vector. */
  default int writeNullable(int row, @Nullable Object value) {
    return value == null ? 1 : write(row, value);
  }

  /** Returns the writer of a vector, which grows as needed. */
  static ColumnWriter of(FieldVector vector) {
    ColumnWriter number = numberWriter(vector);
    return number == null ? otherWriter(vector) : number;
  }

  private static @Nullable ColumnWriter numberWriter(FieldVector vector) {
    if (vector instanceof BigIntVector v) {
      return fixed((row, value) -> v.setSafe(row, number(value).longValue()));
    } else if (vector instanceof IntVector v) {
      return fixed((row, value) -> v.setSafe(row, number(value).intValue()));
    } else if (vector instanceof SmallIntVector v) {
      return fixed((row, value) -> v.setSafe(row, number(value).shortValue()));
    } else if (vector instanceof TinyIntVector v) {
      return fixed((row, value) -> v.setSafe(row, number(value).byteValue()));
    } else if (vector instanceof Float8Vector v) {
      return fixed((row, value) -> v.setSafe(row, number(value).doubleValue()));
    } else if (vector instanceof Float4Vector v) {
      return fixed((row, value) -> v.setSafe(row, number(value).floatValue()));
    } else if (vector instanceof DecimalVector v) {
      return fixed((row, value) -> v.setSafe(row, decimal(value, v)));
    } else if (vector instanceof DateDayVector v) {
      return fixed((row, value) -> v.setSafe(row, number(value).intValue()));
    } else if (vector instanceof TimeMicroVector v) {
      return fixed((row, value) -> v.setSafe(row, micros(value)));
    } else if (vector instanceof TimeStampVector v) {
      return fixed((row, value) -> v.setSafe(row, micros(value)));
    } else if (vector instanceof DurationVector v) {
      return fixed((row, value) -> v.setSafe(row, micros(value)));
    } else if (vector instanceof IntervalYearVector v) {
      return fixed((row, value) -> v.setSafe(row, number(value).intValue()));
    }
    return null;
  }

  private static ColumnWriter otherWriter(FieldVector vector) {
    if (vector instanceof BitVector v) {
      return fixed((row, value) -> v.setSafe(row, (Boolean) value ? 1 : 0));
    } else if (vector instanceof VarCharVector v) {
      return (row, value) -> text(v, row, value);
    } else if (vector instanceof VarBinaryVector v) {
      return (row, value) -> binary(v, row, (ByteString) value);
    } else if (vector instanceof ListVector v) {
      return list(v);
    } else if (vector instanceof StructVector v) {
      return struct(v);
    } else if (vector instanceof NullVector) {
      return fixed((row, value) -> {});
    }
    throw new AssertionError("vector " + vector.getField());
  }

  /** Setter of a value of fixed width. */
  @FunctionalInterface
  interface Setter {
    /** Sets a value other than null. */
    void set(int row, Object value);
  }

  private static ColumnWriter fixed(Setter setter) {
    return (row, value) -> {
      setter.set(row, value);
      return FIXED_BYTES;
    };
  }

  private static Number number(Object value) {
    return (Number) value;
  }

  private static long micros(Object value) {
    return Math.multiplyExact(number(value).longValue(), MICROS_PER_MILLI);
  }

  private static BigDecimal decimal(Object value, DecimalVector vector) {
    BigDecimal exact =
        value instanceof BigDecimal decimal ? decimal : new BigDecimal(value.toString());
    BigDecimal scaled = exact.setScale(vector.getScale(), RoundingMode.HALF_UP);
    if (scaled.precision() > vector.getPrecision()) {
      throw StrakeException.of(
          ErrorCode.VALUE_OUT_OF_RANGE,
          "query: a value of column '%s' does not fit into DECIMAL(%d, %d)",
          vector.getName(),
          vector.getPrecision(),
          vector.getScale());
    }
    return scaled;
  }

  private static int text(VarCharVector vector, int row, Object value) {
    byte[] bytes = value.toString().getBytes(StandardCharsets.UTF_8);
    vector.setSafe(row, bytes);
    return bytes.length;
  }

  private static int binary(VarBinaryVector vector, int row, ByteString value) {
    byte[] bytes = value.getBytes();
    vector.setSafe(row, bytes);
    return bytes.length;
  }

  private static ColumnWriter list(ListVector vector) {
    ColumnWriter items = of(vector.getDataVector());
    return (row, value) -> {
      List<?> list = (List<?>) value;
      int bytes = FIXED_BYTES;
      int offset = vector.startNewValue(row);
      for (int i = 0; i < list.size(); i++) {
        bytes += items.writeNullable(offset + i, list.get(i));
      }
      vector.endValue(row, list.size());
      return bytes;
    };
  }

  private static ColumnWriter struct(StructVector vector) {
    ColumnWriter[] fields = new ColumnWriter[vector.size()];
    for (int i = 0; i < fields.length; i++) {
      fields[i] = of((FieldVector) vector.getVectorById(i));
    }
    return (row, value) -> {
      Object[] values = value instanceof List<?> list ? list.toArray() : (Object[]) value;
      int bytes = 1;
      for (int i = 0; i < fields.length; i++) {
        bytes += fields[i].writeNullable(row, values[i]);
      }
      vector.setIndexDefined(row);
      return bytes;
    };
  }
}
