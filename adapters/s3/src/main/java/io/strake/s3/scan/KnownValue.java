/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.s3.scan;

import io.strake.s3.column.Bounds;
import io.strake.s3.column.Text;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.apache.arrow.vector.BaseIntVector;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.BitVector;
import org.apache.arrow.vector.DateDayVector;
import org.apache.arrow.vector.DecimalVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.Float4Vector;
import org.apache.arrow.vector.Float8Vector;
import org.apache.arrow.vector.IntVector;
import org.apache.arrow.vector.SmallIntVector;
import org.apache.arrow.vector.TimeMicroVector;
import org.apache.arrow.vector.TimeStampVector;
import org.apache.arrow.vector.TinyIntVector;
import org.apache.arrow.vector.VarBinaryVector;
import org.apache.arrow.vector.VarCharVector;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.jspecify.annotations.Nullable;

/** Writer and reader of values in the classes that {@link Bounds} names. */
public final class KnownValue {
  private KnownValue() {}

  /** Writes a value into the first rows of a vector; null leaves them NULL. */
  static void fill(FieldVector vector, @Nullable Comparable<?> value, int rows) {
    if (value instanceof Text text) {
      byte[] bytes = text.value().getBytes(StandardCharsets.UTF_8);
      for (int row = 0; row < rows; row++) {
        ((VarCharVector) vector).setSafe(row, bytes);
      }
      return;
    }
    for (int row = 0; row < rows && value != null; row++) {
      set(vector, row, value);
    }
  }

  /** Writes numbers that follow each other into the first rows of a vector of BIGINT. */
  static void fillFrom(FieldVector vector, long first, int rows) {
    for (int row = 0; row < rows; row++) {
      ((BigIntVector) vector).set(row, first + row);
    }
  }

  /** Writes a value into a row of a vector of its type. */
  static void set(FieldVector vector, int row, Comparable<?> value) {
    if (value instanceof BigDecimal number) {
      setNumber(vector, row, number);
    } else if (value instanceof Long time) {
      setTime(vector, row, time);
    } else if (value instanceof Text text) {
      ((VarCharVector) vector).setSafe(row, text.value().getBytes(StandardCharsets.UTF_8));
    } else if (value instanceof Boolean flag) {
      ((BitVector) vector).setSafe(row, flag ? 1 : 0);
    } else if (value instanceof ByteBuffer bytes) {
      ((VarBinaryVector) vector).setSafe(row, bytes, bytes.position(), bytes.remaining());
    } else {
      throw new AssertionError(value);
    }
  }

  /** Returns a value that is not NULL in the class that {@link Bounds} names. */
  static Comparable<?> get(FieldVector vector, int row) {
    if (vector instanceof DecimalVector decimals) {
      return decimals.getObjectNotNull(row);
    } else if (vector instanceof BaseIntVector whole) {
      int scale = vector.getField().getType() instanceof ArrowType.Decimal d ? d.getScale() : 0;
      return BigDecimal.valueOf(whole.getValueAsLong(row), scale);
    } else if (vector instanceof VarCharVector texts) {
      return new Text(new String(texts.get(row), StandardCharsets.UTF_8));
    } else if (vector instanceof DateDayVector days) {
      return (long) days.get(row);
    } else if (vector instanceof TimeMicroVector times) {
      return times.get(row);
    } else if (vector instanceof TimeStampVector times) {
      return times.get(row);
    }
    return ((BitVector) vector).get(row) != 0;
  }

  private static void setNumber(FieldVector vector, int row, BigDecimal number) {
    if (vector instanceof DecimalVector decimals) {
      decimals.setSafe(row, number.setScale(decimals.getScale()));
      return;
    } else if (vector instanceof Float8Vector doubles) {
      doubles.setSafe(row, number.doubleValue());
      return;
    } else if (vector instanceof Float4Vector floats) {
      floats.setSafe(row, number.floatValue());
      return;
    }
    long whole =
        vector.getField().getType() instanceof ArrowType.Decimal narrow
            ? number.setScale(narrow.getScale()).unscaledValue().longValueExact()
            : number.longValueExact();
    if (vector instanceof BigIntVector longs) {
      longs.setSafe(row, whole);
    } else if (vector instanceof IntVector ints) {
      ints.setSafe(row, Math.toIntExact(whole));
    } else if (vector instanceof SmallIntVector shorts) {
      shorts.setSafe(row, Math.toIntExact(whole));
    } else {
      ((TinyIntVector) vector).setSafe(row, Math.toIntExact(whole));
    }
  }

  private static void setTime(FieldVector vector, int row, long time) {
    if (vector instanceof DateDayVector days) {
      days.setSafe(row, Math.toIntExact(time));
    } else if (vector instanceof TimeMicroVector times) {
      times.setSafe(row, time);
    } else {
      ((TimeStampVector) vector).setSafe(row, time);
    }
  }
}
